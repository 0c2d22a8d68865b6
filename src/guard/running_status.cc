// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <filesystem>

#include "guard/blind.h"
#include "guard/running.h"
#include "guard/status.h"
#include "model/call_json.h"

namespace denwaban::guard {
namespace {

// Where the syslog daemons of Debian, Red Hat and FreePBX put what comes with a facility of its own.
constexpr const char* kUsualFiles[] = {"/var/log/syslog", "/var/log/messages", "/var/log/local0.log"};

}  // namespace

Senses Guard::senses() const {
  Senses senses{wire_.sees_packets(), wire_.hears_hep(), ami_.wanted(),
                !ami_.listening() || ami_.hears_calls()};
  senses.syslog = carried_.reads_journal() || carried_.receives_syslog();
  senses.has_journal = sources::has_journal(settings_.journal.folder);
  for (const char* path : kUsualFiles) {
    bool followed = std::find(followed_.begin(), followed_.end(), path) != followed_.end();
    senses.syslog |= followed;
    if (std::error_code none; !followed && std::filesystem::exists(path, none))
      senses.syslog_files.push_back(path);
  }
  return senses;
}

std::string Guard::status() {
  StatusFacts facts;
  facts.now = clock_.now();
  facts.started = started_;
  facts.version = options_.version;
  facts.backend = firewall_->drops() ? settings_.firewall.backend : "none";
  facts.firewall = firewall_->describe();
  facts.dry_run = dry_run();
  facts.ports = world_.ports(settings_);
  facts.files = follower_->positions();
  facts.patterns = followed_;
  facts.eyes = wire_.eyes();
  facts.manager = ami_.facts();
  facts.carried = carried_.facts();
  facts.fraud = fraud_.facts();
  facts.blind = blind_spots(world_.exchange(), senses());
  if (const track::WireTracker* tracker = wire_.tracker()) {
    facts.wire = tracker->counters();
    facts.wire_bytes = tracker->bytes();
  }
  facts.notices.assign(notices_.begin(), notices_.end());
  for (const std::string& remark : world_.remarks()) facts.notices.push_back(remark);
  for (const std::string& remark : wire_.remarks()) facts.notices.push_back(remark);
  for (const std::string& remark : ami_.remarks()) facts.notices.push_back(remark);
  for (const std::string& remark : fraud_.remarks()) facts.notices.push_back(remark);
  for (const std::string& remark : carried_.remarks()) facts.notices.push_back(remark);
  for (const std::string& remark : gate_.remarks()) facts.notices.push_back(remark);
  facts.gate = gate_facts(gate_);
  facts.notify = telling_.facts();
  const policy::Policy& policy = live_->pipeline().policy();
  for (const policy::Standing& standing : policy.standing(facts.now)) {
    facts.bans += standing.decision.action == Action::ban;
    facts.sheds += standing.decision.action == Action::shed;
  }
  facts.allowed = policy.allowed().size();
  facts.spared = world_.protected_now().entries.size();
  facts.phones = live_->pipeline().trust().devices(facts.now).size();
  facts.counters = live_->counters();
  facts.detectors = live_->pipeline().counters();
  facts.store = store_->status();
  facts.store_path = settings_.store.path;
  return status_json(facts);
}

Result<std::vector<std::string>> Guard::calls(bool ended) {
  const track::CallTracker& tracker = ami_.calls();
  if (!ami_.hears_calls() && tracker.open().empty() && tracker.ended().empty())
    return fail(ErrorKind::unavailable, ami_.why_no_calls());
  std::vector<std::string> lines;
  Time now = clock_.now();
  if (ended)
    for (const Call* call : tracker.ended()) lines.push_back(call_json(*call, now));
  for (const Call* call : tracker.open()) lines.push_back(call_json(*call, now));
  return lines;
}

}  // namespace denwaban::guard
