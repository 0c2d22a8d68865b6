// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/sent_numbers.h"

#include <string_view>

namespace denwaban::audit {
namespace {

// Codes of countries and what stands before them begin otherwise: 1 and 7 are both country and trunk digit, and 44 may be either.
bool is_code(std::string_view prefix) {
  if (prefix.empty() || prefix.starts_with("00") || prefix.starts_with("011") || prefix.starts_with('+')) return false;
  if (prefix.find_first_not_of("0123456789*#") != std::string_view::npos) return false;
  if (prefix[0] == '0' || prefix.find_first_of("*#") != std::string_view::npos) return true;
  return prefix.size() == 1 && prefix != "1" && prefix != "7";
}

NumberSet behind_a_code(const Edit& edit, NumberSet wanted, NumberSets& sets) {
  if (edit.slices.size() != 1 || !edit.after.empty()) return sets.none();
  const Slice& slice = edit.slices[0];
  const std::string& before = edit.before[0];
  if (slice == Slice{}) return is_code(before) ? wanted : sets.none();
  if (slice != Slice{.from = 1}) return sets.none();
  NumberSet found = sets.none();
  // The first digit is taken off and written again.
  if (before.size() > 1 && is_code(std::string_view(before).substr(0, before.size() - 1)))
    found = sets.intersect(wanted, sets.join(sets.of_text(before.substr(before.size() - 1)), sets.everything()));
  // A digit for a line is taken off; 0 and 1 belong to national numbers as often.
  if (is_code(before))
    found = sets.unite(found, sets.intersect(sets.of_extension("_[2-9*#]!"), sets.before_edit(Edit{{""}, {slice}, {}}, wanted)));
  return found;
}

}  // namespace

NumberSet without_prefix(const Edit& edit, NumberSet abroad, const std::vector<std::string>& prefixes, NumberSets& sets) {
  constexpr std::string_view kLine = "_[089]";  // a digit for a line may stand before it
  NumberSet found = sets.none();
  if (edit.slices.size() != 1 || !edit.before[0].empty() || !edit.after.empty()) return found;
  for (const std::string& prefix : prefixes)
    for (int line : {0, 1}) {
      if (edit.slices[0] != Slice{.from = line + static_cast<int>(prefix.size())}) continue;
      NumberSet there = sets.intersect(abroad, sets.of_extension("_" + prefix + "."));
      if (line)
        there = sets.intersect(sets.before_edit(Edit{{""}, {Slice{.from = line}}, {}}, there),
                               sets.of_extension(std::string(kLine) + prefix + "."));
      found = sets.unite(found, there);
    }
  return found;
}

NumberSet dialled_for(const Edit& edit, NumberSet wanted, NumberSets& sets) {
  return sets.unite(sets.before_edit(edit, wanted), behind_a_code(edit, wanted, sets));
}

}  // namespace denwaban::audit
