// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/live.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/sentences.h"

namespace denwaban::engine {
namespace {

// A clock face may be ahead of ours by so much before it is not believed: it has whole seconds, and clocks
// drift.
constexpr Seconds kFutureMax{5};
// Rotated sources whose parsers are kept; the follower finishes an old one long before so many follow.
constexpr size_t kStreamsMax = 1024;

constexpr const char* kSections[] = {"tracker", "trust", "detectors", "policy"};

}  // namespace

Live::Live(const LiveOptions& options, HashSeed seed, store::Store& store, actions::Enforcer& enforcer)
    : options_(options),
      store_(store),
      enforcer_(enforcer),
      seed_(seed),
      pipeline_(std::make_unique<Pipeline>(options.pipeline, seed, *this)) {}

void Live::reconfigure(const PipelineOptions& options, Time now) {
  now_ = std::max(now_, now);
  pipeline_->release_held(now + kFutureMax);  // no event is later
  Pipeline::Saved saved = pipeline_->save();
  options_.pipeline = options;
  pipeline_ = std::make_unique<Pipeline>(options, seed_, *this);
  pipeline_->count_into(tally_);
  pipeline_->know(atlas_);
  pipeline_->load(saved);
}

void Live::know(const knowledge::Atlas& atlas) {
  atlas_ = &atlas;
  pipeline_->know(atlas_);
}

void Live::count_into(report::Tally& tally) {
  tally_ = &tally;
  pipeline_->count_into(tally_);
}

bool Live::restore(const store::Snapshot& snapshot) {
  Pipeline::Saved saved;
  std::string* parts[] = {&saved.tracker, &saved.trust, &saved.detectors, &saved.policy};
  for (size_t i = 0; i < std::size(kSections); ++i)
    if (const std::string* bytes = snapshot.section(kSections[i])) *parts[i] = *bytes;
  return pipeline_->load(saved);
}

void Live::adopt(std::span<const Decision> decisions) {
  for (const Decision& decision : decisions)
    if (!decision.dry_run) pipeline_->adopt(decision);
}

std::vector<store::Snapshot::Section> Live::states() {
  Pipeline::Saved saved = pipeline_->save();
  return {{kSections[0], std::move(saved.tracker)},
          {kSections[1], std::move(saved.trust)},
          {kSections[2], std::move(saved.detectors)},
          {kSections[3], std::move(saved.policy)}};
}

Live::Stream& Live::stream_for(const sources::Piece& piece, Time now) {
  Stream& stream = streams_[piece.source];
  if (!stream.parser)
    stream.parser = std::make_unique<parse::LogParser>(
        piece.source, clock_of_stream(piece.bytes, options_.zone, options_.order, now, stream.order));
  while (streams_.size() > kStreamsMax) streams_.erase(streams_.begin());  // numbers rise: the oldest
  return streams_[piece.source];
}

void Live::settle_order(Stream& stream, std::string_view bytes, Time now) {
  if (options_.order || !stream.order.wanted) return;
  vote_for_order(bytes, now, stream.order);
  parse::LogParser::State state = stream.parser->state();
  parse::DayOrder order = stream.order.winner();
  if (state.order == order) return;
  state.order = order;
  stream.parser->resume(state);
}

void Live::open_source(uint32_t source, const std::string& path) {
  streams_[source].channel = channels_.emplace(path, static_cast<uint16_t>(channels_.size())).first->second;
}

size_t Live::consume(const sources::Piece& piece, Time now) {
  now_ = std::max(now_, now);
  Stream& stream = stream_for(piece, now);
  settle_order(stream, piece.bytes, now);
  batch_.clear();
  size_t taken = stream.parser->parse(piece.bytes, piece.offset, batch_);
  if (piece.last && taken < piece.bytes.size()) {
    stream.parser->finish(piece.bytes.substr(taken), piece.offset + taken, batch_);
    taken = piece.bytes.size();
  }
  for (Event& event : batch_) event.channel = stream.channel;
  count(stream, now);
  tame_future(batch_, now);
  pipeline_->take(batch_);
  return taken;
}

void Live::see(std::vector<Event>& events, uint16_t channel, Time now) {
  now_ = std::max(now_, now);
  for (Event& event : events) event.channel = channel;
  counters_.events += events.size();
  tame_future(events, now);
  pipeline_->take(events);
}

void Live::count(Stream& stream, Time now) {
  const parse::LogCounts& counts = stream.parser->counts();
  if (counts.lines > stream.counted.lines) counters_.last_line = now;
  counters_.lines += counts.lines - stream.counted.lines;
  counters_.events += counts.events - stream.counted.events;
  counters_.unrecognised += counts.unrecognised - stream.counted.unrecognised;
  stream.counted = counts;
}

void Live::tame_future(std::vector<Event>& events, Time now) {
  for (Event& event : events) {
    if (event.time <= now + kFutureMax) continue;
    event.time = now;
    ++counters_.from_the_future;
  }
}

void Live::pass_time(Time now) {
  now_ = std::max(now_, now);
  pipeline_->pass_time(now);
  log_unsaid();
}

// Ledger first, then the kernel, then what people read.
void Live::publish(std::span<const Finding> findings, std::span<const Decision> decisions) {
  if (!decisions.empty()) record(decisions);
  if (!findings.empty()) record(findings, decisions);
}

void Live::record(std::span<const Decision> decisions) {
  auto kept = store_.write_ahead(decisions);
  counters_.ledger_error = kept ? "" : kept.error().message;
  auto done = enforcer_.apply(decisions, now_);
  store_.settle(decisions);
  counters_.firewall_error = done ? "" : done.error().message;
  for (const Decision& decision : decisions) {
    if (decision.action == Action::ban) ++counters_.bans;
    log(decision);
    if (stream_) stream_(decision_json(decision));
  }
}

void Live::log(const Decision& decision) {
  constexpr size_t kLoggedMax = 10;
  if (!log_ || decision.action != Action::ban) return;
  log_unsaid();
  if (logged_ >= kLoggedMax) {
    ++unsaid_;
    return;
  }
  ++logged_;
  log_(fmt::format("{}: {}", text::decision_target(decision), text::decision_sentence(decision)));
}

// A new second: what was too much in the last is told as a number.
void Live::log_unsaid() {
  if (now_ >= log_second_ && now_ - log_second_ < Seconds(1)) return;
  if (unsaid_ > 0 && log_) log_(fmt::format("and {} more bans: see denwaban bans", unsaid_));
  log_second_ = now_;
  logged_ = unsaid_ = 0;
}

namespace {

bool is_for_people(const Finding& finding, std::span<const Decision> decisions) {
  return std::ranges::any_of(decisions, [&](const Decision& decision) {
    return decision.action == Action::notify && std::ranges::find(decision.because, finding.id) != decision.because.end();
  });
}

}  // namespace

void Live::record(std::span<const Finding> findings, std::span<const Decision> decisions) {
  std::vector<store::FindingRecord> records;
  for (const Finding& finding : findings) {
    if (finding.state == FindingState::open) ++counters_.findings;
    store::FindingRecord& record = records.emplace_back(store::FindingRecord{finding, {}});
    if (lookup_)
      for (const EvidenceRef& ref : finding.evidence) record.evidence.push_back(lookup_(ref));
    const bool tells = tell_ && is_for_people(finding, decisions);
    if (!stream_ && !tells) continue;
    FindingTexts texts{text::finding_title(finding), text::finding_why(finding), {}};
    for (const auto& e : record.evidence) texts.evidence.push_back({e.file, e.line, e.text});
    const std::string json = finding_json(finding, texts, denwaban::Stream::live);
    if (stream_) stream_(json);
    if (tells) tell_(finding, decisions, json);
  }
  store_.record(std::move(records));
}

Status Live::carry_out(std::span<const Decision> decisions, Time now) {
  now_ = std::max(now_, now);
  if (auto kept = store_.append_durably(decisions); !kept) return kept;
  for (const Decision& decision : decisions) {
    pipeline_->adopt(decision);
    log(decision);
    if (stream_) stream_(decision_json(decision));
  }
  auto done = enforcer_.apply(decisions, now);
  counters_.firewall_error = done ? "" : done.error().message;
  return done;
}

namespace {

std::optional<Seconds> left(const std::optional<Time>& until, Time now) {
  if (!until) return std::nullopt;
  return std::max(Seconds(1), std::chrono::ceil<Seconds>(*until - now));
}

// Phones that logged in with proof pass before every ban, for as long after their last login as the trust
// table says; those that guess at others besides may still call for help.
actions::FirewallEntry pass_of(const track::Trust::Device& device, Seconds lifetime, Time now,
                               actions::FirewallEntry::Set set = actions::FirewallEntry::Set::pass) {
  actions::FirewallEntry entry;
  entry.set = set;
  entry.prefix = IpPrefix::host(device.address);
  entry.port = device.port;
  entry.span = left(device.last + lifetime, now);
  return entry;
}

}  // namespace

Result<actions::Enforcer::Repair> Live::reconcile(Time now) {
  Seconds lifetime = options_.pipeline.trust.device_lifetime;
  std::vector<actions::FirewallEntry> desired;
  for (const auto& device : pipeline_->trust().devices(now))
    desired.push_back(pass_of(device, lifetime, now));
  for (const auto& device : pipeline_->trust().guessers(now))
    desired.push_back(pass_of(device, lifetime, now, actions::FirewallEntry::Set::help));
  for (const IpPrefix& prefix : pipeline_->policy().allowed())
    desired.push_back({actions::FirewallEntry::Set::allow, prefix, 0, std::nullopt});
  for (const policy::Standing& standing : pipeline_->policy().standing(now)) {
    auto entry = actions::entry_for(standing.decision, now);
    if (!entry || standing.decision.action == Action::allow) continue;
    entry->span = left(standing.until, now);
    desired.push_back(*entry);
  }
  phones_version_ = pipeline_->trust().version();
  auto repaired = enforcer_.reconcile(desired);
  counters_.firewall_error = repaired ? "" : repaired.error().message;
  return repaired;
}

void Live::let_phones_pass(Time now) {
  const track::Trust& trust = pipeline_->trust();
  if (!trust.changed_since(phones_version_)) return;
  Seconds lifetime = options_.pipeline.trust.device_lifetime;
  constexpr auto kHelp = actions::FirewallEntry::Set::help;
  std::vector<actions::FirewallChange> changes;
  if (auto news = trust.news_since(phones_version_, now)) {
    for (const auto& [device, gone, guesses] : *news) {
      changes.push_back({!gone, pass_of(device, lifetime, now)});
      if (guesses) changes.push_back({true, pass_of(device, lifetime, now, kHelp)});
    }
  } else {
    for (const auto& device : trust.devices(now)) changes.push_back({true, pass_of(device, lifetime, now)});
    for (const auto& device : trust.guessers(now))
      changes.push_back({true, pass_of(device, lifetime, now, kHelp)});
  }
  phones_version_ = trust.version();
  if (!changes.empty()) (void)enforcer_.apply(changes);
}

}  // namespace denwaban::engine
