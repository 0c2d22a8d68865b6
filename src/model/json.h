// SPDX-License-Identifier: GPL-3.0-or-later
// Records as JSON, one object a line without its line break: what `--json` prints, the live stream carries
// and the control socket speaks. Output is pure ASCII: other characters are written \uXXXX, and bytes that
// are not UTF-8 become U+FFFD, so that a name chosen by an attacker is harmless to terminals and to every
// reader. Pure and thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/decision.h"
#include "model/finding.h"

namespace denwaban {

// Longer lines are refused when read back.
inline constexpr size_t kJsonLineMax = 1 << 20;

// A place of an input, looked up for people.
struct EvidenceText {
  std::string file;
  uint64_t line = 0;  // from 1; 0: not known
  std::string text;
  friend bool operator==(const EvidenceText&, const EvidenceText&) = default;
};

// What text/ and the inputs say about a finding; the finding itself holds neither prose nor lines.
struct FindingTexts {
  std::string title;
  std::string why;
  std::vector<EvidenceText> evidence;
  friend bool operator==(const FindingTexts&, const FindingTexts&) = default;
};

// The last record of a replay.
struct Summary {
  uint64_t lines = 0;
  uint64_t packets = 0;  // of captures
  uint64_t events = 0;
  uint64_t findings = 0;
  uint64_t bans = 0;
  uint64_t bytes = 0;
  double seconds = 0;  // of wall time: the only member that may differ between two runs
  uint64_t unrecognised = 0;
  uint64_t dropped = 0;
  uint64_t calls = 0;  // that the manager told of
};

// `time` is when the finding last grew. `state` is told in the live stream only.
enum class Stream : uint8_t { replay, live };
std::string finding_json(const Finding& finding, const FindingTexts& texts, Stream stream);

// `target` is a prefix for ban, unban and shed (with `port` where one is meant), else a subject object.
// `seconds` stands where a span has a meaning: ban, shed, allow; null is for ever.
std::string decision_json(const Decision& decision);

std::string summary_json(const Summary& summary);

// A JSON string literal, quotes included, by the same rules: for records that other rooms compose.
std::string json_string(std::string_view text);

// Back from the above, strictly: a missing or unknown member, a wrong type, an unknown word, a list beyond
// its bound or a line beyond kJsonLineMax is Error{input} with the member's name. Of evidence only the texts
// come back; `state` is open where it is not told. A decision about an address or network has it as `target`
// and, if not ban, unban or shed, as subject too.
struct ToldFinding {
  Finding finding;
  FindingTexts texts;
};
Result<ToldFinding> parse_finding_json(std::string_view line);
Result<Decision> parse_decision_json(std::string_view line);

}  // namespace denwaban
