// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/advisories.h"

#include <algorithm>
#include <charconv>
#include <compare>
#include <string>

#include "knowledge/advisory_rows.h"
#include "knowledge/words.h"

namespace denwaban::knowledge {
namespace {

constexpr size_t kLookedAt = 256;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes a number off the front; nullopt: none there, or larger than any release has.
std::optional<uint16_t> take_number(std::string_view& text) {
  uint16_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return number;
}

// "20.6.1", "18.9": at least two numbers, at most four.
std::optional<AsteriskVersion> take_numbers(std::string_view& text) {
  AsteriskVersion version;
  size_t count = 0;
  while (count < version.parts.size()) {
    const auto number = take_number(text);
    if (!number) return std::nullopt;
    version.parts[count++] = *number;
    if (text.size() < 2 || text[0] != '.' || !is_digit(text[1])) break;
    text.remove_prefix(1);
  }
  if (count < 2) return std::nullopt;
  return version;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

void read_suffix(std::string_view rest, AsteriskVersion& version) {
  if (take(rest, "-cert") || take(rest, "~cert") || take(rest, "cert")) {
    version.certified = take_number(rest).value_or(1);
  }
  for (const std::string_view mark : {"-rc", "~rc", "-beta", "~beta", "-alpha", "~alpha"}) {
    version.before_release = version.before_release || rest.starts_with(mark);
  }
  const std::string_view word = rest.substr(0, rest.find(' '));
  for (const std::string_view mark : {"dfsg", "ubuntu", "deb", "+~cs", ".el", ".fc", "build"}) {
    version.packaged = version.packaged || word.find(mark) != std::string_view::npos;
  }
}

// Where the version begins: the first digit that starts a word, past an epoch ("1:16.28.0").
std::string_view from_number(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const bool starts = i == 0 || std::string_view(" \t(/-_:").find(text[i - 1]) != std::string_view::npos;
    if (!starts || !is_digit(text[i])) continue;
    std::string_view rest = text.substr(i), ahead = rest;
    if (take_number(ahead) && ahead.size() > 1 && ahead[0] == '.' && is_digit(ahead[1])) return rest;
  }
  return {};
}

// How many numbers name the branch: 20, 1.8, 1.6.2.
size_t branch_length(const AsteriskVersion& version) {
  if (version.parts[0] != 1) return 1;
  return version.parts[1] == 6 ? 3 : 2;
}

std::strong_ordering compare_branches(const AsteriskVersion& a, const AsteriskVersion& b) {
  const size_t length = branch_length(a);
  return std::lexicographical_compare_three_way(a.parts.begin(), a.parts.begin() + length, b.parts.begin(),
                                                b.parts.begin() + length);
}

bool is_before(const AsteriskVersion& a, const AsteriskVersion& b) {
  if (a.parts != b.parts) return a.parts < b.parts;
  return a.before_release && !b.before_release;
}

std::vector<AsteriskVersion> versions_of(std::string_view list, bool certified) {
  std::vector<AsteriskVersion> versions;
  for (std::string_view word = take_word(list); !word.empty(); word = take_word(list)) {
    const auto version = parse_version(word);
    if (version && (version->certified != 0) == certified) versions.push_back(*version);
  }
  return versions;
}

// Was the hole there at all? A branch before or between those listed never had it.
bool is_concerned(std::string_view since, const AsteriskVersion& version) {
  const auto first = versions_of(since, false);
  bool is_newer_than_all = true;
  for (const AsteriskVersion& start : first) {
    const auto order = compare_branches(version, start);
    if (order == 0) return !is_before(version, start);
    is_newer_than_all = is_newer_than_all && order > 0;
  }
  return is_newer_than_all;
}

Exposure exposure_of_certified(const Advisory& advisory, const AsteriskVersion& version) {
  for (const AsteriskVersion& repaired : versions_of(advisory.fixed, true)) {
    if (repaired.parts == version.parts) {
      return version.certified < repaired.certified ? Exposure::open : Exposure::none;
    }
  }
  return Exposure::unknown;
}

}  // namespace

std::optional<AsteriskVersion> parse_version(std::string_view text) {
  text = text.substr(0, kLookedAt);
  // FreePBX calls itself "FPBX-16.0.40(18.20.2)": its own version, then Asterisk's.
  const size_t inner =
      text.find("FPBX") == std::string_view::npos ? 0 : std::min(text.find('('), text.size());
  std::string_view rest = from_number(text.substr(inner));
  if (rest.empty()) return std::nullopt;
  auto version = take_numbers(rest);
  if (version) read_suffix(rest, *version);
  return version;
}

std::span<const Advisory> advisories() {
  static const std::vector<Advisory> all = [] {
    std::vector<Advisory> rows(rows_since_2023().begin(), rows_since_2023().end());
    rows.insert(rows.end(), rows_until_2022().begin(), rows_until_2022().end());
    return rows;
  }();
  return all;
}

Exposure exposure(const Advisory& advisory, const AsteriskVersion& version) {
  if (version.certified != 0) return exposure_of_certified(advisory, version);
  if (!is_concerned(advisory.since, version)) return Exposure::none;
  bool is_newer_than_all = true;
  for (const AsteriskVersion& repaired : versions_of(advisory.fixed, false)) {
    const auto order = compare_branches(version, repaired);
    if (order == 0) return is_before(version, repaired) ? Exposure::open : Exposure::none;
    is_newer_than_all = is_newer_than_all && order > 0;
  }
  return is_newer_than_all ? Exposure::none : Exposure::presumed;
}

std::vector<const Advisory*> open_advisories(const AsteriskVersion& version, Exposure how) {
  std::vector<const Advisory*> found;
  for (const Advisory& advisory : advisories()) {
    if (exposure(advisory, version) == how) found.push_back(&advisory);
  }
  return found;
}

}  // namespace denwaban::knowledge
