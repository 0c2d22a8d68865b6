// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cctype>

#include "knowledge/dictionary.h"
#include "knowledge/weak_words.h"

namespace denwaban::knowledge {
namespace {

using Names = std::span<const std::string_view>;
constexpr size_t kNamesUsed = 16, kLongestName = 128;

// 0-9, 00-99, the years of a working life, and what everybody thinks of.
constexpr size_t kSingles = 10, kPairs = 100, kFirstYear = 1960, kYears = 75;
constexpr std::array<std::string_view, 20> kEndings = {
    "123",  "1234", "12345", "123456", "321",  "111", "000",   "007",   "!",     "1!",
    "123!", "@123", "@1234", "#1",     "_123", "-1",  "2024!", "2025!", "2026!", "@2026"};
constexpr size_t kSuffixes = kSingles + kPairs + kYears + kEndings.size();

std::string suffix(size_t index) {
  if (index < kSingles) return std::to_string(index);
  index -= kSingles;
  if (index < kPairs) return {static_cast<char>('0' + index / 10), static_cast<char>('0' + index % 10)};
  index -= kPairs;
  if (index < kYears) return std::to_string(kFirstYear + index);
  return std::string(kEndings[index - kYears]);
}

std::string in_capitals(std::string_view word, size_t letters) {
  std::string changed(word);
  for (size_t i = 0; i < std::min(letters, changed.size()); ++i) {
    changed[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(changed[i])));
  }
  return changed;
}

std::string number_of(size_t width, size_t value) {
  std::string digits = std::to_string(value);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

// A stage makes `count` words, the index-th by `make`.
struct Stage {
  size_t (*count)(Names);
  std::string (*make)(Names, size_t index);
};

std::string name_of(Names names, size_t index) { return std::string(names[index].substr(0, kLongestName)); }
size_t stem_pairs(Names names) { return names.size() * stems().size(); }

std::string changed_name(Names names, size_t index) {
  const std::string name = name_of(names, index / 4);
  switch (index % 4) {
    case 0:
      return std::string(name.rbegin(), name.rend());
    case 1:
      return name + name;
    case 2:
      return in_capitals(name, 1);
    default:
      return in_capitals(name, name.size());
  }
}

constexpr std::array<Stage, 13> kStages = {{
    {[](Names) -> size_t { return 1; }, [](Names, size_t) { return std::string(); }},
    {[](Names names) { return names.size(); }, name_of},
    {[](Names) { return dictionary().size(); }, [](Names, size_t i) { return std::string(dictionary()[i]); }},
    {[](Names names) { return names.size() * 4; }, changed_name},
    {stem_pairs,
     [](Names names, size_t i) {
       return std::string(stems()[i % stems().size()]) + name_of(names, i / stems().size());
     }},
    {stem_pairs,
     [](Names names, size_t i) {
       return name_of(names, i / stems().size()) + std::string(stems()[i % stems().size()]);
     }},
    {[](Names names) { return names.size() * kSuffixes; },
     [](Names names, size_t i) { return name_of(names, i / kSuffixes) + suffix(i % kSuffixes); }},
    {[](Names) -> size_t { return 10 + 100; },
     [](Names, size_t i) { return i < 10 ? number_of(1, i) : number_of(2, i - 10); }},
    {[](Names) -> size_t { return 1000; }, [](Names, size_t i) { return number_of(3, i); }},
    {[](Names) -> size_t { return 10000; }, [](Names, size_t i) { return number_of(4, i); }},
    {[](Names) { return dictionary().size(); },
     [](Names, size_t i) { return in_capitals(dictionary()[i], 1); }},
    {[](Names) { return stems().size() * kSuffixes; },
     [](Names, size_t i) { return std::string(stems()[i / kSuffixes]) + suffix(i % kSuffixes); }},
    {[](Names) { return stems().size() * kSuffixes; },
     [](Names, size_t i) { return in_capitals(stems()[i / kSuffixes], 1) + suffix(i % kSuffixes); }},
}};

}  // namespace

CandidateWords::CandidateWords(std::span<const std::string_view> names, size_t limit)
    : names_(names.first(std::min(names.size(), kNamesUsed))), left_(limit) {}

std::optional<std::string_view> CandidateWords::next() {
  while (left_ > 0 && stage_ < kStages.size()) {
    if (index_ < kStages[stage_].count(names_)) {
      --left_;
      word_ = kStages[stage_].make(names_, index_++);
      return word_;
    }
    ++stage_;
    index_ = 0;
  }
  return std::nullopt;
}

}  // namespace denwaban::knowledge
