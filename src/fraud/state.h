// SPDX-License-Identifier: GPL-3.0-or-later
// All that the detectors remember, to bytes and back, for the snapshot. One walk over the members serves both ways, so that
// neither can forget one: `io(a, b, c)` writes them or reads them. Whatever is read is bounded, and numbers that are none
// are damage.
#pragma once

#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <absl/container/flat_hash_map.h>
#include "base/bytes.h"
#include "base/money.h"
#include "base/time.h"

namespace denwaban::fraud {

class StateIo {
 public:
  static constexpr size_t kTextMax = 4'096;

  explicit StateIo(ByteWriter& out) : out_(&out) {}
  explicit StateIo(ByteReader& in) : in_(&in) {}

  bool reading() const { return in_ != nullptr; }
  bool failed() const { return in_ != nullptr && (failed_ || in_->failed()); }
  // What was read cannot be.
  void require(bool sound) { failed_ |= !sound; }

  template <class... T>
  void operator()(T&... values) {
    (one(values), ...);
  }
  // A vector or deque of at most `most` elements.
  template <class List>
  void list(List& values, size_t most) {
    uint32_t count = count_of(values.size(), most);
    if (reading()) values.clear();
    for (uint32_t i = 0; i < count && !failed(); ++i) {
      if (reading()) values.emplace_back();
      one(values[i]);
    }
  }
  template <class Map>
  void map(Map& values, size_t most) {
    uint32_t count = count_of(values.size(), most);
    if (!reading()) {
      for (auto& [key, value] : values) {
        auto copy = key;
        one(copy);
        one(value);
      }
      return;
    }
    values.clear();
    for (uint32_t i = 0; i < count && !failed(); ++i) {
      typename Map::key_type key{};
      one(key);
      one(values[std::move(key)]);
    }
  }

 private:
  uint32_t count_of(size_t size, size_t most) {
    if (!reading()) {
      out_->put(static_cast<uint32_t>(size));
      return static_cast<uint32_t>(size);
    }
    uint32_t count = in_->get_count(1);
    require(count <= most);
    return failed() ? 0 : count;
  }

  template <class T>
  void one(T& value) {
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
      number(value);
    } else {
      value.io(*this);
    }
  }
  template <class T>
  void number(T& value) {
    if (!reading()) return out_->put(value);
    if constexpr (std::is_same_v<T, bool>) {
      value = in_->get<uint8_t>() != 0;
    } else {
      value = in_->get<T>();
    }
    if constexpr (std::is_floating_point_v<T>) require(std::isfinite(value));
  }
  void one(std::string& text) {
    if (reading())
      text = in_->get_text(kTextMax);
    else
      out_->put(std::string_view(text).substr(0, kTextMax));
  }
  void one(Time& time) {
    if (reading())
      time = in_->get_time();
    else
      out_->put(time);
  }
  void one(Amount& amount) { one(amount.micros); }
  template <class T>
  void one(std::optional<T>& value) {
    bool there = value.has_value();
    one(there);
    if (reading()) value = there ? std::optional<T>(T()) : std::nullopt;
    if (there) one(*value);
  }
  template <class T>
  void one(std::unique_ptr<T>& value) {
    if (reading()) value = std::make_unique<T>();
    one(*value);
  }
  template <class T, size_t N>
  void one(std::array<T, N>& values) {
    for (T& value : values) one(value);
  }
  template <class T, size_t N>
  void one(T (&values)[N]) {
    for (T& value : values) one(value);
  }

  ByteWriter* out_ = nullptr;
  ByteReader* in_ = nullptr;
  bool failed_ = false;
};

}  // namespace denwaban::fraud
