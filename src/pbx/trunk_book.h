// SPDX-License-Identifier: GPL-3.0-or-later
// What the names of trunks stand for. A provider's name server may be down, slow, or show one of many
// addresses at a time; the trunk must not be banned for that. So an address stays for 30 days after it was
// last seen, and those days are counted by answers: while DNS fails, nothing grows old. Pure: somebody else
// asks the name servers (net/resolver.h).
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/ip.h"
#include "base/time.h"
#include "pbx/exchange.h"

namespace denwaban::pbx {

struct TrunkQuestion {
  std::string host;
  std::vector<std::string> services;  // also ask SRV for "SERVICE.host": "_sip._udp"
};

struct TrunkAnswer {
  std::string host;
  std::vector<IpAddress> addresses;  // of the host and of all SRV targets
  Seconds ttl{0};                    // the shortest of all records; 0 when there are none
  bool complete = false;             // every question was answered, be it with "no such name"
};

class TrunkBook {
 public:
  static constexpr Seconds kKeep{30 * 86400};
  static constexpr Seconds kRefreshMin{60};
  static constexpr Seconds kRefreshMax{3600};
  static constexpr Seconds kPatience{300};  // a question that stays without any answer is asked again
  static constexpr size_t kNamesMax = 4096;
  static constexpr size_t kAddressesMax = 256;  // of one name; the longest unseen go first

  // The trunks of the configuration now. Names that are no longer there keep what is known of them,
  // unprotected, for kKeep: a configuration that is being edited is often broken for a moment.
  void follow(std::span<const TrunkHost> trunks);

  // The names to look up now, at most `count_max`; they count as asked until answer() or kPatience.
  std::vector<TrunkQuestion> due(Time now, size_t count_max = 64);
  // When due() will have something; nullopt: no names at all.
  std::optional<Time> next_due() const;
  void answer(const TrunkAnswer& answer, Time now);

  struct Entry {
    IpPrefix prefix;
    TrunkHost trunk;  // that it belongs to; where it is configured
  };
  // Everything to protect: addresses and networks as configured, and what the names stand for.
  std::vector<Entry> entries() const;
  // Names of the configuration for which no address is known: for `status`.
  std::vector<std::string> unknown_names() const;

  // What the names stood for, without the configuration.
  void save(ByteWriter& out) const;
  // False: damage; the book is then empty of names learnt.
  bool load(ByteReader& in);

 private:
  struct Name {
    std::map<IpAddress, Time> seen;  // last seen
    std::vector<std::string> services;
    Time answered{};  // the last complete answer
    Time due{};
    uint32_t failures = 0;
    bool followed = false;
    bool asked = false;  // `due` is then when patience ends
  };
  static void forget_old(Name& name);
  void make_room();

  std::vector<TrunkHost> trunks_;
  std::map<std::string, Name> names_;
};

}  // namespace denwaban::pbx
