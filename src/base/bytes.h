// SPDX-License-Identifier: GPL-3.0-or-later
// Values to bytes and back, little-endian, for the ledger, the snapshot and the firewall helper. Reading is bounded: a
// reader that ran out of bytes stays `failed()` and gives zeros, so a caller checks once at the end.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/ip.h"
#include "base/time.h"

namespace denwaban {

class ByteWriter {
 public:
  template <class T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void put(T value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void put(std::string_view text) {
    put(static_cast<uint32_t>(text.size()));
    bytes_.append(text);
  }
  void put(const std::string& text) { put(std::string_view(text)); }
  void put(Time time) { put(to_epoch_ms(time)); }
  void put(const IpAddress& address) { bytes_.append(reinterpret_cast<const char*>(address.bytes().data()), 16); }
  void put(const IpPrefix& prefix) {
    put(prefix.address());
    put(static_cast<uint8_t>(prefix.length()));
  }
  const std::string& bytes() const { return bytes_; }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  template <class T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  T get() {
    T value{};
    if (auto raw = take(sizeof value); !raw.empty()) std::memcpy(&value, raw.data(), sizeof value);
    return value;
  }
  // A text longer than `length_max` is damage, not data.
  std::string get_text(size_t length_max = 1 << 20) {
    auto length = get<uint32_t>();
    if (length > length_max) failed_ = true;
    return failed_ ? std::string() : std::string(take(length));
  }
  Time get_time() { return from_epoch_ms(get<int64_t>()); }
  IpAddress get_address() {
    std::array<uint8_t, 16> bytes{};
    if (auto raw = take(16); !raw.empty()) std::memcpy(bytes.data(), raw.data(), 16);
    return IpAddress::v6(bytes);
  }
  IpPrefix get_prefix() {
    IpAddress address = get_address();
    return IpPrefix(address, get<uint8_t>());
  }
  // For counts of elements that follow: a count that cannot fit into the rest is damage.
  uint32_t get_count(size_t bytes_each) {
    auto count = get<uint32_t>();
    if (count > bytes_.size() / (bytes_each ? bytes_each : 1)) failed_ = true;
    return failed_ ? 0 : count;
  }
  bool failed() const { return failed_; }
  bool at_end() const { return bytes_.empty(); }

 private:
  std::string_view take(size_t length) {
    if (failed_ || length > bytes_.size()) {
      failed_ = true;
      return {};
    }
    auto raw = bytes_.substr(0, length);
    bytes_.remove_prefix(length);
    return raw;
  }

  std::string_view bytes_;
  bool failed_ = false;
};

}  // namespace denwaban
