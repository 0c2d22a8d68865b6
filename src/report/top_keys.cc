// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/top_keys.h"

#include <algorithm>

namespace denwaban::report {
namespace {

constexpr size_t kKeyLengthMax = 256;

}  // namespace

void TopKeys::add(std::string_view key, uint64_t weight) {
  key = key.substr(0, kKeyLengthMax);
  total_ += weight;
  if (auto at = index_.find(key); at != index_.end()) {
    counts_[at->second] += weight;
    return;
  }
  if (counts_.size() < keys_max_) {
    add_entry({std::string(key), weight, 0});
    return;
  }
  if (counts_.empty()) return;
  auto least = static_cast<size_t>(std::min_element(counts_.begin(), counts_.end()) - counts_.begin());
  index_.erase(index_.find(keys_[least]));
  auto made = index_.emplace(std::string(key), static_cast<uint32_t>(least)).first;
  keys_[least] = made->first;
  too_high_[least] = counts_[least];
  counts_[least] += weight;
}

void TopKeys::add_entry(Entry entry) {
  auto made = index_.emplace(std::move(entry.key), static_cast<uint32_t>(counts_.size()));
  if (!made.second) return;
  keys_.push_back(made.first->first);
  counts_.push_back(entry.count);
  too_high_.push_back(entry.too_high);
}

std::vector<TopKeys::Entry> TopKeys::ranked() const {
  std::vector<Entry> entries;
  for (size_t i = 0; i < counts_.size(); ++i)
    entries.push_back({std::string(keys_[i]), counts_[i], too_high_[i]});
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.count != b.count ? a.count > b.count : a.key < b.key;
  });
  return entries;
}

void TopKeys::trim(size_t keep) {
  if (counts_.size() <= keep) return;
  std::vector<Entry> entries = ranked();
  entries.resize(keep);
  TopKeys kept(keys_max_);
  for (Entry& entry : entries) kept.add_entry(std::move(entry));
  kept.total_ = total_;
  *this = std::move(kept);
}

void TopKeys::save(ByteWriter& out) const {
  out.put(total_);
  out.put(static_cast<uint32_t>(counts_.size()));
  for (size_t i = 0; i < counts_.size(); ++i) {
    out.put(keys_[i]);
    out.put(counts_[i]);
    out.put(too_high_[i]);
  }
}

bool TopKeys::load(ByteReader& in) {
  TopKeys loaded(keys_max_);
  loaded.total_ = in.get<uint64_t>();
  uint32_t count = in.get_count(20);
  for (uint32_t i = 0; i < count && !in.failed(); ++i) {
    Entry entry;
    entry.key = in.get_text(kKeyLengthMax);
    entry.count = in.get<uint64_t>();
    entry.too_high = in.get<uint64_t>();
    if (loaded.counts_.size() < keys_max_) loaded.add_entry(std::move(entry));
  }
  if (in.failed()) return false;
  *this = std::move(loaded);
  return true;
}

}  // namespace denwaban::report
