// SPDX-License-Identifier: GPL-3.0-or-later
// The firewall as the guard sees it. Backends: nftables (through the privileged helper), none, and the tests'
// own.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/ip.h"
#include "base/result.h"
#include "base/time.h"
#include "model/event.h"

namespace denwaban::actions {

// Ports whose traffic is guarded: only these are ever dropped or limited.
struct GuardedPorts {
  std::vector<uint16_t> udp, tcp;
  // What is dialled for help, in digits: calls there pass the bans of the set `help`.
  std::vector<std::string> help = {};
  friend bool operator==(const GuardedPorts&, const GuardedPorts&) = default;
};

struct FirewallEntry {
  // help: UDP from there is let through when it calls for help, whatever else is dropped.
  enum class Set : uint8_t { ban, ban_port, shed, pass, allow, help };
  Set set = Set::ban;
  IpPrefix prefix;
  uint16_t port = 0;            // ban_port, pass, help: the source port
  std::optional<Seconds> span;  // left to live; nullopt: for ever
  bool counted = true;          // read back: the next two are known
  uint64_t packets = 0;         // read back: dropped (or passed) so far
  uint64_t bytes = 0;
};

struct FirewallChange {
  bool add = true;
  FirewallEntry entry;
};

class Firewall {
 public:
  virtual ~Firewall() = default;
  // Creates our table if it is not there, with these ports; keeps what its sets hold. Idempotent.
  virtual Status install(const GuardedPorts& ports) = 0;
  // All changes in one kernel transaction per batch. Adding what is there renews its span; removing what is
  // not is no error. When it returns, the kernel has acknowledged.
  virtual Status apply(std::span<const FirewallChange> changes) = 0;
  // What the kernel holds now. Error{not_found} when our table is gone.
  virtual Result<std::vector<FirewallEntry>> list() = 0;
  // Removes our table and nothing else.
  virtual Status remove() = 0;
  virtual std::string describe() const = 0;
  // False for a backend that drops nothing: then packets are not counted either.
  virtual bool drops() const { return true; }
};

}  // namespace denwaban::actions
