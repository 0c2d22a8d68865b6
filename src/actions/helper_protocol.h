// SPDX-License-Identifier: GPL-3.0-or-later
// What the guard, which reads hostile bytes, may ask of the helper, which may change the firewall. One
// datagram of a SOCK_SEQPACKET pair is one message: a header, then a counted row of records of one fixed
// size, and nothing behind.
//
// The helper trusts the guard with nothing: whoever took the guard over can, through this door, ban and unban
// on guarded ports in our table, and no more. decode_request() refuses what would cut a machine off.
//
//   header   u32 magic, u32 sequence, u8 kind
//   install  u32 count, count x {u8 protocol (17, 6), u16 port}, u32 count, count x {u32 length, digits}
//   apply    u32 count, count x {u8 add, u8 set, 16 bytes address, u8 length, u16 port, i64 span in s or -1}
//   list, remove
//   entries  u32 count, count x {as apply, u8 counted, u64 packets, u64 bytes}
//   done     u8 status (0, or 1 + ErrorKind), text
//   restarted
#pragma once

#include <string>
#include <string_view>

#include "actions/firewall.h"

namespace denwaban::actions {

inline constexpr size_t kChangesMax = 2048;  // records in a message
inline constexpr size_t kPortsMax = 64;      // guarded ports of one protocol
inline constexpr size_t kHelpMax = 64;       // numbers that are dialled for help
inline constexpr size_t kHelpDigitsMax = 8;  // of one of them
inline constexpr size_t kMessageMax = 16 + kChangesMax * 48;
inline constexpr Seconds kSpanMax{10 * 366 * 86400};

enum class RequestKind : uint8_t { install = 1, apply, list, remove };
enum class ReplyKind : uint8_t {
  entries = 101,
  done,
  restarted
};  // restarted: the helper died over what it was asked

struct Request {
  RequestKind kind{};
  uint32_t sequence = 0;
  GuardedPorts ports;
  std::vector<FirewallChange> changes;
};

struct Reply {
  ReplyKind kind{};
  uint32_t sequence = 0;
  std::vector<FirewallEntry> entries;
  Status status;
};

std::string encode_install(uint32_t sequence, const GuardedPorts& ports);
std::string encode_apply(uint32_t sequence, std::span<const FirewallChange> changes);
std::string encode_plain(uint32_t sequence, RequestKind kind);  // list, remove
std::string encode_entries(uint32_t sequence, std::span<const FirewallEntry> entries);
std::string encode_done(uint32_t sequence, const Status& status);
std::string encode_restarted();

// Error{input}: not a message of ours. Error{usage}: one that asks for what must not be.
Result<Request> decode_request(std::string_view bytes);
Result<Reply> decode_reply(std::string_view bytes);

// Whether the firewall may take this entry at all: drops reach no wider than /8 (IPv6: /16) and never
// loopback, the allow list no wider than /8 (IPv6: /7, the unique local addresses).
Status check_change(const FirewallChange& change);
Status check_ports(const GuardedPorts& ports);

}  // namespace denwaban::actions
