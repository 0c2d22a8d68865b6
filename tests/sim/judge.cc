// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge.h"

#include <fmt/format.h>

#include "actions/enforcer.h"
#include "model/json.h"
#include "model/names.h"

namespace denwaban::sim {
namespace {

using Entry = actions::FirewallEntry;

bool is_action(const Entry& entry) {
  return entry.set == Entry::Set::ban || entry.set == Entry::Set::ban_port || entry.set == Entry::Set::shed;
}

using Shown = std::set<std::tuple<Entry::Set, IpPrefix, uint16_t>>;

// The kernel shows the outermost of nested networks only.
Shown without_nested(const Shown& all) {
  Shown outermost;
  for (const auto& place : all) {
    const auto& [set, prefix, port] = place;
    bool nested = false;
    for (int length = 1; !prefix.is_host() && length < prefix.length(); ++length)
      nested |= all.count({set, IpPrefix(prefix.address(), length), port}) > 0;
    if (!nested) outermost.insert(place);
  }
  return outermost;
}

std::string text_of(const Subject& subject) {
  if (subject.address) return subject.address->to_string();
  if (subject.prefix) return subject.prefix->to_string();
  return subject.account.value_or("");
}

}  // namespace

std::string Judge::where() const {
  return fmt::format("{} (wall clock {})", to_rfc3339(clock_.truth()), to_rfc3339(clock_.now()));
}

void Judge::complain(const std::string& what) {
  if (complaints_.size() < kComplaintsMax) complaints_.push_back(where() + ": " + what);
}

void Judge::kernel_adds(const Entry& entry) {
  if (entry.set != Entry::Set::ban && entry.set != Entry::Set::ban_port) return;
  for (const auto& actor : world_.actors()) {
    if (!actor->honest() || !entry.prefix.contains(actor->address())) continue;
    if (entry.set == Entry::Set::ban_port && !actor->phone_at(entry.port)) continue;
    complain(
        fmt::format("{} was banned as {} port {}", actor->describe(), entry.prefix.to_string(), entry.port));
  }
}

void Judge::told(const std::string& line) {
  if (line.find("\"type\":\"decision\"") != std::string::npos) {
    auto decision = parse_decision_json(line);
    return decision ? decided(*decision) : complain("unreadable: " + decision.error().message + ": " + line);
  }
  auto finding = parse_finding_json(line);
  if (!finding) return complain("unreadable: " + finding.error().message + ": " + line);
  ++tally_.findings;
  found_[finding->finding.detector].insert(text_of(finding->finding.subject));
}

std::set<std::string> Judge::found_by(Detector detector) const {
  auto found = found_.find(detector);
  return found == found_.end() ? std::set<std::string>() : found->second;
}

void Judge::decided(const Decision& decision) {
  ++tally_.decisions;
  if (!applied_.emplace(decision.id, decision).second) {
    complain(fmt::format("decision {} ({} {}) was made twice", decision.id, name_of(decision.action),
                         decision.target.to_string()));
    return;
  }
  if (decision.action == Action::ban) ++tally_.bans;
  if (decision.action == Action::ban || decision.action == Action::shed) {
    auto held = holding_.find({decision.action == Action::shed, decision.target, decision.port});
    bool proven = decision.proof >= AddressProof::connected;
    bool stands = held != holding_.end() && decision.time < held->second.until;
    bool stronger = stands && proven && !held->second.proven;
    if (stands && !stronger && decision.reason != Reason::by_hand)
      complain(fmt::format("{} {} was decided again while it stands until {}", name_of(decision.action),
                           decision.target.to_string(), to_rfc3339(held->second.until)));
  }
  fold(decision, holding_);
}

void Judge::fold(const Decision& decision, Holding& holding) {
  if (decision.target.length() == 0) return;
  Time until = decision.span ? decision.time + *decision.span : Time::max();
  Held held{until, decision.proof >= AddressProof::connected, decision.reason == Reason::by_hand};
  switch (decision.action) {
    case Action::ban:
      if (decision.port == 0) holding.erase({true, decision.target, 0});
      holding.insert_or_assign({false, decision.target, decision.port}, held);
      break;
    case Action::shed:
      holding.insert_or_assign({true, decision.target, 0}, held);
      break;
    case Action::unban:
      holding.erase({false, decision.target, decision.port});
      if (decision.port == 0) holding.erase({true, decision.target, 0});
      break;
    default:
      break;
  }
}

void Judge::deed(const World::Stepped& stepped, bool dropped, bool excused) {
  const Actor& actor = *world_.actors()[stepped.actor];
  if (actor.honest()) {
    if (dropped && dropped_.insert(stepped.actor).second) complain(actor.describe() + " is dropped");
    return;
  }
  if (actor.bound() == 0) return;
  int& free = free_deeds_[stepped.actor];
  auto until = excused_.find(stepped.actor);
  if (until != excused_.end() && clock_.truth() < until->second) excused = true;
  if (dropped || !stepped.reached) free = 0;
  if (!stepped.reached || excused) return;
  if (++free == actor.bound() + 1)
    complain(fmt::format("{} reached the PBX {} times without being banned", actor.describe(), free));
}

void Judge::excuse(const IpPrefix& target, Time until) {
  for (size_t i = 0; i < world_.actors().size(); ++i) {
    if (!target.contains(world_.actors()[i]->address())) continue;
    excused_[i] = until;
    free_deeds_[i] = 0;
  }
}

void Judge::died(std::span<const Decision> ledger, uint64_t waiting) {
  std::set<std::string> kept;
  for (const Decision& decision : ledger) kept.insert(decision.id);
  uint64_t lost = 0;
  for (auto it = applied_.begin(); it != applied_.end();) {
    bool is_lost = kept.count(it->first) == 0;
    if (is_lost && lost == waiting)
      complain(fmt::format("decision {} ({} {}) was applied and is not in the ledger", it->first,
                           name_of(it->second.action), it->second.target.to_string()));
    lost += is_lost;
    it = is_lost ? applied_.erase(it) : std::next(it);
  }
  tally_.lost += lost;
  holding_.clear();
  for (const Decision& decision : ledger) fold(decision, holding_);
}

void Judge::compare_standing(const policy::Policy& policy, const char* when) {
  std::set<Key> should, is;
  for (const auto& [key, held] : holding_)
    if (clock_.now() < held.until) should.insert(key);
  for (const policy::Standing& standing : policy.standing(clock_.now())) {
    const Decision& decision = standing.decision;
    if (decision.action == Action::allow) continue;
    is.insert({decision.action == Action::shed, decision.target, decision.port});
  }
  for (const Key& key : should)
    if (!is.count(key))
      complain(fmt::format("{}: {} {} of port {} was decided and does not stand", when,
                           key.shed ? "shed" : "ban", key.target.to_string(), key.port));
  for (const Key& key : is)
    if (!should.count(key))
      complain(fmt::format("{}: {} {} of port {} stands and nobody decided it", when,
                           key.shed ? "shed" : "ban", key.target.to_string(), key.port));
}

void Judge::compare_kernel(const policy::Policy& policy, std::span<const Entry> kernel) {
  Shown should, is;
  for (const policy::Standing& standing : policy.standing(clock_.now())) {
    if (standing.decision.action == Action::allow) continue;
    Decision decision = standing.decision;
    decision.span.reset();  // whether it holds was asked already
    if (auto entry = actions::entry_for(decision, clock_.now()); entry)
      should.insert({entry->set, entry->prefix, entry->port});
  }
  for (const Entry& entry : kernel)
    if (is_action(entry)) is.insert({entry.set, entry.prefix, entry.port});
  if (without_nested(should) == without_nested(is)) return;
  for (const auto& [set, prefix, port] : without_nested(should))
    if (!is.count({set, prefix, port})) complain("reconciled, but the kernel lacks " + prefix.to_string());
  for (const auto& [set, prefix, port] : is)
    if (!should.count({set, prefix, port}))
      complain("reconciled, but the kernel still has " + prefix.to_string());
}

void Judge::weigh(engine::Live& live) {
  size_t bytes = live.pipeline().counters().bytes;
  for (const auto& section : live.states()) bytes += section.bytes.size();
  tally_.most_bytes = std::max(tally_.most_bytes, bytes);
  if (bytes > kBytesMax) complain(fmt::format("{} bytes of memory are held", bytes));
}

void Judge::finish(std::span<const Decision> ledger) {
  std::set<std::string> ids;
  for (const Decision& decision : ledger)
    if (!ids.insert(decision.id).second) complain("the ledger holds decision " + decision.id + " twice");
  for (const auto& [id, decision] : applied_)
    if (!ids.count(id))
      complain(fmt::format("decision {} ({}) is not in the ledger", id, name_of(decision.action)));
}

}  // namespace denwaban::sim
