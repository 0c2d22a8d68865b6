// SPDX-License-Identifier: GPL-3.0-or-later
// The answers of the control door as people read them.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/show.h"
#include "model/names.h"
#include "text/message.h"
#include "text/printable.h"
#include "text/sentences.h"
#include "text/span.h"
#include "text/table.h"

namespace denwaban::cli {
namespace {

using nlohmann::json;
using text::Role;

tl::unexpected<Error> strange(const std::string& line) {
  return fail(ErrorKind::input,
              fmt::format("the guard's answer is not understood (is it of another version?): {}",
                          text::printable(line, 120)));
}

std::string type_of(const json& value) { return value.is_object() ? value.value("type", "") : ""; }

std::string member(const json& value, const char* key) {
  auto at = value.find(key);
  return at != value.end() && at->is_string() ? at->get<std::string>() : std::string();
}

// "for 59 more minutes", "until unbanned".
std::string rest_text(const json& standing, const Look& look) {
  auto time = parse_rfc3339(member(standing, "until"));
  if (!time) return "until unbanned";
  return "for another " + text::span_text(std::max(Seconds(1), std::chrono::ceil<Seconds>(*time - look.now)));
}

std::string until_text(const json& standing, const Look& look) {
  std::string until = member(standing, "until");
  auto time = parse_rfc3339(until);
  return time ? text::relative_text(*time, look.now) : "until unbanned";
}

std::string age_text(const json& standing, const Look& look) {
  auto time = parse_rfc3339(member(standing, "since"));
  return time ? text::relative_text(*time, look.now) : "-";
}

std::string target_text(const json& standing) {
  auto prefix = IpPrefix::parse(member(standing, "target"));
  std::string target = prefix ? text::prefix_text(*prefix) : member(standing, "target");
  return standing.contains("port") ? fmt::format("{} port {}", target, standing.value("port", 0)) : target;
}

std::string packets_text(const json& standing) {
  return standing.contains("packets") ? fmt::format("{}", standing.value("packets", uint64_t{0})) : "-";
}

std::string headline(const json& answer, const Look& look) {
  std::string address = member(answer, "address"), verdict = member(answer, "verdict");
  auto bold = [&](Role role, std::string words) { return look.style.paint(role, words); };
  if (verdict == "banned" || verdict == "banned_port") {
    const json& ban = answer.at("ban");
    std::string dropped =
        ban.contains("packets") ? fmt::format("; {} packets dropped", packets_text(ban)) : "";
    return fmt::format("{}: {} ({}, {}{})\n{}\n", address,
                       bold(Role::danger, "banned " + rest_text(ban, look)), target_text(ban),
                       age_text(ban, look), dropped, text::printable(member(ban, "why"), 300));
  }
  if (verdict == "limited")
    return fmt::format("{}: {}\n", address,
                       bold(Role::warning, "slowed down " + rest_text(answer.at("shed"), look)));
  if (verdict == "allowed")
    return fmt::format("{}: {} ({})\n", address, bold(Role::good, "on the allow list"),
                       member(answer, "allowed_by"));
  if (verdict == "protected")
    return fmt::format("{}: {} ({})\n", address, bold(Role::good, "never banned"),
                       text::printable(member(answer.at("protected_as"), "what"), 200));
  if (verdict == "known")
    return fmt::format("{}: {}\n", address, bold(Role::good, "not banned: phones log in from there"));
  return fmt::format("{}: not banned\n", address);
}

std::string way_out(const json& answer) {
  std::string address = member(answer, "address"), verdict = member(answer, "verdict");
  if (verdict == "banned" || verdict == "banned_port" || verdict == "limited") {
    const json& held = answer.contains("ban") ? answer.at("ban") : answer.at("shed");
    return fmt::format("\nundo: denwaban unban {}    never again: denwaban allow {}\n",
                       member(held, "target"), address);
  }
  return verdict == "allowed" ? fmt::format("\nundo: denwaban disallow {}\n", member(answer, "allowed_by"))
                              : std::string();
}

void add_indented(std::string& out, const char* heading, const std::string& block) {
  if (!block.empty()) out += fmt::format("\n{}\n{}", heading, block);
}

}  // namespace

Result<std::string> show_bans(std::span<const std::string> lines, const Look& look) {
  text::Table table({{"TARGET"}, {"ACTION"}, {"SINCE"}, {"UNTIL"}, {"PACKETS", text::Align::right}, {"WHY"}});
  for (const std::string& line : lines) {
    json value = json::parse(line, nullptr, false);
    if (type_of(value) == "standing") {
      std::string action = member(value, "action");
      Role role = action == "ban" ? Role::danger : action == "allow" ? Role::good : Role::warning;
      table.add({target_text(value),
                 {action, role},
                 age_text(value, look),
                 until_text(value, look),
                 packets_text(value),
                 member(value, "why")});
    } else if (type_of(value) == "allowed") {
      table.add({member(value, "prefix"),
                 {"allow", Role::good},
                 "-",
                 "until disallowed",
                 "-",
                 "on the allow list"});
    } else {
      return strange(line);
    }
  }
  return table.empty() ? "nobody is banned\n" : table.render(look.style, look.width);
}

namespace {

// One finding of fraud as the guard told it; empty: the line is none.
std::string show_told_fraud(const std::string& line, const Look& look) {
  constexpr size_t kTitleMax = 300, kWhyMax = 600, kPlaceMax = 240;
  json value = json::parse(line, nullptr, false);
  if (!value.is_object() || member(value, "ring") != "fraud") return {};
  auto severity = parse_name<Severity>(member(value, "severity"));
  std::string out = fmt::format("{}  {}\n    {}\n    alarm {}, finding {}\n",
                                look.style.paint(text::role_of(severity.value_or(Severity::info)), member(value, "severity")),
                                text::printable(member(value, "title"), kTitleMax),
                                text::printable(member(value, "why"), kWhyMax), text::printable(member(value, "time"), 40),
                                text::printable(member(value, "id"), 40));
  for (const json& place : value.value("evidence", json::array()))
    out += "      " + text::printable(member(place, "text"), kPlaceMax) + "\n";
  return out;
}

}  // namespace

Result<std::string> show_found(std::span<const std::string> lines, const Look& look) {
  std::vector<ToldFinding> told;
  std::string fraud;
  for (const std::string& line : lines) {
    if (std::string one = show_told_fraud(line, look); !one.empty()) {
      fraud += one + "\n";
      continue;
    }
    auto one = parse_finding_json(line);
    if (!one) return strange(line);
    told.push_back(std::move(*one));
  }
  if (told.empty() && !fraud.empty()) return fraud;
  return fraud + show_findings(told, look);
}

Result<std::string> show_found_that_matter(std::span<const std::string> lines, const Look& look) {
  auto found = show_found(lines, look);
  if (found) *found += text::say("findings.info_left_out") + "\n";
  return found;
}

Result<std::string> show_carried_out(std::span<const std::string> lines, const Look& look) {
  std::vector<Decision> decisions;
  for (const std::string& line : lines) {
    auto one = parse_decision_json(line);
    if (!one) return strange(line);
    decisions.push_back(std::move(*one));
  }
  if (decisions.empty()) return "nothing was banned\n";
  bool dry = std::any_of(decisions.begin(), decisions.end(), [](const Decision& d) { return d.dry_run; });
  return show_decisions(decisions, look) + (dry ? text::say("bans.dry_run") + "\n" : "");
}

Result<std::string> show_why(std::span<const std::string> lines, const Look& look) {
  std::string out, found;
  std::vector<Decision> decisions;
  json answer;
  for (const std::string& line : lines) {
    json value = json::parse(line, nullptr, false);
    if (type_of(value) == "answer") {
      answer = value;
    } else if (auto decision = parse_decision_json(line)) {
      decisions.push_back(std::move(*decision));
    } else if (auto told = parse_finding_json(line)) {
      found += show_finding(*told, look);
    } else {
      return strange(line);
    }
  }
  if (!answer.is_object()) return strange(lines.empty() ? "" : lines.front());
  out = headline(answer, look);
  add_indented(out, "what was decided", show_decisions(decisions, look));
  add_indented(out, "what was found", found.empty() ? "nothing is known about this address\n" : found);
  return out + way_out(answer);
}

}  // namespace denwaban::cli
