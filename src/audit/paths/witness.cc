// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/witness.h"

#include <algorithm>

#include "audit/paths/sent_numbers.h"

namespace denwaban::audit {

std::vector<std::string> witnesses_of(NumberSet numbers, const Edit* edit, const std::vector<NumberSet>& known,
                                      const std::vector<std::string>& prefixes, NumberSets& sets, size_t most) {
  std::vector<std::string> all;
  auto take = [&](NumberSet some) {
    auto one = sets.smallest(some);
    if (one && all.size() < most && std::find(all.begin(), all.end(), *one) == all.end()) all.push_back(*one);
  };
  if (edit) {
    for (NumberSet wanted : known)  // first what people dial who know the exchange
      if (all.size() < (most + 1) / 2) take(sets.intersect(numbers, without_prefix(*edit, wanted, prefixes, sets)));
    for (NumberSet wanted : known)
      if (all.size() < most) take(sets.intersect(numbers, dialled_for(*edit, wanted, sets)));
  }
  // Then what a telephone can dial, before names that only SIP carries.
  if (const NumberSet keyed = sets.intersect(numbers, sets.of_extension("_[0-9*#+]!")); all.size() < most) take(keyed);
  take(numbers);
  return all;
}

TrialCalls::Answer TrialCalls::call(const Start& start, const std::string& number, const std::string& trunk) {
  if (left_ == 0) return Answer::unknown;
  Start one = start;
  one.numbers = sets_.of_text(number);
  one.text = number;
  Walk walk(estate_, index_, sets_, sinks_, std::min(left_, kStatesOfCall));
  walk.begin(one);
  size_t seen = 0;
  bool through = false;
  walk.run([&] {
    for (; seen < walk.hits().size(); ++seen) through = through || walk.hits()[seen].trunk == trunk;
    return through;
  });
  left_ -= std::min(left_, walk.size());
  if (through) return Answer::through;
  return walk.cut() ? Answer::unknown : Answer::refused;
}

bool TrialCalls::takes(Way& way, const Start& start, const std::vector<std::string>& numbers) {
  for (const std::string& number : numbers) {
    Answer answer = call(start, number, way.trunk);
    if (answer == Answer::refused) continue;
    if (answer == Answer::unknown || way.dialled.empty()) return true;
    way.dialled[0] = way.example = number;
    way.sent = way.number.of(way.dialled).value_or(way.sent);
    return true;
  }
  return false;
}

void TrialCalls::confirm(Way& way, const Start& start) {
  auto edit = way.number.edit();
  if (way.opaque || way.later || way.dearness <= 0 || (way.classes & kInjection) || !edit) return;
  const auto& known = way.dearness == 2 ? classes_.examples_abroad : classes_.examples_premium;
  if (takes(way, start, witnesses_of(way.proof, &*edit, known, classes_.prefixes_abroad, sets_, kTried))) return;
  way.international = way.premium = false;
  way.dearness = 0;
  NumberSet dear = sets_.unite(dialled_for(*edit, sets_.unite(classes_.abroad, classes_.premium), sets_),
                               without_prefix(*edit, classes_.abroad, classes_.prefixes_abroad, sets_));
  takes(way, start, witnesses_of(sets_.subtract(way.numbers, dear), nullptr, {}, {}, sets_, 1));
}

}  // namespace denwaban::audit
