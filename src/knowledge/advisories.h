// SPDX-License-Identifier: GPL-3.0-or-later
// Which published holes an Asterisk release still has, and how long its branch is looked after. Facts of the
// project's security advisories and of its page of versions, as of `kAdvisoriesAsOf`.
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
  // 20.6.1; of 1.8.32.3: 1, 8, 32, 3 (1.x names its branch by two numbers)
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
// PBX 18.9-cert4", "20.6.0~dfsg+~cs6.13.40431414-2build5", "1:16.28.0~dfsg-0+deb11u4", "GIT-20-abc1234"
// (branch only: nullopt).
std::optional<AsteriskVersion> parse_version(std::string_view text);

struct Advisory {
  std::string_view id;   // GHSA-..., AST-2022-009
  std::string_view cve;  // empty: none known to us
  std::string_view title;
  std::string_view fixed;    // first repaired release of each branch, separated by spaces
  std::string_view since;    // first release of each branch that has the hole; empty: all
  std::string_view modules;  // only with one of these loaded, separated by spaces; empty: the core
};

std::span<const Advisory> advisories();
// Open in this version, newest first. Branches that ended before the repair count as open: nobody repaired
// them.
std::vector<const Advisory*> open_advisories(const AsteriskVersion& version);
bool is_open(const Advisory& advisory, const AsteriskVersion& version);

struct Branch {
  std::string_view name;  // "1.8", "20"
  bool long_term = false;
  std::chrono::year_month_day released, security_only, end_of_life;
};

enum class Support : uint8_t { full, security_only, ended, unknown };

std::span<const Branch> branches();
const Branch* branch_of(const AsteriskVersion& version);
// Day given by the caller. Certified releases have dates of their own, which we do not know: unknown.
Support support_of(const AsteriskVersion& version, std::chrono::sys_days today);

}  // namespace denwaban::knowledge
