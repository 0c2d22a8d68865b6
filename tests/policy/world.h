// SPDX-License-Identifier: GPL-3.0-or-later
// Findings, trust and protected addresses in a few words each, and a policy among them.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.h"

namespace denwaban::policy {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Time kStart = from_epoch_ms(1'763'755'200'000);

inline IpAddress address(std::string_view text) { return IpAddress::parse(text).value(); }
inline IpPrefix prefix(std::string_view text) { return IpPrefix::parse(text).value(); }

// Forty failed logins from one address, none of them proven.
inline Finding claimed(std::string_view from) {
  Finding finding;
  finding.id = "finding " + std::string(from);
  finding.severity = Severity::high;
  finding.subject.address = address(from);
  finding.addresses = {address(from)};
  finding.addresses_total = 1;
  finding.count = 40;
  finding.first = finding.last = kStart;
  finding.pattern = "fast";
  return finding;
}

inline Finding proven(std::string_view from) {
  Finding finding = claimed(from);
  finding.proof = AddressProof::returned;
  finding.count_proven = 40;
  finding.addresses_proven = 1;
  return finding;
}

inline Finding campaign(std::string_view network, uint64_t addresses_proven) {
  Finding finding;
  finding.id = "campaign " + std::string(network);
  finding.detector = Detector::campaign;
  finding.severity = Severity::high;
  finding.subject.prefix = prefix(network);
  finding.count = 200;
  finding.addresses_total = 20;
  finding.addresses_proven = addresses_proven;
  finding.count_proven = addresses_proven * 10;
  finding.proof = addresses_proven > 0 ? AddressProof::connected : AddressProof::claimed;
  finding.first = finding.last = kStart;
  return finding;
}

inline Event login(std::string_view from, AddressProof proof, Time time = kStart, uint16_t port = 5060) {
  Event event;
  event.kind = EventKind::auth_succeeded;
  event.service = proof == AddressProof::claimed ? Service::sip : Service::pjsip;
  event.address = address(from);
  event.account = "100";
  event.port = port;
  event.proof = proof;
  event.time = time;
  return event;
}

// A policy, those who are known to it, and a clock that only the test moves.
struct World {
  explicit World(Options options = {}) : policy(std::move(options)) {}

  std::vector<Decision> decide(std::vector<Finding> findings) {
    std::vector<Decision> out;
    policy.decide(findings, trust, now, out);
    return out;
  }
  // The finding as it is after more of the same, just now.
  std::vector<Decision> decide_grown(Finding finding) {
    finding.state = FindingState::grown;
    finding.last = now;
    finding.count *= 2;
    return decide({finding});
  }
  std::vector<Decision> advance(Time to) {
    now = to;
    std::vector<Decision> out;
    policy.advance(now, out);
    return out;
  }
  void log_in(std::string_view from, AddressProof proof, uint16_t port = 5060) {
    trust.learn(login(from, proof, now, port), false);
  }
  void meet(std::string_view who) {
    Event event;
    event.kind = EventKind::peer_answered;
    event.address = address(who);
    event.time = now;
    trust.meet(event);
  }
  void protect(std::string_view what, Reason reason, std::optional<Time> until = std::nullopt) {
    protected_addresses.entries.push_back({prefix(what), reason, "the thing at " + std::string(what), until});
    policy.protect(protected_addresses);
  }
  bool banned(std::string_view who) { return policy.about(address(who), now).ban.has_value(); }

  Policy policy;
  track::Trust trust{track::TrustOptions{}, HashSeed{}};
  Protected protected_addresses;
  Time now = kStart;
};

// "ban 192.0.2.1/32 evidence", with the port behind the target where only that is meant.
inline std::string brief(const Decision& decision) {
  static constexpr const char* kActions[] = {"ban", "unban", "shed", "allow", "disallow", "notify", "none"};
  static constexpr const char* kReasons[] = {"evidence",  "by_hand",        "allow_listed",   "trusted",
                                             "unproven",  "own_address",    "trunk",          "login_session",
                                             "ban_limit", "shared_address", "single_account", "expired"};
  std::string text = kActions[static_cast<size_t>(decision.action)];
  if (decision.action != Action::notify) text += " " + decision.target.to_string();
  if (decision.port != 0) text += "." + std::to_string(decision.port);
  return text + " " + kReasons[static_cast<size_t>(decision.reason)];
}

inline std::vector<std::string> brief(const std::vector<Decision>& decisions) {
  std::vector<std::string> all;
  for (const Decision& decision : decisions) all.push_back(brief(decision));
  return all;
}

}  // namespace denwaban::policy
