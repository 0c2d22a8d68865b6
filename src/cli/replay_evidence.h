// SPDX-License-Identifier: GPL-3.0-or-later
// The lines and packets that the findings of a replay point at.
#pragma once

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/replay.h"
#include "model/json.h"
#include "sources/evidence.h"

namespace denwaban::cli {

// Lines of plain files are read when they are asked for. An archive must be unpacked up to them: that is done
// once, at the start, for all that will be `wanted` of archives. Inputs that cannot be read any more are
// complained about, and their lines left out.
class ReplayEvidence {
 public:
  ReplayEvidence(const std::vector<engine::ReplayInput>& inputs,
                 std::vector<engine::ReplayResult::PerInput>& read, std::span<const EvidenceRef> wanted);

  std::vector<EvidenceText> texts_of(std::span<const EvidenceRef> refs);

 private:
  struct Source {
    std::string path;
    bool capture = false;  // no lines, but packets
    std::shared_ptr<const pbx::RecordPlace> place;  // rows of a database
    bool archive = false;
    sources::LineIndex lines;  // of a plain file, until it is opened
    std::optional<sources::EvidenceReader> reader;
    bool failed = false;
    std::vector<EvidenceRef> refs;             // of an archive, by offset …
    std::vector<sources::EvidenceText> texts;  // … and what stands there
  };
  static Result<std::vector<sources::EvidenceText>> look_up(const Source& source);
  void look_up_archives(std::span<const EvidenceRef> wanted);
  std::optional<sources::EvidenceText> text_of(const EvidenceRef& ref);
  bool open(Source& source);

  std::vector<Source> sources_;
  std::deque<Source*> open_;  // with a descriptor, the oldest in front
};

}  // namespace denwaban::cli
