// SPDX-License-Identifier: GPL-3.0-or-later
// The shape of our table `inet denwaban`: its sets, its rules, and which set holds which entry.
//
//   prerouting (before connection tracking)
//     udp dport @guarded_udp, tcp dport @guarded_tcp -> guarded      everything else passes at once
//   guarded
//     not addressed to this machine                  -> passes
//     -> guarded4 / guarded6, each in this order:
//        allow4/6       address or network           -> passes
//        pass4/6        address . source port        -> passes       registered phones
//        help4/6        address . source port        -> help, then on  phones that logged in and guess at others
//        ban4/6         host                         -> dropped, counted
//        banport4/6     host . source port           -> dropped, counted
//        source6        IPv6 /64                     -> dropped, counted
//        bulk4/6, bulksource6                        -> the same beyond the first 50,000, counted in sum
//        net4/6         network                      -> dropped, counted
//        shed4/6        host (IPv6: /64)             -> what exceeds the rate is dropped, counted
//   help
//     UDP that begins with "INVITE sip:NUMBER@", NUMBER dialled for help, or with what such a call goes on with
//                                                    -> passes, up to a rate
//
// Hosts and networks have sets of their own: a hash costs the same with one entry and with a million, an
// interval tree does not; and a host inside an interval that the kernel merges would lose its own time-out.
// The IPv6 source that we count and ban is the /64, so those are hashed too, by the masked address; only
// other lengths are intervals.
//
// Where a PBX runs in a container behind a port mapping, the mapping comes later than our hook: the packet
// still has this machine's address and the published port, so the guarded ports are the published ones. A
// container with an address of its own is "not addressed to this machine" and not guarded.
#pragma once

#include <array>
#include <span>

#include "actions/firewall.h"
#include "net/nftables_batch.h"

namespace denwaban::actions {

inline constexpr const char* kTable = "denwaban";
inline constexpr int kPriority =
    -310;  // before raw (-300) and connection tracking (-200), after defragmentation (-400)
// A SIP client that gets no answer repeats its REGISTER after 0.5, 1, 2, 4 s (RFC 3261, 17.1.2.2): these
// survive, and so do forty phones behind one address that all register within a few seconds.
inline constexpr uint32_t kShedPacketsPerSecond = 10;
inline constexpr uint32_t kShedBurst = 20;
// A call for help is an INVITE, an ACK, an INVITE with credentials, an ACK, each perhaps repeated. Who holds a password
// and calls no one else gets no more guesses than this out of it, from everywhere together.
inline constexpr uint32_t kHelpPacketsPerSecond = 5;
inline constexpr uint32_t kHelpBurst = 20;

enum class SetId : uint8_t {
  allow4,
  allow6,
  pass4,
  pass6,
  help4,
  help6,
  ban4,
  ban6,
  banport4,
  banport6,
  source6,
  bulk4,
  bulk6,
  bulksource6,
  net4,
  net6,
  shed4,
  shed6
};
inline constexpr size_t kSetCount = 18;
const net::NftSet& shape_of(SetId set);

// Where an entry lives. Error{usage} when no set can hold it (a shed network, a port ban of a network).
Result<SetId> set_of(const FirewallEntry& entry);
// The set that takes the place of a set of bans when that is full (counted_bans.h); nullopt for all others.
std::optional<SetId> bulk_of(SetId set);
// The key of an entry in a hash set.
net::NftKey key_of(const FirewallEntry& entry, SetId set);
// The entry that an element of a hash set stands for.
FirewallEntry entry_of(const net::NftElement& element, SetId set);

// Puts everything into the batch that makes the table stand with these ports. What its sets hold stays.
void put_table(net::NftBatch& batch, const GuardedPorts& ports);
// Of all chains but kHelpChain, whose rules depend on the numbers.
inline constexpr size_t kRuleCount = 2 + 3 + kSetCount;
inline constexpr const char* kHelpChain = "help";

}  // namespace denwaban::actions
