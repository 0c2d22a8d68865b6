// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>

#include "actions/helper_protocol.h"
#include "model/names.h"
#include "serve/desk/questions.h"

namespace denwaban::serve {
namespace {

Decision by_hand(const Asked& asked, Action action, IpPrefix target, Time now) {
  Decision decision;
  decision.time = now;
  decision.action = action;
  decision.target = target;
  decision.reason = Reason::by_hand;
  decision.by = asked.by;
  decision.note = asked.text("note");
  decision.id =
      stable_id(fmt::format("{}|{}|{}|{}", name_of(action), target.to_string(), to_epoch_ms(now), asked.by));
  return decision;
}

Answered carry_out(Office& office, const std::vector<Decision>& decisions) {
  if (auto done = office.carry_out(decisions); !done) return tl::unexpected(done.error());
  std::string answer;
  for (const Decision& decision : decisions) answer += decision_json(decision) + "\n";
  return answer;
}

constexpr Seconds kSpanMax{int64_t{100} * 365 * 86400};

bool can_be_lifted(const policy::Standing& standing) {
  return standing.decision.action == Action::ban || standing.decision.action == Action::shed;
}

Answered nothing_to_lift(const std::vector<policy::Standing>& standing, IpPrefix target) {
  for (const auto& held : standing)
    if (can_be_lifted(held) && held.decision.target.contains(target))
      return fail(ErrorKind::usage, fmt::format("{} is inside {}, which is banned as a whole: unban that",
                                                target.to_string(), held.decision.target.to_string()));
  return fail(ErrorKind::usage, fmt::format("{} is not banned: see denwaban bans", target.to_string()));
}

}  // namespace

Answered ban(Office& office, const Asked& asked) {
  auto target = prefix_of(asked, "target");
  if (!target) return tl::unexpected(target.error());
  std::optional<Seconds> span;
  if (auto seconds = asked.number("seconds")) span = Seconds(*seconds);
  if (span && *span > kSpanMax)
    return fail(ErrorKind::usage, "a ban is for a century at most, or without an end");
  auto port = asked.number("port");
  if (port && (*port < 1 || *port > 65535 || !target->is_host()))
    return fail(ErrorKind::usage, "a port goes with a single address: leave it out, or name one address");
  // An IPv6 address is banned with its /64, a port only of the address that it belongs to.
  if (target->is_host() && !port) *target = IpPrefix::source(target->address());
  auto decision = office.policy().ban_by_hand(*target, span, asked.by, asked.text("note"), office.now());
  if (!decision) return tl::unexpected(decision.error());
  if (port) decision->port = static_cast<uint16_t>(*port);
  return carry_out(office, {*decision});
}

Answered unban(Office& office, const Asked& asked) {
  auto standing = office.policy().standing(office.now());
  std::vector<Decision> lifted;
  IpPrefix wanted;
  bool all = asked.flag("all");
  if (!all) {
    auto target = prefix_of(asked, "target");
    if (!target) return tl::unexpected(target.error());
    wanted = target->is_host() ? IpPrefix::source(target->address()) : *target;
  }
  for (const auto& held : standing) {
    if (!can_be_lifted(held) || (!all && !wanted.contains(held.decision.target))) continue;
    Decision decision = by_hand(asked, Action::unban, held.decision.target, office.now());
    decision.port = held.decision.port;
    lifted.push_back(std::move(decision));
  }
  if (lifted.empty() && !all) return nothing_to_lift(standing, wanted);
  return carry_out(office, lifted);
}

Answered allow(Office& office, const Asked& asked) {
  auto prefix = prefix_of(asked, "prefix");
  if (!prefix) return tl::unexpected(prefix.error());
  // What the firewall cannot hold would be promised, and lift every ban, in vain.
  actions::FirewallEntry entry;
  entry.set = actions::FirewallEntry::Set::allow;
  entry.prefix = *prefix;
  if (auto sound = actions::check_change({true, entry}); !sound) return tl::unexpected(sound.error());
  std::vector<Decision> decisions{by_hand(asked, Action::allow, *prefix, office.now())};
  // A wider network's ban stays: the allow list passes first.
  for (const auto& held : office.policy().standing(office.now()))
    if (can_be_lifted(held) && prefix->contains(held.decision.target)) {
      decisions.push_back(by_hand(asked, Action::unban, held.decision.target, office.now()));
      decisions.back().port = held.decision.port;
    }
  return carry_out(office, decisions);
}

Answered disallow(Office& office, const Asked& asked) {
  auto prefix = prefix_of(asked, "prefix");
  if (!prefix) return tl::unexpected(prefix.error());
  if (office.allowed_by_settings(*prefix))
    return fail(ErrorKind::usage,
                fmt::format("{} is allowed by the settings file: take it out of policy.allow there",
                            prefix->to_string()));
  auto allowed = office.policy().allowed();
  if (std::find(allowed.begin(), allowed.end(), *prefix) == allowed.end())
    return fail(ErrorKind::usage,
                fmt::format("{} is not on the allow list: see denwaban bans", prefix->to_string()));
  return carry_out(office, {by_hand(asked, Action::disallow, *prefix, office.now())});
}

}  // namespace denwaban::serve
