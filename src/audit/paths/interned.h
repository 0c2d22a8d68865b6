// SPDX-License-Identifier: GPL-3.0-or-later
// Values with small numbers for names: equal values have equal numbers. 0 is the value as it is born.
#pragma once

#include <cstdint>
#include <map>
#include <type_traits>
#include <unordered_map>
#include <vector>

namespace denwaban::audit {

// With a hash, large values are found without being compared with many others.
template <typename T, typename Hash = void>
class Interned {
 public:
  Interned() { name(T()); }
  uint32_t name(const T& value) {
    auto [it, fresh] = by_value_.try_emplace(value, static_cast<uint32_t>(values_.size()));
    if (fresh) values_.push_back(&it->first);
    return it->second;
  }
  // Without making one; 0 also for what is not known.
  uint32_t find(const T& value) const {
    auto it = by_value_.find(value);
    return it == by_value_.end() ? 0 : it->second;
  }
  const T& operator[](uint32_t name) const { return *values_[name]; }
  size_t size() const { return values_.size(); }  // names are less

 private:
  using Names = std::conditional_t<std::is_void_v<Hash>, std::map<T, uint32_t>, std::unordered_map<T, uint32_t, Hash>>;
  Names by_value_;  // whose elements stay where they are
  std::vector<const T*> values_;
};

}  // namespace denwaban::audit
