// SPDX-License-Identifier: GPL-3.0-or-later
// Rows by prefix, and over them a trie of digits: a node knows its children and the row of the longest prefix
// so far, so an answer is one step into a table of the first four digits and a step for each further digit
// that matters.
#include "knowledge/destinations.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "base/check.h"
#include "knowledge/destinations/rows.h"
#include "knowledge/words.h"
#include "text/message.h"

namespace denwaban::knowledge {
namespace {

constexpr size_t kDigitsMax = 15;  // of E.164
constexpr size_t kIndexDigits = 4, kBeginnings = 10'000;

constexpr Destination kNoNumber = {.prefix = {},
                                   .country = {},
                                   .name = {},
                                   .type = NetworkType::unknown,
                                   .risk = Risk::low,
                                   .risk_source = {},
                                   .per_minute = {}};

// Eight at a time: a byte is a digit when its upper half is 3, and still is with 6 added.
bool eight_digits(const char* bytes) {
  uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  constexpr uint64_t kUpper = 0xF0F0F0F0F0F0F0F0, kThrees = 0x3030303030303030, kSixes = 0x0606060606060606;
  return (word & kUpper) == kThrees && ((word + kSixes) & kUpper) == kThrees;
}

bool all_digits(std::string_view text) {
  if (text.size() >= 8) return eight_digits(text.data()) && eight_digits(text.data() + text.size() - 8);
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

struct Kind {
  std::string_view AreaRow::*list;
  NetworkType type;
  bool mobile_price;
  int64_t price;  // in place of the country's; -1: the country's
};
constexpr Kind kKinds[] = {
    {&AreaRow::fixed, NetworkType::fixed, false, -1},
    {&AreaRow::mobile, NetworkType::mobile, true, -1},
    {&AreaRow::fixed_or_mobile, NetworkType::fixed_or_mobile, true, -1},
    {&AreaRow::toll_free, NetworkType::toll_free, false, 0},
    {&AreaRow::shared_cost, NetworkType::shared_cost, false, 200'000},
    {&AreaRow::premium, NetworkType::premium, false, 2'000'000},
    {&AreaRow::personal, NetworkType::personal, false, 500'000},
    {&AreaRow::voip, NetworkType::voip, false, -1},
    {&AreaRow::test_range, NetworkType::test_range, false, -1},
    {&AreaRow::unallocated, NetworkType::unallocated, true, -1},
};

// Calls `each` with every number that the pattern stands for: "6[1-3]" is 61, 62, 63.
template <class Each>
void expand(std::string_view pattern, std::string number, const Each& each) {
  std::vector<std::string> numbers = {std::move(number)};
  while (!pattern.empty()) {
    std::string choices(1, pattern[0]);
    size_t taken = 1;
    if (pattern[0] == '[') {
      taken = pattern.find(']') + 1;
      choices.clear();
      for (char c = '0'; c <= '9'; ++c) {
        for (size_t i = 1; i + 1 < taken; ++i) {
          const bool range = i + 3 < taken && pattern[i + 1] == '-';
          if (pattern[i] == c || (range && pattern[i] <= c && c <= pattern[i + 2])) {
            choices += c;
            break;
          }
        }
      }
    }
    pattern.remove_prefix(taken);
    std::vector<std::string> longer;
    for (const std::string& one : numbers)
      for (const char c : choices) longer.push_back(one + c);
    numbers = std::move(longer);
  }
  for (std::string& one : numbers) each(std::move(one));
}

template <class Each>
void each_prefix(std::string_view list, const std::string& code, const Each& each) {
  for (std::string_view word = take_word(list); !word.empty(); word = take_word(list))
    expand(word == "=" ? std::string_view() : word, code, each);
}

Amount price_of(std::string_view text) { return Amount::parse(text.empty() ? "0" : text).value_or(Amount{}); }

class Book {
 public:
  Book() {
    for (const auto rows :
         {areas_of_africa(), areas_of_america(), areas_of_asia(), areas_of_europe(), areas_of_oceania()})
      for (const AreaRow& row : rows) add(row);
    for (const ServiceRow& row : international_services()) add(row);
    grade();
    build_trie();
  }

  std::span<const Destination> rows() const { return std::span(rows_).subspan(1); }

  const Destination& find(std::string_view digits) const {
    digits = digits.substr(0, kDigitsMax);
    if (digits.empty() || digits[0] == '0' || !all_digits(digits)) return kNoNumber;
    const char *next = digits.data(), *end = next + digits.size();
    const Node* node = nodes_.data();
    if (digits.size() >= kIndexDigits) {
      size_t beginning = 0;
      for (size_t i = 0; i < kIndexDigits; ++i) beginning = beginning * 10 + value(*next++);
      const Start start = index_[beginning];
      if (start.node == 0) return rows_[start.row];
      node += start.node;
    }
    for (; next < end; ++next) {
      const uint16_t child = node->children[value(*next)];
      if (child == 0) break;
      node = nodes_.data() + child;
    }
    return rows_[node->row];
  }

 private:
  struct Node {
    uint16_t children[10] = {};
    uint16_t row = 0;
  };
  struct Start {
    uint16_t node = 0;  // 0: no longer prefix begins so
    uint16_t row = 0;
  };
  static unsigned value(char c) { return static_cast<unsigned>(static_cast<unsigned char>(c)) - '0'; }

  void add(const AreaRow& row) {
    const auto name = text::find_pattern("country." + std::string(row.country));
    for (const Kind& kind : kKinds) {
      Destination one = {.prefix = {},
                         .country = row.country,
                         .name = name.value_or(row.country),
                         .type = kind.type,
                         .risk = Risk::low,
                         .risk_source = {},
                         .per_minute = {}};
      one.per_minute =
          kind.price >= 0 ? Amount{kind.price} : price_of(kind.mobile_price ? row.mobile_price : row.price);
      each_prefix(row.*kind.list, std::string(row.code),
                  [&](std::string prefix) { by_prefix_[std::move(prefix)] = one; });
    }
  }
  void add(const ServiceRow& row) {
    const Destination one = {.prefix = {},
                             .country = {},
                             .name = row.name,
                             .type = row.type,
                             .risk = Risk::low,
                             .risk_source = {},
                             .per_minute = price_of(row.price)};
    each_prefix(row.prefixes, "", [&](std::string prefix) { by_prefix_[std::move(prefix)] = one; });
  }

  // The longest prefix in a map of prefixes, or its end.
  template <class Map>
  static auto longest(const Map& map, std::string_view digits) {
    for (size_t size = digits.size() + 1; size-- > 0;) {
      if (const auto found = map.find(digits.substr(0, size)); found != map.end()) return found;
    }
    return map.end();
  }

  void grade() {
    std::map<std::string, const RiskRow*, std::less<>> graded;
    for (const RiskRow& row : risks())
      each_prefix(row.prefixes, "", [&](std::string prefix) { graded[std::move(prefix)] = &row; });
    for (const auto& [prefix, risk] : graded) {
      const auto whole = longest(by_prefix_, prefix);
      if (whole != by_prefix_.end()) by_prefix_.emplace(prefix, whole->second);
    }
    rows_.push_back({.prefix = {},
                     .country = {},
                     .name = "nobody's",
                     .type = NetworkType::unallocated,
                     .risk = {},
                     .risk_source = {},
                     .per_minute = Amount{Amount::kUnit}});
    for (const auto& [prefix, row] : by_prefix_) {
      rows_.push_back(row);
      rows_.back().prefix = prefix;
      const auto found = longest(graded, prefix);
      if (found != graded.end()) take_risk(rows_.back(), found->second->risk, found->second->source);
    }
    for (Destination& row : rows_) take_risk(row, risk_of(row.type).risk, risk_of(row.type).source);
  }
  static void take_risk(Destination& row, Risk risk, std::string_view source) {
    const bool free = row.type == NetworkType::toll_free;
    if (free || risk <= row.risk) return;
    row.risk = risk;
    row.risk_source = source;
  }

  void build_trie() {
    nodes_.emplace_back();
    for (size_t row = 0; row < rows_.size(); ++row) {  // shorter prefixes come first
      size_t node = 0;
      for (const char digit : rows_[row].prefix) {
        if (nodes_[node].children[value(digit)] == 0) {
          nodes_[node].children[value(digit)] = static_cast<uint16_t>(nodes_.size());
          const uint16_t inherited = nodes_[node].row;
          nodes_.emplace_back().row = inherited;
        }
        node = nodes_[node].children[value(digit)];
      }
      nodes_[node].row = static_cast<uint16_t>(row);
    }
    for (size_t first = 0; first < kBeginnings; ++first) index_.push_back(walk(first));
    DENWABAN_CHECK(nodes_.size() < 65536 && rows_.size() < 65536);
  }
  Start walk(size_t digits) const {
    uint16_t node = 0;
    for (size_t power = kBeginnings / 10; power > 0; power /= 10) {
      const uint16_t child = nodes_[node].children[digits / power % 10];
      if (child == 0) return {0, nodes_[node].row};
      node = child;
    }
    return {node, nodes_[node].row};
  }

  std::map<std::string, Destination, std::less<>> by_prefix_;  // owns the prefixes
  std::vector<Destination> rows_;                              // the first is nobody's
  std::vector<Node> nodes_;
  std::vector<Start> index_;  // by the first digits
};

const Book& book() {
  static const Book made;
  return made;
}

}  // namespace

const Destination& find_destination(std::string_view digits) { return book().find(digits); }

std::span<const Destination> destinations() { return book().rows(); }

std::string_view to_string(NetworkType type) {
  static constexpr std::array<std::string_view, 13> kNames = {
      "unknown",  "fixed", "mobile",    "fixed_or_mobile",       "toll_free",  "shared_cost", "premium",
      "personal", "voip",  "satellite", "international_network", "test_range", "unallocated"};
  return kNames[static_cast<size_t>(type)];
}

std::string_view to_string(Risk risk) {
  static constexpr std::array<std::string_view, 4> kNames = {"low", "medium", "high", "extreme"};
  return kNames[static_cast<size_t>(risk)];
}

}  // namespace denwaban::knowledge
