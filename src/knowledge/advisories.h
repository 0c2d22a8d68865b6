// SPDX-License-Identifier: GPL-3.0-or-later
// Which published holes an Asterisk release still has, and how long its branch is looked after. Facts of the
// project's security advisories since 2017 and of its page of versions (2026-06), as of `kAdvisoriesAsOf`.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace denwaban::knowledge {

inline constexpr std::string_view kAdvisoriesAsOf = "2026-07";

struct AsteriskVersion {
  // 20.6.1: 20, 6, 1; of 1.8.32.3: 1, 8, 32, 3
  std::array<uint16_t, 4> parts{};
  // 18.9-cert5: 5; 0: not a certified release
  uint16_t certified = 0;
  // A release candidate, beta or alpha: comes before the release that it names.
  bool before_release = false;
  // A distribution's package (20.6.0~dfsg+~cs6.13-1): it may hold repairs that its number does not tell.
  bool packaged = false;
  bool operator==(const AsteriskVersion&) const = default;
};

// As `asterisk -V`, "core show version", a package manager or a SIP header write it: "Asterisk
// PBX 18.9-cert4", "20.6.0~dfsg+~cs6.13.40431414-2build5", "1:16.28.0~dfsg-0+deb11u4",
// "FPBX-16.0.40(18.20.2)", "GIT-20-abc1234" (branch only: nullopt).
std::optional<AsteriskVersion> parse_version(std::string_view text);

struct Advisory {
  std::string_view id = {};       // GHSA-..., AST-2022-009
  std::string_view cve = {};      // empty: none that we know
  std::string_view title = {};    // as published, shortened
  std::string_view fixed = {};    // the first repaired release of each branch, separated by spaces
  std::string_view since = {};    // the first release of each branch that has the hole; empty: not known, all
  std::string_view modules = {};  // only where one of these is loaded, separated by spaces; empty: the core
};

enum class Exposure : uint8_t {
  none,      // repaired, or never there
  open,      // a repaired release of this branch exists, and this one is older
  presumed,  // the branch had ended, or was passed over, when the others were repaired
  unknown,   // certified releases whose repair we do not know
};

// Newest first.
std::span<const Advisory> advisories();
Exposure exposure(const Advisory& advisory, const AsteriskVersion& version);
inline bool is_open(const Advisory& advisory, const AsteriskVersion& version) {
  return exposure(advisory, version) == Exposure::open;
}
// All that are as exposed as `how` in this version, newest first.
std::vector<const Advisory*> open_advisories(const AsteriskVersion& version, Exposure how = Exposure::open);

struct Branch {
  std::string_view name = {};  // "1.8", "20"
  bool long_term = false;
  // From the second on only holes are repaired, from the third on nothing.
  std::chrono::year_month_day released = {}, security_only = {}, end_of_life = {};
};

enum class Support : uint8_t { full, security_only, ended, unknown };

std::span<const Branch> branches();
const Branch* branch_of(const AsteriskVersion& version);
// Day given by the caller. Certified releases have dates of their own, which we do not know: unknown.
Support support_of(const AsteriskVersion& version, std::chrono::sys_days today);

}  // namespace denwaban::knowledge
