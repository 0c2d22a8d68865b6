// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/replay_evidence.h"

#include <algorithm>
#include <utility>

#include "cli/terminal.h"
#include "sources/capture_file.h"
#include "sources/records/record_table.h"

namespace denwaban::cli {
namespace {

bool before(const EvidenceRef& a, const EvidenceRef& b) { return a.offset < b.offset; }

}  // namespace

ReplayEvidence::ReplayEvidence(const std::vector<engine::ReplayInput>& inputs,
                               std::vector<engine::ReplayResult::PerInput>& read,
                               std::span<const EvidenceRef> wanted)
    : sources_(inputs.size()) {
  for (size_t i = 0; i < inputs.size(); ++i) {
    sources_[i].path = inputs[i].path;
    sources_[i].lines = std::exchange(read[i].lines, sources::LineIndex());
    sources_[i].capture = inputs[i].form == engine::InputForm::capture;
    sources_[i].place = inputs[i].place;
    sources_[i].archive = sources_[i].lines.empty();
  }
  look_up_archives(wanted);
}

std::vector<EvidenceText> ReplayEvidence::texts_of(std::span<const EvidenceRef> refs) {
  std::vector<EvidenceText> texts;
  for (const EvidenceRef& ref : refs)
    if (auto found = text_of(ref))
      texts.push_back({sources_[ref.source].path, found->line, std::move(found->text)});
  return texts;
}

void ReplayEvidence::look_up_archives(std::span<const EvidenceRef> wanted) {
  for (const EvidenceRef& ref : wanted)
    if (ref.source < sources_.size() && sources_[ref.source].archive) sources_[ref.source].refs.push_back(ref);
  for (Source& source : sources_) {
    if (source.refs.empty()) continue;
    std::sort(source.refs.begin(), source.refs.end(), before);
    auto same = [](const EvidenceRef& a, const EvidenceRef& b) { return a.offset == b.offset; };
    source.refs.erase(std::unique(source.refs.begin(), source.refs.end(), same), source.refs.end());
    auto texts = look_up(source);
    if (texts)
      source.texts = std::move(*texts);
    else
      complain(texts.error().message);
  }
}

Result<std::vector<sources::EvidenceText>> ReplayEvidence::look_up(const Source& source) {
  if (source.capture) return sources::read_capture_evidence(source.path, source.refs);
  if (!source.place) return sources::read_evidence(source.path, source.refs);
  auto rows = sources::read_record_evidence(*source.place, source.refs);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<sources::EvidenceText> texts;
  for (std::string& row : *rows) texts.push_back({0, std::move(row)});
  return texts;
}

std::optional<sources::EvidenceText> ReplayEvidence::text_of(const EvidenceRef& ref) {
  if (ref.source >= sources_.size()) return std::nullopt;
  Source& source = sources_[ref.source];
  if (open(source)) return source.reader->read(ref);
  auto at = std::lower_bound(source.refs.begin(), source.refs.end(), ref, before);
  auto place = static_cast<size_t>(at - source.refs.begin());
  if (place >= source.texts.size() || at->offset != ref.offset) return std::nullopt;
  return source.texts[place];
}

// False: it is an archive, or cannot be read.
bool ReplayEvidence::open(Source& source) {
  constexpr size_t kOpenMax = 32;
  if (source.archive || source.failed) return false;
  if (!source.reader) {
    auto reader = sources::EvidenceReader::open(source.path, std::move(source.lines));
    source.failed = !reader;
    if (source.failed) complain(reader.error().message);
    if (source.failed) return false;
    source.reader = std::move(*reader);
  }
  if (std::find(open_.begin(), open_.end(), &source) == open_.end()) {
    if (open_.size() == kOpenMax) {
      open_.front()->reader->park();
      open_.pop_front();
    }
    open_.push_back(&source);
  }
  return true;
}

}  // namespace denwaban::cli
