// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/dns_answer.h"

#include <ares.h>

#include <algorithm>
#include <array>
#include <limits>

namespace denwaban::net {
namespace {

constexpr size_t kHeaderBytes = 12;
constexpr size_t kAddressesMax = 64;
constexpr size_t kTargetsMax = 16;
constexpr uint16_t kTypeA = 1, kTypeAaaa = 28, kTypeSrv = 33, kClassIn = 1;

class Message {
 public:
  explicit Message(std::span<const uint8_t> bytes)
      : bytes_(bytes), at_(std::min(bytes.size(), kHeaderBytes)) {}

  uint16_t count(size_t offset) const { return bytes_.size() < kHeaderBytes ? 0 : word(offset); }
  bool has(size_t count) const { return bytes_.size() - at_ >= count; }
  size_t at() const { return at_; }
  void move_to(size_t at) { at_ = at; }
  uint16_t word(size_t offset) const {
    return static_cast<uint16_t>(bytes_[offset] << 8 | bytes_[offset + 1]);
  }
  uint16_t next_word() {
    at_ += 2;
    return word(at_ - 2);
  }
  std::span<const uint8_t> part(size_t at, size_t length) const { return bytes_.subspan(at, length); }

  // A name, followed through compression by c-ares, which bounds the jumps. nullopt: broken.
  std::optional<std::string> name() {
    if (!has(1)) return std::nullopt;
    char* text = nullptr;
    long length = 0;
    int size = static_cast<int>(std::min<size_t>(bytes_.size(), std::numeric_limits<int>::max()));
    if (ares_expand_name(bytes_.data() + at_, bytes_.data(), size, &text, &length) != ARES_SUCCESS)
      return std::nullopt;
    std::string result(text);
    ares_free_string(text);
    if (length < 0 || !has(static_cast<size_t>(length))) return std::nullopt;
    at_ += static_cast<size_t>(length);
    return result;
  }

 private:
  std::span<const uint8_t> bytes_;
  size_t at_;
};

void add_address(DnsAnswer& answer, std::span<const uint8_t> data) {
  if (answer.addresses.size() >= kAddressesMax) return;
  if (data.size() == 4) {
    answer.addresses.push_back(
        IpAddress::v4(uint32_t{data[0]} << 24 | uint32_t{data[1]} << 16 | uint32_t{data[2]} << 8 | data[3]));
  } else if (data.size() == 16) {
    std::array<uint8_t, 16> bytes;
    std::copy(data.begin(), data.end(), bytes.begin());
    answer.addresses.push_back(IpAddress::v6(bytes));
  }
}

// False: broken.
bool read_record(Message& message, DnsAnswer& answer) {
  if (!message.name() || !message.has(10)) return false;
  uint16_t type = message.next_word();
  uint16_t dns_class = message.next_word();
  uint32_t ttl = uint32_t{message.next_word()} << 16;
  ttl |= message.next_word();
  uint16_t length = message.next_word();
  if (!message.has(length)) return false;
  size_t end = message.at() + length;
  if (dns_class == kClassIn) {
    Seconds holds(ttl > 0x7fffffffu ? 0 : ttl);  // RFC 2181, 8
    answer.ttl = answer.ttl ? std::min(*answer.ttl, holds) : holds;
    if ((type == kTypeA && length == 4) || (type == kTypeAaaa && length == 16)) {
      add_address(answer, message.part(message.at(), length));
    } else if (type == kTypeSrv && length > 6 && answer.targets.size() < kTargetsMax) {
      message.move_to(message.at() + 6);  // priority, weight, port
      auto target = message.name();
      if (target && !target->empty()) answer.targets.push_back(std::move(*target));
    }
  }
  message.move_to(end);
  return true;
}

}  // namespace

DnsAnswer parse_dns_answer(std::span<const uint8_t> bytes) {
  DnsAnswer answer;
  Message message(bytes);
  for (uint16_t i = message.count(4); i > 0; --i) {
    if (!message.name() || !message.has(4)) return answer;
    message.move_to(message.at() + 4);
  }
  for (uint16_t i = message.count(6); i > 0 && read_record(message, answer); --i) {
  }
  return answer;
}

}  // namespace denwaban::net
