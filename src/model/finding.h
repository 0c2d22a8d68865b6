// SPDX-License-Identifier: GPL-3.0-or-later
// What a detector concludes from events, with the evidence for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ip.h"
#include "base/time.h"
#include "model/event.h"

namespace denwaban {

enum class Detector : uint8_t {
  auth_guessing,        // one address, many failures
  account_guessing,     // one account, many addresses
  account_enumeration,  // one address, many names that do not exist
  dial_probe,           // calls without authentication
  scanner,              // probes
  malformed,            // packets that cannot be parsed
  campaign,             // a network acting together
  management_guessing,  // AMI, ARI, HTTP
  account_takeover,     // success after guessing
  forgery,              // records or packets that name another than their sender
  flood,                // more than the exchange is there for
  management_abuse,     // orders to AMI after a login
};
enum class Severity : uint8_t { info, low, medium, high, critical };
enum class FindingState : uint8_t { open, grown, closed };

// Whom a finding or a decision is about. With no member set: somebody unknown.
struct Subject {
  std::optional<IpAddress> address;
  std::optional<IpPrefix> prefix;
  std::optional<std::string> account;
  friend bool operator==(const Subject&, const Subject&) = default;
};

struct Finding {
  static constexpr size_t kListMax = 100;     // accounts and addresses listed; the rest is counted
  static constexpr size_t kEvidenceMax = 20;  // the first and the latest

  std::string id;  // stable_id of detector, subject and first evidence
  FindingState state = FindingState::open;
  Detector detector = Detector::auth_guessing;
  Severity severity = Severity::info;
  Subject subject;
  Service service = Service::unknown;
  uint64_t count = 0;  // attempts, each counted once however many witnesses told of it
  uint64_t count_proven = 0;  // those of them whose address is proven
  Time first{};
  Time last{};
  std::vector<std::string> accounts;  // all that take part, at most kListMax …
  uint64_t accounts_total = 0;        // … of so many
  std::vector<IpAddress> addresses;
  uint64_t addresses_total = 0;
  uint64_t addresses_proven = 0;  // those of them with proof: only these count for networks
  AddressProof proof = AddressProof::claimed;  // the best proof among the evidence
  uint8_t witnesses = 0;  // bits 1 << Witness
  uint16_t port = 0;      // the source port, when all evidence shows the same; 0 else
  std::string pattern;    // which rule of the detector fired: an id of text/ ("fast", "slow", "one_account" …)
  std::vector<EvidenceRef> evidence;
  // What the evidence names beside accounts and addresses: of malformed the kinds and advisories, of forgery the addresses
  // that were named falsely, of the manager interface the actions, of a flood its target or its mixture. At most kListMax.
  std::vector<std::string> details;
};

}  // namespace denwaban
