// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/live.h"

#include <algorithm>

#include "parse/recognise.h"
#include "text/sentences.h"

namespace denwaban::engine {
namespace {

// A clock face may be ahead of ours by so much before it is not believed: it has whole seconds, and clocks drift.
constexpr Seconds kFutureMax{5};
// Rotated sources whose parsers are kept; the follower finishes an old one long before so many follow.
constexpr size_t kStreamsMax = 1024;

constexpr const char* kSections[] = {"tracker", "trust", "detectors", "policy"};

// What the first lines of a stream tell of its clock, completed by what we know.
parse::LogClock clock_of(std::string_view bytes, const TimeZone& zone, Time now) {
  parse::LogClock clock;
  parse::LogHints hints = parse::scan_hints(bytes);
  clock.zone = hints.east_of_utc ? TimeZone::fixed(*hints.east_of_utc) : zone;
  CivilTime today = clock.zone.to_civil(now);
  clock.year = hints.year.value_or(today.year);
  auto first = parse::recognise(bytes).first;
  if (first && !hints.year) {
    // Lines are of the past: one that would lie ahead was written last year.
    CivilTime face = *first;
    face.year = today.year;
    if (clock.zone.to_utc(face) > now + std::chrono::hours(24)) --clock.year;
  }
  return clock;
}

}  // namespace

Live::Live(const LiveOptions& options, HashSeed seed, store::Store& store, actions::Enforcer& enforcer)
    : options_(options), store_(store), enforcer_(enforcer), pipeline_(options.pipeline, seed, *this) {}

std::vector<std::string> Live::restore(const store::Snapshot* snapshot, std::span<const store::LedgerEntry> ledger) {
  std::vector<std::string> notices;
  uint64_t known = 0;
  if (snapshot != nullptr) {
    Pipeline::Saved saved;
    std::string* parts[] = {&saved.tracker, &saved.trust, &saved.detectors, &saved.policy};
    for (size_t i = 0; i < std::size(kSections); ++i)
      if (const std::string* bytes = snapshot->section(kSections[i])) *parts[i] = *bytes;
    if (pipeline_.load(saved))
      known = snapshot->ledger_sequence;
    else
      notices.push_back("part of the snapshot is of another version or damaged: that part starts fresh; bans are kept by the ledger");
  }
  for (const store::LedgerEntry& entry : ledger)
    if (entry.sequence > known && !entry.decision.dry_run) pipeline_.adopt(entry.decision);
  return notices;
}

std::vector<store::Snapshot::Section> Live::states() {
  Pipeline::Saved saved = pipeline_.save();
  return {{kSections[0], std::move(saved.tracker)},
          {kSections[1], std::move(saved.trust)},
          {kSections[2], std::move(saved.detectors)},
          {kSections[3], std::move(saved.policy)}};
}

Live::Stream& Live::stream_for(const sources::Piece& piece, Time now) {
  Stream& stream = streams_[piece.source];
  if (!stream.parser) stream.parser = std::make_unique<parse::LogParser>(piece.source, clock_of(piece.bytes, options_.zone, now));
  while (streams_.size() > kStreamsMax) streams_.erase(streams_.begin());  // numbers rise: the oldest
  return streams_[piece.source];
}

size_t Live::consume(const sources::Piece& piece, Time now) {
  now_ = std::max(now_, now);
  Stream& stream = stream_for(piece, now);
  batch_.clear();
  size_t taken = stream.parser->parse(piece.bytes, piece.offset, batch_);
  if (piece.last && taken < piece.bytes.size()) {
    stream.parser->finish(piece.bytes.substr(taken), piece.offset + taken, batch_);
    taken = piece.bytes.size();
  }
  count(stream, now);
  tame_future(now);
  pipeline_.take(batch_);
  if (piece.last) streams_.erase(piece.source);
  return taken;
}

void Live::count(Stream& stream, Time now) {
  const parse::LogCounts& counts = stream.parser->counts();
  if (counts.lines > stream.counted.lines) counters_.last_line = now;
  counters_.lines += counts.lines - stream.counted.lines;
  counters_.events += counts.events - stream.counted.events;
  counters_.unrecognised += counts.unrecognised - stream.counted.unrecognised;
  stream.counted = counts;
}

void Live::tame_future(Time now) {
  for (Event& event : batch_) {
    if (event.time <= now + kFutureMax) continue;
    event.time = now;
    ++counters_.from_the_future;
  }
}

void Live::pass_time(Time now) {
  now_ = std::max(now_, now);
  pipeline_.pass_time(now);
}

FindingTexts Live::texts_of(const Finding& finding) const {
  FindingTexts texts{text::finding_title(finding), text::finding_why(finding), {}};
  if (lookup_)
    for (const EvidenceRef& ref : finding.evidence) texts.evidence.push_back(lookup_(ref));
  return texts;
}

// Ledger first, then the kernel, then what people read.
void Live::publish(std::span<const Finding> findings, std::span<const Decision> decisions) {
  if (!decisions.empty()) {
    auto kept = store_.append(decisions);
    counters_.ledger_error = kept ? "" : kept.error().message;
    auto done = enforcer_.apply(decisions, now_);
    counters_.firewall_error = done ? "" : done.error().message;
  }
  for (const Decision& decision : decisions) {
    if (decision.action == Action::ban) ++counters_.bans;
    if (stream_) stream_(decision_json(decision));
  }
  for (const Finding& finding : findings) {
    if (finding.state == FindingState::open) ++counters_.findings;
    FindingTexts texts = texts_of(finding);
    if (stream_) stream_(finding_json(finding, texts, denwaban::Stream::live));
    store_.record(finding, texts);
  }
}

Status Live::carry_out(std::span<const Decision> decisions, Time now) {
  now_ = std::max(now_, now);
  if (auto kept = store_.append_durably(decisions); !kept) return kept;
  for (const Decision& decision : decisions) {
    pipeline_.adopt(decision);
    if (stream_) stream_(decision_json(decision));
  }
  auto done = enforcer_.apply(decisions, now);
  counters_.firewall_error = done ? "" : done.error().message;
  return done;
}

}  // namespace denwaban::engine
