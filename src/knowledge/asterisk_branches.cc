// SPDX-License-Identifier: GPL-3.0-or-later
// The branches of Asterisk as docs.asterisk.org lists them (Asterisk Versions, June 2026).
#include <algorithm>
#include <array>
#include <string>

#include "knowledge/advisories.h"

namespace denwaban::knowledge {
namespace {

constexpr std::chrono::year_month_day day(int year, unsigned month, unsigned date) {
  return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(date)};
}

constexpr std::array<Branch, 20> kBranches = {{
    {"1.2", false, day(2005, 11, 21), day(2007, 8, 7), day(2010, 11, 21)},
    {"1.4", true, day(2006, 12, 23), day(2011, 4, 21), day(2012, 4, 21)},
    {"1.6.0", false, day(2008, 10, 1), day(2010, 5, 1), day(2010, 10, 1)},
    {"1.6.1", false, day(2009, 4, 27), day(2010, 5, 1), day(2011, 4, 27)},
    {"1.6.2", false, day(2009, 12, 18), day(2011, 4, 21), day(2012, 4, 21)},
    {"1.8", true, day(2010, 10, 21), day(2014, 10, 21), day(2015, 10, 21)},
    {"10", false, day(2011, 12, 15), day(2012, 12, 15), day(2013, 12, 15)},
    {"11", true, day(2012, 10, 25), day(2016, 10, 25), day(2017, 10, 25)},
    {"12", false, day(2013, 12, 20), day(2014, 12, 20), day(2015, 12, 20)},
    {"13", true, day(2014, 10, 24), day(2020, 10, 24), day(2021, 10, 24)},
    {"14", false, day(2016, 9, 26), day(2017, 9, 26), day(2018, 9, 26)},
    {"15", false, day(2017, 10, 3), day(2018, 10, 3), day(2019, 10, 3)},
    {"16", true, day(2018, 10, 9), day(2022, 10, 9), day(2023, 10, 9)},
    {"17", false, day(2019, 10, 28), day(2020, 10, 28), day(2021, 10, 28)},
    {"18", true, day(2020, 10, 20), day(2024, 10, 20), day(2025, 10, 20)},
    {"19", false, day(2021, 11, 2), day(2022, 11, 2), day(2023, 11, 2)},
    {"20", true, day(2022, 10, 19), day(2026, 10, 19), day(2027, 10, 19)},
    {"21", false, day(2023, 10, 18), day(2025, 10, 18), day(2026, 10, 18)},
    {"22", true, day(2024, 10, 16), day(2028, 10, 16), day(2029, 10, 16)},
    {"23", false, day(2025, 10, 15), day(2026, 10, 15), day(2027, 10, 15)},
}};

// Before 10 a branch has two numbers, of 1.6 three.
std::string name_of(const AsteriskVersion& version) {
  const auto& parts = version.parts;
  std::string name = std::to_string(parts[0]);
  if (parts[0] == 1) name += "." + std::to_string(parts[1]);
  if (parts[0] == 1 && parts[1] == 6) name += "." + std::to_string(parts[2]);
  return name;
}

}  // namespace

std::span<const Branch> branches() { return kBranches; }

const Branch* branch_of(const AsteriskVersion& version) {
  const std::string name = name_of(version);
  const auto found = std::find_if(kBranches.begin(), kBranches.end(),
                                  [&](const Branch& branch) { return branch.name == name; });
  return found == kBranches.end() ? nullptr : &*found;
}

Support support_of(const AsteriskVersion& version, std::chrono::sys_days today) {
  const Branch* branch = branch_of(version);
  if (branch == nullptr || version.certified != 0) return Support::unknown;
  if (today >= std::chrono::sys_days(branch->end_of_life)) return Support::ended;
  return today >= std::chrono::sys_days(branch->security_only) ? Support::security_only : Support::full;
}

}  // namespace denwaban::knowledge
