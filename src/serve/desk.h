// SPDX-License-Identifier: GPL-3.0-or-later
// What can be asked and ordered at the control door, and the answers. The same desk serves a running guard
// and, when none runs, the store alone: both are an Office.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actions/firewall.h"
#include "fraud/locks.h"
#include "model/fraud_finding.h"
#include "model/json.h"
#include "policy/policy.h"
#include "report/observation.h"
#include "track/trust.h"

namespace denwaban::serve {

struct FindingQuestion {
  std::optional<IpAddress> address;
  std::optional<Detector> detector;
  std::optional<FraudDetector> fraud_detector;
  std::optional<Severity> severity_min;
  std::optional<Time> since;
  size_t limit = 50;  // the latest so many
};

// What the desk may ask of the house.
class Office {
 public:
  virtual ~Office() = default;
  virtual Time now() const = 0;
  virtual policy::Policy& policy() = 0;
  virtual const track::Trust& trust() const = 0;
  // Durable first, then known to the policy, then in force in the firewall. All of them or none.
  virtual Status carry_out(const std::vector<Decision>& decisions) = 0;
  // JSON lines, the oldest first.
  virtual Result<std::vector<std::string>> findings(const FindingQuestion& question) = 0;
  // All decisions about this address and networks around it, the oldest first, at most `limit` of the latest.
  virtual Result<std::vector<Decision>> decisions_about(const IpAddress& address, size_t limit) = 0;
  // The titles of findings, by id; those that are not known are left out.
  virtual std::map<std::string, std::string> titles(const std::vector<std::string>& finding_ids) = 0;
  // What is locked against fraud; nullptr: not known here.
  virtual const fraud::Locks* locks() const { return nullptr; }
  // What the settings file allows cannot be taken back by a command.
  virtual bool allowed_by_settings(const IpPrefix& prefix) = 0;
  // What the kernel holds, with packet counts; empty when there is no firewall.
  virtual std::vector<actions::FirewallEntry> firewall() = 0;
  // JSON lines: what was counted (report/observation.h).
  virtual Result<std::vector<std::string>> observed(const report::Question& question) = 0;
  // JSON lines (model/call_json.h): the calls that are open, the oldest first; with `ended` those that ended lately
  // before them. Error{unavailable}: nobody hears of calls.
  virtual Result<std::vector<std::string>> calls(bool ended) = 0;
  // One JSON object: what `status` shows.
  virtual std::string status() = 0;
};

class Desk {
 public:
  explicit Desk(Office& office) : office_(office) {}
  // One request, one JSON object: {"command":"ban","target":"203.0.113.7/32", …}; who asks is `by`. The
  // answer is JSON lines, the last {"type":"result","status":0} or with a status that a command line exits
  // with and a "message".
  std::string answer(std::string_view request, std::string_view by);

 private:
  Office& office_;
};

}  // namespace denwaban::serve
