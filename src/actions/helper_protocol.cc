// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/helper_protocol.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "base/check.h"

namespace denwaban::actions {
namespace {

constexpr uint32_t kMagic = 0x31776664;  // "dfw1"
constexpr uint8_t kUdp = 17, kTcp = 6;
constexpr size_t kTextMax = 1024;
constexpr size_t kPortBytes = 3, kChangeBytes = 29, kEntryBytes = kChangeBytes + 17;

ByteWriter begin(uint32_t sequence, uint8_t kind) {
  ByteWriter out;
  out.put(kMagic);
  out.put(sequence);
  out.put(kind);
  return out;
}

void put_change(ByteWriter& out, bool add, const FirewallEntry& entry) {
  out.put(static_cast<uint8_t>(add));
  out.put(entry.set);
  out.put(entry.prefix);
  out.put(entry.port);
  out.put(entry.span ? int64_t{entry.span->count()} : int64_t{-1});
}

Error damaged(std::string_view what) {
  return {ErrorKind::input, fmt::format("a message between guard and firewall helper is damaged: {}", what)};
}

// Takes one record apart. False where it is none, be it only by a host bit.
bool get_change(ByteReader& in, FirewallChange& change) {
  auto add = in.get<uint8_t>();
  auto set = in.get<uint8_t>();
  IpAddress address = in.get_address();
  auto length = in.get<uint8_t>();
  change.entry.port = in.get<uint16_t>();
  auto span = in.get<int64_t>();
  if (in.failed() || add > 1 || set > static_cast<uint8_t>(FirewallEntry::Set::help)) return false;
  if (length > (address.is_v4() ? 32 : 128) || span < -1) return false;
  change.add = add == 1;
  change.entry.set = static_cast<FirewallEntry::Set>(set);
  change.entry.prefix = IpPrefix(address, length);
  if (span >= 0) change.entry.span = Seconds(span);
  return change.entry.prefix.address() == address;
}

Status get_ports(ByteReader& in, GuardedPorts& ports) {
  uint32_t count = in.get_count(kPortBytes);
  for (uint32_t i = 0; i < count; ++i) {
    auto protocol = in.get<uint8_t>();
    auto port = in.get<uint16_t>();
    if (protocol != kUdp && protocol != kTcp) return tl::unexpected(damaged("unknown protocol"));
    (protocol == kUdp ? ports.udp : ports.tcp).push_back(port);
  }
  uint32_t numbers = in.get_count(sizeof(uint32_t));
  if (numbers > kHelpMax) return tl::unexpected(damaged("too many numbers"));
  for (uint32_t i = 0; i < numbers; ++i) ports.help.push_back(in.get_text(kHelpDigitsMax));
  return check_ports(ports);
}

Status get_changes(ByteReader& in, std::vector<FirewallChange>& changes) {
  uint32_t count = in.get_count(kChangeBytes);
  if (count > kChangesMax) return tl::unexpected(damaged("too many changes"));
  changes.resize(count);
  for (FirewallChange& change : changes) {
    if (!get_change(in, change)) return tl::unexpected(damaged("a change"));
    if (Status status = check_change(change); !status) return status;
  }
  return {};
}

}  // namespace

std::string encode_install(uint32_t sequence, const GuardedPorts& ports) {
  ByteWriter out = begin(sequence, static_cast<uint8_t>(RequestKind::install));
  out.put(static_cast<uint32_t>(ports.udp.size() + ports.tcp.size()));
  for (auto [protocol, list] : {std::pair(kUdp, &ports.udp), std::pair(kTcp, &ports.tcp)})
    for (uint16_t port : *list) {
      out.put(protocol);
      out.put(port);
    }
  out.put(static_cast<uint32_t>(ports.help.size()));
  for (const std::string& number : ports.help) out.put(number);
  return out.take();
}

std::string encode_apply(uint32_t sequence, std::span<const FirewallChange> changes) {
  DENWABAN_CHECK(changes.size() <= kChangesMax);
  ByteWriter out = begin(sequence, static_cast<uint8_t>(RequestKind::apply));
  out.put(static_cast<uint32_t>(changes.size()));
  for (const FirewallChange& change : changes) put_change(out, change.add, change.entry);
  return out.take();
}

std::string encode_plain(uint32_t sequence, RequestKind kind) {
  return begin(sequence, static_cast<uint8_t>(kind)).take();
}

std::string encode_entries(uint32_t sequence, std::span<const FirewallEntry> entries) {
  DENWABAN_CHECK(entries.size() <= kChangesMax);
  ByteWriter out = begin(sequence, static_cast<uint8_t>(ReplyKind::entries));
  out.put(static_cast<uint32_t>(entries.size()));
  for (const FirewallEntry& entry : entries) {
    put_change(out, true, entry);
    out.put(static_cast<uint8_t>(entry.counted));
    out.put(entry.packets);
    out.put(entry.bytes);
  }
  return out.take();
}

std::string encode_done(uint32_t sequence, const Status& status) {
  ByteWriter out = begin(sequence, static_cast<uint8_t>(ReplyKind::done));
  out.put(static_cast<uint8_t>(status ? 0 : 1 + static_cast<int>(status.error().kind)));
  out.put(status ? std::string_view() : std::string_view(status.error().message).substr(0, kTextMax));
  return out.take();
}

std::string encode_restarted() { return begin(0, static_cast<uint8_t>(ReplyKind::restarted)).take(); }

Result<Request> decode_request(std::string_view bytes) {
  ByteReader in(bytes);
  auto magic = in.get<uint32_t>();
  Request request;
  request.sequence = in.get<uint32_t>();
  auto kind = in.get<uint8_t>();
  if (in.failed() || magic != kMagic || kind < 1 || kind > static_cast<uint8_t>(RequestKind::remove))
    return tl::unexpected(damaged("no request"));
  request.kind = static_cast<RequestKind>(kind);
  Status status;
  if (request.kind == RequestKind::install) status = get_ports(in, request.ports);
  if (request.kind == RequestKind::apply) status = get_changes(in, request.changes);
  if (!status) return tl::unexpected(status.error());
  if (in.failed() || !in.at_end()) return tl::unexpected(damaged("its length"));
  return request;
}

Result<Reply> decode_reply(std::string_view bytes) {
  ByteReader in(bytes);
  auto magic = in.get<uint32_t>();
  Reply reply;
  reply.sequence = in.get<uint32_t>();
  reply.kind = in.get<ReplyKind>();
  if (in.failed() || magic != kMagic) return tl::unexpected(damaged("no reply"));
  if (reply.kind == ReplyKind::entries) {
    uint32_t count = in.get_count(kEntryBytes);
    for (uint32_t i = 0; i < count; ++i) {
      FirewallChange change;
      if (!get_change(in, change)) return tl::unexpected(damaged("an entry"));
      change.entry.counted = in.get<uint8_t>() != 0;
      change.entry.packets = in.get<uint64_t>();
      change.entry.bytes = in.get<uint64_t>();
      reply.entries.push_back(change.entry);
    }
  } else if (reply.kind == ReplyKind::done) {
    auto kind = in.get<uint8_t>();
    std::string text = in.get_text(kTextMax);
    if (kind > 1 + static_cast<int>(ErrorKind::io)) return tl::unexpected(damaged("a status"));
    if (kind != 0) reply.status = fail(static_cast<ErrorKind>(kind - 1), std::move(text));
  } else if (reply.kind != ReplyKind::restarted) {
    return tl::unexpected(damaged("no reply"));
  }
  if (in.failed() || !in.at_end()) return tl::unexpected(damaged("its length"));
  return reply;
}

Status check_change(const FirewallChange& change) {
  using Set = FirewallEntry::Set;
  const FirewallEntry& entry = change.entry;
  bool v4 = entry.prefix.address().is_v4();
  bool allow = entry.set == Set::allow;
  int shortest = v4 ? 8 : allow ? 7 : 16;
  auto who = [&] { return entry.prefix.to_string(); };
  if (change.add && entry.prefix.length() < shortest)
    return fail(ErrorKind::usage,
                fmt::format("{} is too wide for the firewall: /{} is the widest", who(), shortest));
  if (change.add && !allow && entry.set != Set::pass && entry.set != Set::help && entry.prefix.address().is_loopback())
    return fail(ErrorKind::usage, fmt::format("{} is this machine itself: it is never banned", who()));
  bool needs_port = entry.set == Set::pass || entry.set == Set::ban_port || entry.set == Set::help;
  if (needs_port != (entry.port != 0))
    return fail(ErrorKind::usage,
                fmt::format("{}: the firewall set {} a port", who(), needs_port ? "needs" : "takes no"));
  if (change.add && entry.span && (entry.span->count() <= 0 || *entry.span > kSpanMax))
    return fail(ErrorKind::usage, fmt::format("{} for {} s: the firewall takes 1 s to ten years, or for ever",
                                              who(), entry.span->count()));
  return {};
}

Status check_ports(const GuardedPorts& ports) {
  for (const auto* list : {&ports.udp, &ports.tcp}) {
    if (list->size() > kPortsMax)
      return fail(ErrorKind::usage,
                  fmt::format("{} guarded ports: at most {} of a protocol", list->size(), kPortsMax));
    if (std::ranges::find(*list, 0) != list->end()) return fail(ErrorKind::usage, "port 0 cannot be guarded");
  }
  auto is_dialled = [](const std::string& number) {
    return number.size() >= 2 && number.size() <= kHelpDigitsMax && number.find_first_not_of("0123456789*#") == number.npos;
  };
  if (ports.help.size() > kHelpMax || !std::ranges::all_of(ports.help, is_dialled))
    return fail(ErrorKind::usage,
                fmt::format("calls for help: at most {} numbers of two to {} digits", kHelpMax, kHelpDigitsMax));
  if (std::ranges::find(ports.tcp, 22) != ports.tcp.end())
    return fail(ErrorKind::usage,
                "TCP port 22 (SSH) is never guarded: take it off the list of guarded ports");
  return {};
}

}  // namespace denwaban::actions
