// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/policy.h"

#include <algorithm>

namespace denwaban::policy {
namespace {

constexpr uint8_t kVersion = 1;

Options sound(Options options) {
  if (options.ban_seconds.empty()) options.ban_seconds = Options{}.ban_seconds;
  return options;
}

}  // namespace

Policy::Policy(Options options)
    : options_(sound(std::move(options))),
      spared_(options_.allow),
      levels_(options_.peace, options_.levels_max),
      memory_(options_.findings_max),
      ceiling_(options_.claimed_bans_per_minute) {}

void Policy::protect(Protected protected_addresses) {
  spared_.protect(std::move(protected_addresses));
  world_changed_ = true;
}

void Policy::set_shared_front(std::optional<IpAddress> address) {
  if (spared_.set_shared_front(address)) world_changed_ = true;
}

void Policy::advance(Time now, std::vector<Decision>& out) {
  Round round{nullptr, now, out};
  if (world_changed_) lift_spared(round);
  while (auto next = standing_.next_end()) {
    auto [until, key] = *next;
    if (until > now) break;
    lift(key, Reason::expired, round);
  }
  levels_.advance(now);
}

// Somebody is protected now whom a ban hits. What a person banned stays, unless a person has allowed all of
// it since.
void Policy::lift_spared(const Round& round) {
  world_changed_ = false;
  for (const IpPrefix& spared : spared_.prefixes()) {
    for (const auto& key : standing_.touching(spared)) {
      const auto* entry = standing_.find(key);
      auto reason = spared_.reason_for(key.target, round.now);
      bool whole = key.kind == StandingTable::Kind::ban;
      bool limited_on_claims = key.kind == StandingTable::Kind::shed && !entry->proven;
      if (!reason && (whole || limited_on_claims) && spared_.holds_trunk(key.target, round.now)) reason = Reason::trunk;
      if (!reason || !entry->holds(round.now)) continue;
      bool allowed_whole =
          reason == Reason::allow_listed && spared_.allowed(key.target)->contains(key.target);
      if (!entry->by_hand() || allowed_whole) lift(key, *reason, round);
    }
  }
}

// A login with proof is better evidence than claims ever were. It reaches us from behind a ban because
// registered pairs pass the firewall first. So is an answer to what the PBX asked.
void Policy::lift_trusted(const Round& round) {
  bool news = round.trust->changed_since(trust_version_) || round.trust->peers_met() != peers_met_;
  if (options_.claims_suffice || !news) return;
  trust_version_ = round.trust->version();
  peers_met_ = round.trust->peers_met();
  std::vector<std::pair<IpPrefix, Reason>> lifted;
  for (const IpPrefix& target : standing_.claimed_bans()) {
    bool logs_in = round.trust->of(target.address(), round.now) == track::TrustLevel::proven;
    if (logs_in || round.trust->is_peer(target.address(), round.now))
      lifted.emplace_back(target, logs_in ? Reason::trusted : Reason::trunk);
  }
  for (const auto& [target, reason] : lifted) lift({StandingTable::Kind::ban, target, 0}, reason, round);
}

void Policy::adopt(const Decision& decision) {
  if (memory_.knows(decision.id)) return;
  memory_.remember(decision.id);
  switch (decision.action) {
    case Action::ban:
    case Action::shed: {
      auto key = StandingTable::key_of(decision);
      auto entry = StandingTable::entry_of(decision);
      bool counts = decision.proof >= AddressProof::connected || options_.claims_suffice;
      if (key.kind == StandingTable::Kind::ban && counts && !entry.by_hand())
        levels_.banned(decision.target, decision.level, entry.until);
      if (key.kind == StandingTable::Kind::ban)
        standing_.erase({StandingTable::Kind::shed, decision.target, 0});
      if (!decision.because.empty()) memory_.acted(decision.because.front(), decision.port, decision.time);
      standing_.put(key, std::move(entry));
      world_changed_ = true;
      break;
    }
    case Action::unban:
      if (decision.port != 0) {
        standing_.erase({StandingTable::Kind::ban_port, decision.target, decision.port});
        break;
      }
      standing_.erase({StandingTable::Kind::ban, decision.target, 0});
      standing_.erase({StandingTable::Kind::shed, decision.target, 0});
      if (decision.reason == Reason::by_hand) levels_.forget(decision.target);
      break;
    case Action::allow:
      standing_.put(StandingTable::key_of(decision), StandingTable::entry_of(decision));
      spared_.allow_by_hand(decision.target);
      world_changed_ = true;
      break;
    case Action::disallow:
      standing_.erase({StandingTable::Kind::allow, decision.target, 0});
      spared_.disallow_by_hand(decision.target);
      break;
    default:  // nothing stands of it here
      break;
  }
}

Standing Policy::standing_of(const StandingTable::Key& key) const {
  const auto& entry = *standing_.find(key);
  Standing standing{StandingTable::decision_of(key, entry), std::nullopt};
  if (entry.until != StandingTable::kForever) standing.until = entry.until;
  return standing;
}

std::vector<Standing> Policy::standing(Time now) const {
  std::vector<Standing> all;
  for (const auto& key : standing_.keys())
    if (standing_.find(key)->holds(now)) all.push_back(standing_of(key));
  return all;
}

std::vector<IpPrefix> Policy::allowed() const { return spared_.allow_list(); }

bool Policy::spares(const IpAddress& address, Time now) const {
  IpPrefix host = IpPrefix::host(address);
  return spared_.allowed(host) || spared_.protection(host, now) || spared_.holds_trunk(host, now);
}

Policy::Answer Policy::about(const IpAddress& address, Time now) const {
  using Kind = StandingTable::Kind;
  Answer answer;
  IpPrefix host = IpPrefix::host(address);
  IpPrefix source = IpPrefix::source(address);
  for (const auto& key : standing_.touching(host)) {
    if (!key.target.contains(host) || !standing_.find(key)->holds(now)) continue;
    if (key.kind == Kind::shed)
      answer.shed = standing_of(key);
    else if (!answer.ban || key.kind == Kind::ban)
      answer.ban = standing_of(key);
  }
  if (const auto* over = standing_.ban_over(host, now)) answer.ban = standing_of({Kind::ban, over->first, 0});
  answer.protection = spared_.protection(host, now);
  answer.allowed_by = spared_.allowed(host);
  answer.level = levels_.of(source, now);
  return answer;
}

void Policy::save(ByteWriter& out) const {
  out.put(kVersion);
  standing_.save(out);
  levels_.save(out);
  memory_.save(out);
  ceiling_.save(out);
}

bool Policy::load(ByteReader& in) {
  StandingTable standing;
  Levels levels(options_.peace, options_.levels_max);
  Memory memory(options_.findings_max);
  Ceiling ceiling(options_.claimed_bans_per_minute);
  bool good = in.get<uint8_t>() == kVersion && standing.load(in) && levels.load(in) && memory.load(in);
  ceiling.load(in);
  good = good && !in.failed();
  standing_ = good ? std::move(standing) : StandingTable();
  levels_ = good ? std::move(levels) : Levels(options_.peace, options_.levels_max);
  memory_ = good ? std::move(memory) : Memory(options_.findings_max);
  ceiling_ = good ? ceiling : Ceiling(options_.claimed_bans_per_minute);
  if (!options_.dry_run) {
    // What a dry run would have banned is at large: it must be judged as if nothing had stood.
    for (const auto& key : standing_.keys()) {
      const auto* entry = standing_.find(key);
      if (!entry->dry_run) continue;
      for (const std::string& finding : StandingTable::decision_of(key, *entry).because)
        memory_.not_acted(finding);
      levels_.forget(key.target);
      standing_.erase(key);
    }
  }
  spared_.clear_by_hand();
  for (const auto& key : standing_.keys())
    if (key.kind == StandingTable::Kind::allow) spared_.allow_by_hand(key.target);
  trust_version_ = peers_met_ = 0;
  world_changed_ = true;
  return good;
}

}  // namespace denwaban::policy
