// SPDX-License-Identifier: GPL-3.0-or-later
// Sets of the texts that a regular expression finds: the machine's many places at a time are one state.
#include "audit/paths/expression_run.h"
#include "audit/paths/number_set.h"

namespace denwaban::audit {
namespace {

constexpr size_t kExpressionStatesMax = 3'000;
constexpr size_t kWorkMax = 3'000'000;  // places that are looked at for one set

}  // namespace

std::optional<NumberSet> NumberSets::of_matching(const RegularExpression& expression, bool only_at_start, Matching wanted) {
  ExpressionRun run(expression, only_at_start, wanted);
  std::map<ExpressionRun::Places, uint16_t> numbers;
  std::vector<ExpressionRun::Places> all;
  auto number = [&](ExpressionRun::Places places) {
    auto [it, fresh] = numbers.try_emplace(places, static_cast<uint16_t>(all.size()));
    if (fresh) all.push_back(std::move(places));
    return it->second;
  };
  Automaton made;
  number(run.begin());
  size_t work = 0;
  for (size_t at = 0; at < all.size(); ++at) {
    const ExpressionRun::Places places = all[at];
    work += 1 + places.size();
    if (all.size() > kExpressionStatesMax || work * 94 > kWorkMax || edges_ > kEdgesMax) return std::nullopt;
    made.accepts.push_back(run.accepts(places));
    std::vector<Edge> edges;
    for (uint8_t c = kLowestDialled; c <= kHighestDialled; ++c) {
      ExpressionRun::Places next = run.after(places, static_cast<char>(c));
      if (next.empty()) continue;
      uint16_t to = number(std::move(next));
      if (!edges.empty() && edges.back().to == to && edges.back().high + 1 == c)
        edges.back().high = c;
      else
        edges.push_back({c, c, to});
    }
    made.edges.push_back(std::move(edges));
  }
  return intern(minimal(std::move(made)));
}

// Both hold at least the texts that they should: without a group they are exact.
std::optional<Outcomes> NumberSets::outcomes(std::string_view written, bool only_at_start) {
  std::string key = (only_at_start ? ":" : "~") + std::string(written);
  auto known = matched_.find(key);
  if (known != matched_.end()) return known->second;
  std::optional<Outcomes> both;
  RegularExpression expression;
  auto reading = RegularExpression::read(written, expression);
  if (reading == RegularExpression::Reading::refused) {
    both = Outcomes{none(), everything_};
  } else if (reading == RegularExpression::Reading::read) {
    auto yes = of_matching(expression, only_at_start, Matching::true_text);
    auto no = of_matching(expression, only_at_start, Matching::false_text);
    auto found = of_matching(expression, only_at_start, Matching::found);
    if (yes && no && found) {
      NumberSet exact = subtract(everything_, *yes);
      both = Outcomes{*yes, expression.has_group() ? unite(subtract(everything_, *found), *no) : exact};
    }
  }
  if (matched_.size() < 10'000) matched_.emplace(std::move(key), both);
  return both;
}

}  // namespace denwaban::audit
