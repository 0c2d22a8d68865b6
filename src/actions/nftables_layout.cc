// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/nftables_layout.h"

#include <fmt/format.h>
#include <netinet/in.h>

// After the C library's: the two define the same names.
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/rtnetlink.h>

#include <algorithm>

#include "base/check.h"

namespace denwaban::actions {
namespace {

using net::NftRule;

// nft's numbers for the types of keys; a concatenation shifts by 6 bits.
constexpr uint32_t kIpv4 = 7, kIpv6 = 8, kPort = 13;
constexpr uint32_t kIpv4Port = kIpv4 << 6 | kPort, kIpv6Port = kIpv6 << 6 | kPort;

constexpr net::NftSet hash(const char* name, uint32_t type, uint8_t length) {
  return {.name = name, .key_type = type, .key_length = length, .timeout = true, .counter = true};
}
constexpr net::NftSet bulk(const char* name, uint32_t type, uint8_t length) {
  net::NftSet set = hash(name, type, length);
  set.counter = false;
  return set;
}
constexpr net::NftSet tree(const char* name, uint32_t type, uint8_t length) {
  return {.name = name,
          .key_type = type,
          .key_length = length,
          .interval = true,
          .timeout = true,
          .counter = true};
}
constexpr net::NftSet limited(const char* name, uint32_t type, uint8_t length) {
  net::NftSet set = hash(name, type, length);
  set.packets_per_second_max = kShedPacketsPerSecond;
  set.packets_burst = kShedBurst;
  return set;
}

constexpr std::array<net::NftSet, kSetCount> kShapes = {
    tree("allow4", kIpv4, 4),        tree("allow6", kIpv6, 16),      hash("pass4", kIpv4Port, 8),
    hash("pass6", kIpv6Port, 20),    hash("help4", kIpv4Port, 8),    hash("help6", kIpv6Port, 20),
    hash("ban4", kIpv4, 4),          hash("ban6", kIpv6, 16),        hash("banport4", kIpv4Port, 8),
    hash("banport6", kIpv6Port, 20), hash("source6", kIpv6, 16),     bulk("bulk4", kIpv4, 4),
    bulk("bulk6", kIpv6, 16),        bulk("bulksource6", kIpv6, 16), tree("net4", kIpv4, 4),
    tree("net6", kIpv6, 16),         limited("shed4", kIpv4, 4),     limited("shed6", kIpv6, 16),
};
constexpr net::NftSet kGuardedUdp{.name = "guarded_udp", .key_type = kPort, .key_length = 2};
constexpr net::NftSet kGuardedTcp{.name = "guarded_tcp", .key_type = kPort, .key_length = 2};

constexpr std::array<uint8_t, 16> kMask64 = {255, 255, 255, 255, 255, 255, 255, 255};

constexpr bool is_v6(SetId set) {
  switch (set) {
    case SetId::allow6:
    case SetId::pass6:
    case SetId::help6:
    case SetId::ban6:
    case SetId::banport6:
    case SetId::source6:
    case SetId::bulk6:
    case SetId::bulksource6:
    case SetId::net6:
    case SetId::shed6:
      return true;
    default:
      return false;
  }
}

constexpr bool has_port(SetId set) {
  return set == SetId::pass4 || set == SetId::pass6 || set == SetId::help4 || set == SetId::help6 ||
         set == SetId::banport4 || set == SetId::banport6;
}

// IPv6 sets that are keyed by the /64.
constexpr bool is_masked(SetId set) {
  return set == SetId::source6 || set == SetId::bulksource6 || set == SetId::shed6;
}

void put_port_rule(net::NftBatch& batch, uint8_t protocol, const char* ports) {
  NftRule rule(kTable, "prerouting");
  rule.load_meta(NFT_META_L4PROTO, NFT_REG_1).compare(NFT_REG_1, true, std::span(&protocol, 1));
  rule.load_payload(NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2, NFT_REG_1).in_set(ports, NFT_REG_1);
  batch.add_rule(rule.verdict(NFT_GOTO, "guarded"));
}

void put_family_rule(net::NftBatch& batch, uint8_t family, const char* chain) {
  NftRule rule(kTable, "guarded");
  rule.load_meta(NFT_META_NFPROTO, NFT_REG_1).compare(NFT_REG_1, true, std::span(&family, 1));
  batch.add_rule(rule.verdict(NFT_GOTO, chain));
}

// "ip saddr [. th sport] @SET [counter] VERDICT"
void put_set_rule(net::NftBatch& batch, SetId set) {
  bool v6 = is_v6(set);
  NftRule rule(kTable, v6 ? "guarded6" : "guarded4");
  // `nft list` shows "ip saddr" only where the rule itself says which family it means.
  uint8_t family = v6 ? NFPROTO_IPV6 : NFPROTO_IPV4;
  rule.load_meta(NFT_META_NFPROTO, NFT_REG_1).compare(NFT_REG_1, true, std::span(&family, 1));
  rule.load_payload(NFT_PAYLOAD_NETWORK_HEADER, v6 ? 8 : 12, v6 ? 16 : 4, NFT_REG_1);
  if (is_masked(set)) rule.mask(NFT_REG_1, kMask64);
  if (has_port(set))
    rule.load_payload(NFT_PAYLOAD_TRANSPORT_HEADER, 0, 2,
                      v6 ? uint32_t{NFT_REG32_04} : uint32_t{NFT_REG32_01});
  rule.in_set(shape_of(set).name, NFT_REG_1);
  if (!shape_of(set).counter) rule.count();
  if (set == SetId::help4 || set == SetId::help6) return batch.add_rule(rule.verdict(NFT_JUMP, kHelpChain));
  bool passes = set <= SetId::pass6;
  batch.add_rule(rule.verdict(passes ? NF_ACCEPT : NF_DROP));
}

// What a datagram must begin with to pass on; RFC 3261, 7.1. The number is followed by '@' in all telephones
// seen.
void put_help_rules(net::NftBatch& batch, const std::vector<std::string>& numbers) {
  constexpr uint32_t kUdpHeader = 8;
  std::vector<std::string> beginnings = {"ACK sip:", "BYE sip:", "CANCEL sip:"};
  for (const std::string& number : numbers) beginnings.push_back("INVITE sip:" + number + "@");
  for (const std::string& text : beginnings) {
    const uint8_t udp = IPPROTO_UDP;
    NftRule rule(kTable, kHelpChain);
    rule.load_meta(NFT_META_L4PROTO, NFT_REG_1).compare(NFT_REG_1, true, std::span(&udp, 1));
    rule.load_payload(NFT_PAYLOAD_TRANSPORT_HEADER, kUdpHeader, static_cast<uint32_t>(text.size()),
                      NFT_REG32_00);
    rule.compare(NFT_REG32_00, true, std::span(reinterpret_cast<const uint8_t*>(text.data()), text.size()));
    rule.limit(kHelpPacketsPerSecond, kHelpBurst).count();
    batch.add_rule(rule.verdict(NF_ACCEPT));
  }
}

void put_ports(net::NftBatch& batch, const net::NftSet& set, std::vector<uint16_t> ports) {
  batch.add_set(set);
  batch.flush_set(set.name);
  std::ranges::sort(ports);
  ports.erase(std::unique(ports.begin(), ports.end()), ports.end());
  for (uint16_t port : ports) {
    net::NftElement element;
    element.key.length = 2;
    element.key.bytes[0] = static_cast<uint8_t>(port >> 8);
    element.key.bytes[1] = static_cast<uint8_t>(port);
    batch.put_element(set.name, net::NftBatch::Change::add, element);
  }
}

}  // namespace

const net::NftSet& shape_of(SetId set) { return kShapes[static_cast<size_t>(set)]; }

Result<SetId> set_of(const FirewallEntry& entry) {
  bool v4 = entry.prefix.address().is_v4();
  bool source = v4 ? entry.prefix.is_host() : entry.prefix.length() == 64;
  switch (entry.set) {
    case FirewallEntry::Set::allow:
      return v4 ? SetId::allow4 : SetId::allow6;
    case FirewallEntry::Set::help:
      if (entry.prefix.is_host()) return v4 ? SetId::help4 : SetId::help6;
      break;
    case FirewallEntry::Set::pass:
      if (entry.prefix.is_host()) return v4 ? SetId::pass4 : SetId::pass6;
      break;
    case FirewallEntry::Set::ban:
      if (entry.prefix.is_host()) return v4 ? SetId::ban4 : SetId::ban6;
      if (source) return SetId::source6;
      return v4 ? SetId::net4 : SetId::net6;
    case FirewallEntry::Set::ban_port:
      if (entry.prefix.is_host()) return v4 ? SetId::banport4 : SetId::banport6;
      break;
    case FirewallEntry::Set::shed:
      if (source) return v4 ? SetId::shed4 : SetId::shed6;
      break;
  }
  return fail(
      ErrorKind::usage,
      fmt::format(
          "no firewall set holds {} with a port or a rate: name one address (for a rate, of IPv6: its /64)",
          entry.prefix.to_string()));
}

std::optional<SetId> bulk_of(SetId set) {
  switch (set) {
    case SetId::ban4:
      return SetId::bulk4;
    case SetId::ban6:
      return SetId::bulk6;
    case SetId::source6:
      return SetId::bulksource6;
    default:
      return std::nullopt;
  }
}

net::NftKey key_of(const FirewallEntry& entry, SetId set) {
  net::NftKey key;
  const auto& address = entry.prefix.address().bytes();
  size_t length = is_v6(set) ? 16 : 4;
  std::copy(address.end() - static_cast<ptrdiff_t>(length), address.end(), key.bytes.begin());
  if (has_port(set)) {
    key.bytes[length] = static_cast<uint8_t>(entry.port >> 8);
    key.bytes[length + 1] = static_cast<uint8_t>(entry.port);
  }
  key.length = shape_of(set).key_length;
  return key;
}

FirewallEntry entry_of(const net::NftElement& element, SetId set) {
  using Set = FirewallEntry::Set;
  static constexpr std::array<Set, kSetCount> kMeaning = {
      Set::allow, Set::allow, Set::pass,     Set::pass,     Set::help, Set::help,
      Set::ban,   Set::ban,   Set::ban_port, Set::ban_port, Set::ban,  Set::ban,
      Set::ban,   Set::ban,   Set::ban,      Set::ban,      Set::shed, Set::shed};
  FirewallEntry entry;
  entry.set = kMeaning[static_cast<size_t>(set)];
  const auto& bytes = element.key.bytes;
  size_t length = is_v6(set) ? 16 : 4;
  if (is_v6(set)) {
    std::array<uint8_t, 16> address;
    std::copy_n(bytes.begin(), 16, address.begin());
    entry.prefix = IpPrefix(IpAddress::v6(address), is_masked(set) ? 64 : 128);
  } else {
    entry.prefix = IpPrefix::host(IpAddress::v4(uint32_t{bytes[0]} << 24 | uint32_t{bytes[1]} << 16 |
                                                uint32_t{bytes[2]} << 8 | bytes[3]));
  }
  if (has_port(set)) entry.port = static_cast<uint16_t>(bytes[length] << 8 | bytes[length + 1]);
  if (element.timeout) entry.span = std::chrono::ceil<Seconds>(*element.timeout);
  entry.counted = shape_of(set).counter;
  entry.packets = element.packets;
  entry.bytes = element.bytes;
  return entry;
}

void put_table(net::NftBatch& batch, const GuardedPorts& ports) {
  batch.add_table();
  put_ports(batch, kGuardedUdp, ports.udp);
  put_ports(batch, kGuardedTcp, ports.tcp);
  for (const net::NftSet& set : kShapes) batch.add_set(set);
  batch.add_base_chain("prerouting", NF_INET_PRE_ROUTING, kPriority);
  for (const char* chain : {"guarded", "guarded4", "guarded6", kHelpChain}) batch.add_chain(chain);
  for (const char* chain : {"prerouting", "guarded", "guarded4", "guarded6", kHelpChain})
    batch.flush_chain(chain);

  put_port_rule(batch, IPPROTO_UDP, kGuardedUdp.name);
  put_port_rule(batch, IPPROTO_TCP, kGuardedTcp.name);
  NftRule foreign(kTable, "guarded");
  uint32_t local = RTN_LOCAL;
  foreign.load_destination_type(NFT_REG_1);
  foreign.compare(NFT_REG_1, false, std::span(reinterpret_cast<const uint8_t*>(&local), sizeof local));
  batch.add_rule(foreign.verdict(NFT_RETURN));
  put_family_rule(batch, NFPROTO_IPV4, "guarded4");
  put_family_rule(batch, NFPROTO_IPV6, "guarded6");
  for (size_t i = 0; i < kSetCount; ++i) put_set_rule(batch, static_cast<SetId>(i));
  put_help_rules(batch, ports.help);
}

}  // namespace denwaban::actions
