// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/tried.h"

#include <algorithm>

namespace denwaban::report {
namespace {

constexpr size_t kTextMax = 80;

std::string folded(std::string_view text) {
  std::string out(text.substr(0, kTextMax));
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

// Damerau's distance without edits inside a swap; texts are at most kTextMax long.
size_t edits(std::string_view a, std::string_view b) {
  std::array<std::array<size_t, kTextMax + 1>, 3> rows{};
  for (size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& above2 = rows[(i + 1) % 3];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], above2[j - 2] + 1);
    }
  }
  return rows[a.size() % 3][b.size()];
}

}  // namespace

bool are_alike(std::string_view first, std::string_view second) {
  std::string a = folded(first), b = folded(second);
  if (a == b) return true;
  const std::string& shorter = a.size() < b.size() ? a : b;
  const std::string& longer = a.size() < b.size() ? b : a;
  if (shorter.size() >= 4 && longer.find(shorter) != std::string::npos) return true;
  return longer.size() - shorter.size() <= 2 && longer.size() > 2 && edits(a, b) <= 2;
}

void Tried::add(std::string_view text, const IpAddress& address, HashSeed seed) {
  text = text.substr(0, kTextMax);
  uint64_t key = hash(seed, text);
  if (held_.size() >= texts_max_ && !held_.contains(key)) make_room();
  Held& held = held_[key];
  if (held.text.empty()) held.text = text;
  for (size_t i = 0; i < kAddressesMax; ++i) {
    if (held.tries[i] > 0 && held.from[i] != address) continue;
    held.from[i] = address;
    ++held.tries[i];
    return;
  }
  ++held.others;
}

// The rarest goes; between equals the one with the smallest hash, so that the outcome depends on no order.
void Tried::make_room() {
  auto rarer = [](const auto& a, const auto& b) {
    return std::pair(a.second.count(), a.first) < std::pair(b.second.count(), b.first);
  };
  auto least = std::min_element(held_.begin(), held_.end(), rarer);
  if (least != held_.end()) held_.erase(least);
}

void Tried::forgive(const IpAddress& address) {
  for (auto at = held_.begin(); at != held_.end();) {
    Held& held = at->second;
    for (size_t i = 0; i < kAddressesMax; ++i)
      if (held.from[i] == address) held.tries[i] = 0;
    at = held.count() == 0 ? held_.erase(at) : std::next(at);
  }
}

bool Tried::forget(std::string_view accepted) {
  size_t gone =
      std::erase_if(held_, [&](const auto& entry) { return are_alike(entry.second.text, accepted); });
  return gone > 0;
}

bool Tried::may_tell(const Held& held) const {
  return held.addresses() >= told_from_.addresses && held.count() >= told_from_.tries;
}

std::vector<Tried::Entry> Tried::ranked(bool rare) const {
  std::vector<Entry> entries;
  for (const auto& [key, held] : held_)
    if (!held.text.empty() && (rare || may_tell(held)))
      entries.push_back({held.text, held.count(), held.addresses()});
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.count != b.count ? a.count > b.count : a.text < b.text;
  });
  return entries;
}

uint64_t Tried::total() const {
  uint64_t sum = 0;
  for (const auto& [key, held] : held_) sum += held.count();
  return sum;
}

void Tried::trim(size_t keep) {
  while (held_.size() > keep) make_room();
}

void Tried::save(ByteWriter& out) const {
  std::vector<uint64_t> keys;
  for (const auto& [key, held] : held_) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  out.put(static_cast<uint32_t>(keys.size()));
  for (uint64_t key : keys) {
    const Held& held = held_.at(key);
    out.put(key);
    out.put(may_tell(held) ? std::string_view(held.text) : std::string_view());
    for (size_t i = 0; i < kAddressesMax; ++i) {
      out.put(held.from[i]);
      out.put(held.tries[i]);
    }
    out.put(held.others);
  }
}

bool Tried::load(ByteReader& in) {
  std::unordered_map<uint64_t, Held> loaded;
  uint32_t count = in.get_count(20 + 20 * kAddressesMax);
  for (uint32_t n = 0; n < count && !in.failed(); ++n) {
    auto key = in.get<uint64_t>();
    Held held;
    held.text = in.get_text(kTextMax);
    for (size_t i = 0; i < kAddressesMax; ++i) {
      held.from[i] = in.get_address();
      held.tries[i] = in.get<uint32_t>();
    }
    held.others = in.get<uint64_t>();
    if (loaded.size() < texts_max_) loaded.emplace(key, std::move(held));
  }
  if (in.failed()) return false;
  held_ = std::move(loaded);
  return true;
}

}  // namespace denwaban::report
