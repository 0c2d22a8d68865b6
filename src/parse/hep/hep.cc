// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/hep.h"

#include <algorithm>
#include <optional>

#include "parse/packet/wire.h"

namespace denwaban::parse {
namespace {

// The two families as Linux and everything that copies it numbers them.
constexpr uint8_t kFamily4 = 2, kFamily6 = 10;

enum Chunk : uint16_t {
  kFamily = 1,
  kProtocol = 2,
  kFrom4 = 3,
  kTo4 = 4,
  kFrom6 = 5,
  kTo6 = 6,
  kFromPort = 7,
  kToPort = 8,
  kSeconds = 9,
  kMicroseconds = 10,
  kPayloadType = 11,
  kAgent = 12,
  kKey = 14,
  kPayload = 15,
  kCompressedPayload = 16,
  kCorrelation = 17,
};

// By the number of the IP protocol; servers take XNS IDP's (22) to say TLS and, some of them, ESP's (50) to
// say WebSocket.
Transport transport_of(uint8_t protocol) {
  switch (protocol) {
    case 6:
      return Transport::tcp;
    case 17:
      return Transport::udp;
    case 22:
      return Transport::tls;
    case 50:
      return Transport::ws;
    default:
      return Transport::unknown;
  }
}

class ReaderV3 {
 public:
  explicit ReaderV3(HepMessage& out) : out_(out) {}

  HepReading read(std::string_view bytes) {
    size_t length = u16(bytes, 4);
    if (length < 6 || length > bytes.size()) return HepReading::damaged;
    bytes = bytes.substr(6, length - 6);
    while (!bytes.empty()) {
      if (bytes.size() < 6) return HepReading::damaged;
      size_t size = u16(bytes, 4);
      if (size < 6 || size > bytes.size()) return HepReading::damaged;
      bool generic = u16(bytes, 0) == 0;  // vendors have numbers of their own
      if (generic && !take(u16(bytes, 2), bytes.substr(6, size - 6))) return HepReading::damaged;
      bytes.remove_prefix(size);
    }
    return finish();
  }

 private:
  // False: the chunk has not the length of its kind.
  bool take(uint16_t type, std::string_view value) {
    Datagram& datagram = out_.datagram;
    size_t length = length_of(type);
    if (length != 0 && value.size() != length) return false;
    switch (type) {
      case kFamily:
        family_ = u8(value, 0);
        break;
      case kProtocol:
        datagram.transport = transport_of(u8(value, 0));
        protocol_ = true;
        break;
      case kFrom4:
        from_[0] = IpAddress::v4(u32(value, 0));
        break;
      case kTo4:
        to_[0] = IpAddress::v4(u32(value, 0));
        break;
      case kFrom6:
        from_[1] = ipv6_at(value, 0);
        break;
      case kTo6:
        to_[1] = ipv6_at(value, 0);
        break;
      case kFromPort:
        from_port_ = u16(value, 0);
        break;
      case kToPort:
        to_port_ = u16(value, 0);
        break;
      case kSeconds:
        seconds_ = u32(value, 0);
        break;
      case kMicroseconds:
        microseconds_ = u32(value, 0);
        break;
      case kPayloadType:
        out_.payload_type = u8(value, 0);
        break;
      case kAgent:
        out_.agent = u32(value, 0);
        break;
      case kKey:
        out_.key = value;
        break;
      case kPayload:
        datagram.payload = value;
        break;
      case kCompressedPayload:
        compressed_ = true;
        break;
      case kCorrelation:
        out_.correlation = value;
        break;
      default:
        break;
    }
    return true;
  }

  static size_t length_of(uint16_t type) {
    switch (type) {
      case kFamily:
      case kProtocol:
      case kPayloadType:
        return 1;
      case kFromPort:
      case kToPort:
        return 2;
      case kFrom4:
      case kTo4:
      case kSeconds:
      case kMicroseconds:
      case kAgent:
        return 4;
      case kFrom6:
      case kTo6:
        return 16;
      default:
        return 0;
    }
  }

  HepReading finish() {
    Datagram& datagram = out_.datagram;
    bool six = family_ ? *family_ == kFamily6 : from_[1].has_value();
    if (family_ && *family_ != kFamily4 && *family_ != kFamily6) return HepReading::incomplete;
    if (seconds_)
      datagram.time = from_epoch_ms(int64_t{*seconds_} * 1000 + std::min(microseconds_, 999'999u) / 1000);
    out_.microseconds = static_cast<uint16_t>(microseconds_ % 1000);
    if (compressed_) return HepReading::compressed;
    if (datagram.payload.empty()) return HepReading::no_payload;
    if (!from_[six] || !to_[six] || !from_port_ || !to_port_ || !protocol_) return HepReading::incomplete;
    datagram.from = *from_[six];
    datagram.to = *to_[six];
    datagram.from_port = *from_port_;
    datagram.to_port = *to_port_;
    return HepReading::message;
  }

  HepMessage& out_;
  std::optional<uint8_t> family_;
  std::optional<IpAddress> from_[2], to_[2];
  std::optional<uint16_t> from_port_, to_port_;
  std::optional<uint32_t> seconds_;
  uint32_t microseconds_ = 0;
  bool protocol_ = false, compressed_ = false;
};

uint32_t little_u32(std::string_view bytes, size_t at) { return __builtin_bswap32(u32(bytes, at)); }

// struct hep_hdr { u8 version, length, family, protocol; u16 from_port, to_port; }, the two addresses, and in
// version 2 struct hep_timehdr { u32 seconds, microseconds; u16 agent; } with its padding, in the byte order
// of a PC. Some senders count that into `length`, some do not.
HepReading read_v1_v2(std::string_view bytes, HepMessage& out) {
  Datagram& datagram = out.datagram;
  if (bytes.size() < 8) return HepReading::damaged;
  uint8_t family = u8(bytes, 2);
  if (family != kFamily4 && family != kFamily6) return HepReading::unknown;
  size_t address = family == kFamily4 ? 4 : 16, addresses_end = 8 + 2 * address;
  size_t head = addresses_end + (out.version == 2 ? 12 : 0);
  if (u8(bytes, 1) != addresses_end && u8(bytes, 1) != head) return HepReading::unknown;
  if (bytes.size() < head) return HepReading::damaged;
  datagram.transport = transport_of(u8(bytes, 3));
  datagram.from_port = u16(bytes, 4);
  datagram.to_port = u16(bytes, 6);
  auto address_at = [&](size_t at) {
    return address == 4 ? IpAddress::v4(u32(bytes, at)) : ipv6_at(bytes, at);
  };
  datagram.from = address_at(8);
  datagram.to = address_at(8 + address);
  if (out.version == 2) {
    uint32_t microseconds = std::min(little_u32(bytes, addresses_end + 4), 999'999u);
    datagram.time = from_epoch_ms(int64_t{little_u32(bytes, addresses_end)} * 1000 + microseconds / 1000);
    out.microseconds = static_cast<uint16_t>(microseconds % 1000);
    out.agent = static_cast<uint32_t>(u8(bytes, addresses_end + 8) | u8(bytes, addresses_end + 9) << 8);
  }
  datagram.payload = bytes.substr(head);
  return datagram.payload.empty() ? HepReading::no_payload : HepReading::message;
}

}  // namespace

HepReading read_hep(std::string_view bytes, Time received, HepMessage& out) {
  out = HepMessage();
  out.datagram.time = received;
  out.datagram.form = Datagram::Form::message;
  out.datagram.witness = Witness::hep;
  out.datagram.transport = Transport::unknown;
  if (bytes.size() >= 6 && bytes.starts_with("HEP3")) {
    out.version = 3;
    return ReaderV3(out).read(bytes);
  }
  if (bytes.empty() || (bytes[0] != 1 && bytes[0] != 2)) return HepReading::unknown;
  out.version = u8(bytes, 0);
  return read_v1_v2(bytes, out);
}

bool same_key(std::string_view expected, std::string_view given) {
  // The length of the given key is the sender's own knowledge; that of ours shows in nothing.
  unsigned different = expected.size() != given.size();
  for (size_t i = 0; i < given.size(); ++i) {
    unsigned char ours = expected.empty() ? 0 : static_cast<unsigned char>(expected[i % expected.size()]);
    different |= static_cast<unsigned>(ours ^ static_cast<unsigned char>(given[i]));
  }
  return different == 0;
}

size_t HepStream::frame_length(std::string_view bytes) {
  static constexpr std::string_view kMagic = "HEP3";
  if (bytes.substr(0, 4) != kMagic.substr(0, bytes.size())) return kBad;
  if (bytes.size() < kHead) return 0;
  size_t length = u16(bytes, 4);
  return length < kHead ? kBad : length;
}

std::string_view name_of(HepReading reading) {
  static constexpr std::string_view kNames[] = {"message",    "no_payload", "compressed",
                                                "incomplete", "damaged",    "unknown"};
  static_assert(std::size(kNames) == kHepReadingCount);
  return kNames[static_cast<size_t>(reading)];
}

}  // namespace denwaban::parse
