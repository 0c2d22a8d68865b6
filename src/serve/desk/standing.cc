// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "model/names.h"
#include "serve/desk/questions.h"
#include "text/sentences.h"

namespace denwaban::serve {
namespace {

// Beyond so many bans their list shows what was decided, not what was found.
constexpr size_t kTitlesMax = 2'000;

auto place_of(const actions::FirewallEntry& entry) { return std::tuple(entry.set, entry.prefix, entry.port); }

// What else is known of those who are listed.
struct Known {
  std::vector<actions::FirewallEntry> kernel;  // ordered: there may be a million, and as many bans
  std::map<std::string, std::string> titles;

  const actions::FirewallEntry* shown(const Decision& decision) const {
    using Set = actions::FirewallEntry::Set;
    actions::FirewallEntry wanted;
    wanted.set = decision.action == Action::shed    ? Set::shed
                 : decision.action == Action::allow ? Set::allow
                 : decision.port != 0               ? Set::ban_port
                                                    : Set::ban;
    wanted.prefix = decision.target;
    wanted.port = decision.port;
    auto at = std::ranges::lower_bound(kernel, place_of(wanted), {}, place_of);
    return at != kernel.end() && place_of(*at) == place_of(wanted) ? &*at : nullptr;
  }
};

Known known_of(Office& office, std::span<const policy::Standing> standing) {
  Known known{office.firewall(), {}};
  std::ranges::sort(known.kernel, {}, place_of);
  std::vector<std::string> ids;
  for (const auto& held : standing)
    if (!held.decision.because.empty() && ids.size() < kTitlesMax)
      ids.push_back(held.decision.because.front());
  if (!ids.empty()) known.titles = office.titles(ids);
  return known;
}

std::string why_of(const Decision& decision, const Known& known) {
  for (const std::string& id : decision.because)
    if (auto title = known.titles.find(id); title != known.titles.end()) return title->second;
  return text::decision_sentence(decision);
}

ordered_json standing_json(const policy::Standing& held, const Known& known) {
  const Decision& decision = held.decision;
  ordered_json out{
      {"type", "standing"}, {"action", name_of(decision.action)}, {"target", decision.target.to_string()}};
  if (decision.port != 0) out["port"] = decision.port;
  out["since"] = to_rfc3339(decision.time);
  out["until"] = held.until ? ordered_json(to_rfc3339(*held.until)) : ordered_json(nullptr);
  out["reason"] = name_of(decision.reason);
  out["because"] = decision.because;
  if (!decision.by.empty()) out["by"] = decision.by;
  if (!decision.note.empty()) out["note"] = decision.note;
  out["why"] = why_of(decision, known);
  if (decision.dry_run) out["dry_run"] = true;
  if (const auto* entry = known.shown(decision); entry != nullptr && entry->counted) {
    out["packets"] = entry->packets;
    out["bytes"] = entry->bytes;
  }
  return out;
}

const char* verdict_of(const policy::Policy::Answer& about, track::TrustLevel trust) {
  if (about.allowed_by) return "allowed";
  if (about.ban) return about.ban->decision.port != 0 ? "banned_port" : "banned";
  if (about.shed) return "limited";
  if (about.protection) return "protected";
  return trust == track::TrustLevel::none ? "nothing" : "known";
}

ordered_json answer_json(const IpAddress& address, const policy::Policy::Answer& about,
                         track::TrustLevel trust, const Known& known) {
  ordered_json out{
      {"type", "answer"}, {"address", address.to_string()}, {"verdict", verdict_of(about, trust)}};
  if (about.ban) out["ban"] = standing_json(*about.ban, known);
  if (about.shed) out["shed"] = standing_json(*about.shed, known);
  if (about.allowed_by) out["allowed_by"] = about.allowed_by->to_string();
  if (about.protection)
    out["protected_as"] = {{"reason", name_of(about.protection->reason)}, {"what", about.protection->what}};
  static constexpr const char* kTrust[] = {"none", "seen", "proven"};
  out["trust"] = kTrust[static_cast<size_t>(trust)];
  out["level"] = about.level;
  return out;
}

}  // namespace

Answered bans(Office& office, const Asked&) {
  auto standing = office.policy().standing(office.now());
  Known known = known_of(office, standing);
  std::string answer;
  for (const auto& held : standing) answer += line(standing_json(held, known));
  for (const IpPrefix& allowed : office.policy().allowed())
    if (office.allowed_by_settings(allowed))
      answer += line({{"type", "allowed"}, {"prefix", allowed.to_string()}});
  return answer;
}

Answered why(Office& office, const Asked& asked) {
  auto address = IpAddress::parse(asked.text("address"));
  if (!address && IpPrefix::parse(asked.text("address")))
    return fail(ErrorKind::usage, fmt::format("{} is a network: ask about an address in it, or see denwaban bans",
                                              asked.text("address")));
  if (!address)
    return fail(ErrorKind::usage,
                fmt::format("not an address: \"{}\": write it like 203.0.113.7 or 2001:db8::1",
                            asked.text("address")));
  auto about = office.policy().about(*address, office.now());
  std::vector<policy::Standing> standing;
  for (const auto* held : {&about.ban, &about.shed})
    if (*held) standing.push_back(**held);
  std::string answer = line(
      answer_json(*address, about, office.trust().of(*address, office.now()), known_of(office, standing)));
  auto decisions = office.decisions_about(*address, 20);
  if (!decisions) return tl::unexpected(decisions.error());
  for (const Decision& decision : *decisions) answer += decision_json(decision) + "\n";
  auto found = office.findings({*address, std::nullopt, std::nullopt, std::nullopt, std::nullopt, 20});
  if (!found) return tl::unexpected(found.error());
  for (const std::string& finding : *found) answer += finding + "\n";
  return answer;
}

}  // namespace denwaban::serve
