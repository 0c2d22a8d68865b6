// SPDX-License-Identifier: GPL-3.0-or-later
#include "serve/desk.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "actions/helper_protocol.h"
#include "model/names.h"
#include "text/sentences.h"

namespace denwaban::serve {
namespace {

using nlohmann::ordered_json;

// What is asked, with the members that commands share already read.
struct Asked {
  ordered_json request;
  std::string by;

  std::string text(const char* key) const {
    auto at = request.find(key);
    return at != request.end() && at->is_string() ? at->get<std::string>() : std::string();
  }
  std::optional<int64_t> number(const char* key) const {
    auto at = request.find(key);
    if (at == request.end() || !at->is_number_integer()) return std::nullopt;
    return at->get<int64_t>();
  }
  bool flag(const char* key) const {
    auto at = request.find(key);
    return at != request.end() && at->is_boolean() && at->get<bool>();
  }
};

enum class Type { text, number, flag };
constexpr std::tuple<const char*, Type, const char*> kMembers[] = {
    {"command", Type::text, "a text"},
    {"target", Type::text, "a text"},
    {"prefix", Type::text, "a text"},
    {"address", Type::text, "a text"},
    {"note", Type::text, "a text"},
    {"detector", Type::text, "a text"},
    {"severity", Type::text, "a text"},
    {"since", Type::text, "a text"},
    {"month", Type::text, "a text"},
    {"against", Type::text, "a text"},
    {"seconds", Type::number, "a whole number"},
    {"port", Type::number, "a whole number"},
    {"limit", Type::number, "a whole number"},
    {"top", Type::number, "a whole number"},
    {"all", Type::flag, "true or false"},
};

bool is_of(const ordered_json& value, Type type) {
  if (type == Type::text) return value.is_string();
  if (type == Type::flag) return value.is_boolean();
  // Beyond what a signed number holds it would come out as another one.
  return value.is_number_integer() && !(value.is_number_unsigned() && value.get<uint64_t>() > INT64_MAX);
}

// A member of the wrong type is a mistake, never the same as one that is left out. null is left out.
Status check_types(const ordered_json& request) {
  for (const auto& [name, type, words] : kMembers) {
    auto at = request.find(name);
    if (at != request.end() && !at->is_null() && !is_of(*at, type))
      return fail(ErrorKind::usage, fmt::format("the request's \"{}\" is not {}: write it so", name, words));
  }
  return {};
}

using Answered = Result<std::string>;

std::string line(const ordered_json& value) {
  return value.dump(-1, ' ', true, ordered_json::error_handler_t::replace) + "\n";
}

int status_of(ErrorKind kind) { return kind == ErrorKind::usage || kind == ErrorKind::input ? 2 : 3; }

Result<IpPrefix> prefix_of(const Asked& asked, const char* key) {
  std::string text = asked.text(key);
  if (auto prefix = IpPrefix::parse(text)) return *prefix;
  return fail(
      ErrorKind::usage,
      fmt::format(
          "not an address or network: \"{}\": write it like 203.0.113.7, 203.0.113.0/24 or 2001:db8::/64",
          text));
}

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

Answered findings(Office& office, const Asked& asked) {
  FindingQuestion question;
  if (std::string text = asked.text("address"); !text.empty()) {
    question.address = IpAddress::parse(text);
    if (!question.address) return fail(ErrorKind::usage, fmt::format("not an address: \"{}\"", text));
  }
  if (std::string text = asked.text("detector"); !text.empty()) {
    question.detector = parse_name<Detector>(text);
    if (!question.detector) return fail(ErrorKind::usage, fmt::format("no detector is called \"{}\"", text));
  }
  if (std::string text = asked.text("severity"); !text.empty()) {
    question.severity_min = parse_name<Severity>(text);
    if (!question.severity_min)
      return fail(ErrorKind::usage, fmt::format("no severity is called \"{}\"", text));
  }
  if (std::string text = asked.text("since"); !text.empty()) {
    auto time = parse_rfc3339(text);
    if (!time) return tl::unexpected(time.error());
    question.since = *time;
  }
  if (auto limit = asked.number("limit"); limit && *limit > 0) question.limit = static_cast<size_t>(*limit);
  auto found = office.findings(question);
  if (!found) return tl::unexpected(found.error());
  std::string answer;
  for (const std::string& finding : *found) answer += finding + "\n";
  return answer;
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

Answered why(Office& office, const Asked& asked) {
  auto address = IpAddress::parse(asked.text("address"));
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
  auto found = office.findings({*address, std::nullopt, std::nullopt, std::nullopt, 20});
  if (!found) return tl::unexpected(found.error());
  for (const std::string& finding : *found) answer += finding + "\n";
  return answer;
}

Result<std::optional<report::MonthNumber>> month_in(const Asked& asked, const char* key) {
  std::string text = asked.text(key);
  if (text.empty()) return std::optional<report::MonthNumber>();
  auto month = report::parse_month(text);
  if (!month) return fail(ErrorKind::usage, fmt::format("not a month: \"{}\": write it like 2026-11", text));
  return month;
}

Answered observe(Office& office, const Asked& asked) {
  report::Question question;
  auto month = month_in(asked, "month"), against = month_in(asked, "against");
  if (!month) return tl::unexpected(month.error());
  if (!against) return tl::unexpected(against.error());
  question.month = *month;
  question.against = *against;
  for (const ordered_json& name : asked.request.value("by", ordered_json::array())) {
    auto dimension = report::parse_dimension(name.is_string() ? name.get<std::string>() : std::string());
    if (!dimension) return fail(ErrorKind::usage, fmt::format("nothing is counted by {}", name.dump()));
    question.by.push_back(*dimension);
  }
  if (auto top = asked.number("top"); top && *top > 0)
    question.top = static_cast<size_t>(std::min<int64_t>(*top, 1000));
  auto lines = office.observed(question);
  if (!lines) return tl::unexpected(lines.error());
  std::string answer;
  for (const std::string& text : *lines) answer += text + "\n";
  return answer;
}

Answered status(Office& office, const Asked&) { return office.status() + "\n"; }

constexpr std::pair<std::string_view, Answered (*)(Office&, const Asked&)> kCommands[] = {
    {"ban", ban},   {"unban", unban},       {"allow", allow}, {"disallow", disallow},
    {"bans", bans}, {"findings", findings}, {"why", why},     {"status", status},
    {"observe", observe},
};

Answered dispatch(Office& office, std::string_view request, std::string_view by) {
  Asked asked{ordered_json::parse(request, nullptr, false), std::string(by)};
  if (!asked.request.is_object()) return fail(ErrorKind::usage, "the request is not a JSON object");
  if (auto typed = check_types(asked.request); !typed) return tl::unexpected(typed.error());
  std::string command = asked.text("command");
  for (auto [name, run] : kCommands)
    if (name == command) return run(office, asked);
  return fail(ErrorKind::usage,
              fmt::format("unknown command \"{}\": is the guard of another version?", command));
}

}  // namespace

std::string Desk::answer(std::string_view request, std::string_view by) {
  auto answered = dispatch(office_, request, by);
  if (answered) return *answered + line({{"type", "result"}, {"status", 0}});
  return line({{"type", "result"},
               {"status", status_of(answered.error().kind)},
               {"message", answered.error().message}});
}

}  // namespace denwaban::serve
