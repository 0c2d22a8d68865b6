// SPDX-License-Identifier: GPL-3.0-or-later
// Values with small numbers for names: equal values have equal numbers. 0 is the value as it is born.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

namespace denwaban::audit {

template <typename T>
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

 private:
  std::map<T, uint32_t> by_value_;
  std::vector<const T*> values_;
};

}  // namespace denwaban::audit
