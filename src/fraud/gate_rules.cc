// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/gate_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace denwaban::fraud {
namespace {

constexpr CallClasses bit(CallClass one) { return static_cast<CallClasses>(1u << static_cast<unsigned>(one)); }

template <class Value>
struct Word {
  std::string_view word;
  Value value;
};

constexpr Word<GateVerdict> kVerdicts[] = {
    {"allow", GateVerdict::allow}, {"pin", GateVerdict::ask_pin}, {"refuse", GateVerdict::refuse}};
constexpr Word<CallClasses> kClasses[] = {{"any", kAnyClass},
                                          {"national", bit(CallClass::national)},
                                          {"shared_cost", bit(CallClass::shared_cost)},
                                          {"premium", bit(CallClass::premium)},
                                          {"abroad", bit(CallClass::abroad)},
                                          {"satellite", bit(CallClass::satellite)},
                                          {"costly", bit(CallClass::costly)},
                                          {"unknown", bit(CallClass::unknown)}};
constexpr Word<uint8_t> kDays[] = {{"mon", 1},  {"tue", 2},  {"wed", 4},       {"thu", 8},     {"fri", 16},
                                   {"sat", 32}, {"sun", 64}, {"weekdays", 31}, {"weekend", 96}};

template <class Value, size_t n>
Result<Value> find_word(const Word<Value> (&words)[n], std::string_view text) {
  std::string all;
  for (const auto& word : words) {
    if (word.word == text) return word.value;
    all += fmt::format("{}{}", all.empty() ? "" : ", ", word.word);
  }
  return fail(ErrorKind::usage, fmt::format("\"{}\" is none of {}", text, all));
}

// All parts of a list as bits.
template <class Value, size_t n>
Result<Value> find_words(const Word<Value> (&words)[n], std::string_view list) {
  Value all = 0;
  for (bool more = true; more;) {
    size_t comma = list.find(',');
    auto one = find_word(words, list.substr(0, comma));
    if (!one) return one;
    all = static_cast<Value>(all | *one);
    more = comma != std::string_view::npos;
    if (more) list.remove_prefix(comma + 1);
  }
  return all;
}

std::string_view next_word(std::string_view& text) {
  size_t first = text.find_first_not_of(" \t");
  text.remove_prefix(first == std::string_view::npos ? text.size() : first);
  std::string_view word = text.substr(0, text.find_first_of(" \t"));
  text.remove_prefix(word.size());
  return word;
}

Status read_hours(std::string_view text, GateRule& rule) {
  auto hour = [](std::string_view digits, int8_t& into) {
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), into);
    return error == std::errc() && end == digits.data() + digits.size() && into >= 0 && into <= 24;
  };
  size_t dash = text.find('-');
  bool good = dash != std::string_view::npos && hour(text.substr(0, dash), rule.from) &&
              hour(text.substr(dash + 1), rule.until) && rule.from < 24 && rule.from != rule.until;
  if (good) return {};
  return fail(ErrorKind::usage, fmt::format("\"{}\" is no span of hours: write it like 19-07", text));
}

Status read_accounts(std::string_view list, GateRule& rule) {
  constexpr size_t kAccountsMax = 1000;
  for (bool more = true; more;) {
    size_t comma = list.find(',');
    std::string_view name = list.substr(0, comma);
    if (name.empty() || rule.accounts.size() >= kAccountsMax)
      return fail(ErrorKind::usage, "behind \"for\" stand accounts with commas between them, no spaces: for 200,201,30*");
    rule.accounts.emplace_back(name);
    more = comma != std::string_view::npos;
    if (more) list.remove_prefix(comma + 1);
  }
  return {};
}

Status read_condition(std::string_view word, std::string_view value, GateRule& rule) {
  if (word == "at") return read_hours(value, rule);
  if (word == "for") return read_accounts(value, rule);
  if (word != "on") return fail(ErrorKind::usage, fmt::format("\"{}\" is none of for, at, on", word));
  auto days = find_words(kDays, value);
  if (!days) return tl::unexpected(days.error());
  rule.days = *days;
  return {};
}

bool is_meant(std::string_view pattern, std::string_view account) {
  if (pattern.ends_with('*')) return !account.empty() && account.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == account;
}

}  // namespace

CallClasses classes_of(const std::optional<OutsideNumber>& to) {
  if (!to) return bit(CallClass::unknown);
  CallClasses classes = 0;
  bool sky = to->type == knowledge::NetworkType::satellite || to->type == knowledge::NetworkType::international_network;
  if (sky) classes |= bit(CallClass::satellite);
  if (!to->home) classes |= bit(CallClass::abroad);
  if (to->type == knowledge::NetworkType::premium) classes |= bit(CallClass::premium);
  if (to->type == knowledge::NetworkType::shared_cost) classes |= bit(CallClass::shared_cost);
  if (to->stake == Stake::great) classes |= bit(CallClass::costly);
  return classes != 0 ? classes : bit(CallClass::national);
}

bool GateRule::fits(CallClasses call, std::string_view account, const LocalMoment& at) const {
  if ((classes & call) == 0) return false;
  bool in_hours = from < until ? at.hour >= from && at.hour < until : at.hour >= from || at.hour < until;
  if (!in_hours || (days >> at.weekday & 1) == 0) return false;
  return accounts.empty() || std::ranges::any_of(accounts, [&](const std::string& one) { return is_meant(one, account); });
}

Result<GateRule> parse_gate_rule(std::string_view text) {
  GateRule rule;
  auto verdict = find_word(kVerdicts, next_word(text));
  if (!verdict) return tl::unexpected(verdict.error());
  rule.verdict = *verdict;
  auto classes = find_words(kClasses, next_word(text));
  if (!classes) return tl::unexpected(classes.error());
  rule.classes = *classes;
  for (auto word = next_word(text); !word.empty(); word = next_word(text)) {
    auto value = next_word(text);
    if (auto read = read_condition(word, value, rule); !read) return tl::unexpected(read.error());
  }
  return rule;
}

}  // namespace denwaban::fraud
