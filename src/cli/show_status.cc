// SPDX-License-Identifier: GPL-3.0-or-later
// What `status` answers, for people.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/show.h"
#include "text/printable.h"
#include "text/span.h"

namespace denwaban::cli {
namespace {

using nlohmann::json;
using text::Role;

std::string member(const json& value, const char* key) {
  auto at = value.find(key);
  return at != value.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::string ago(const json& value, const char* key, const Look& look) {
  auto time = parse_rfc3339(member(value, key));
  return time ? text::relative_text(*time, look.now) : "never";
}

std::vector<int> numbers(const json& value, const char* key) {
  auto at = value.find(key);
  return at != value.end() && at->is_array() ? at->get<std::vector<int>>() : std::vector<int>();
}

void add_list(std::string& out, const json& status, const char* key, std::string heading, Role role,
              const Look& look) {
  auto at = status.find(key);
  if (at == status.end() || !at->is_array() || at->empty()) return;
  out += "\n" + look.style.paint(role, heading) + "\n";
  for (const json& sentence : *at)
    if (sentence.is_string())
      out += fmt::format("  - {}\n", text::printable(sentence.get<std::string>(), 400));
}

std::string sources_text(const json& status) {
  std::string out;
  for (const json& source : status.value("sources", json::array())) {
    if (!source.contains("file")) continue;
    std::string file = text::printable(member(source, "file"), 200);
    out += source.value("missing", false)
               ? fmt::format("  {}  not there yet: it is waited for\n", file)
               : fmt::format("  {}  read to byte {}\n", file, source.value("read_to", uint64_t{0}));
  }
  return out.empty() ? "  none\n" : out;
}

// ", refused: 12 wrong key, 3 damaged"
std::string refused_text(const json& source) {
  std::string out;
  const json refused = source.value("refused", json::object());
  for (const auto& [why, count] : refused.items()) {
    std::string words = text::printable(why, 40);
    std::replace(words.begin(), words.end(), '_', ' ');
    out += fmt::format("{} {} {}", out.empty() ? ", refused:" : ",", count.get<uint64_t>(), words);
  }
  return out;
}

std::string eyes_text(const json& status, const Look& look) {
  std::string out;
  for (const json& source : status.value("sources", json::array()))
    if (source.contains("wire"))
      out +=
          fmt::format("  {}: {} messages, {} dropped{}, last {}\n",
                      text::printable(member(source, "wire"), 200), source.value("packets", uint64_t{0}),
                      source.value("dropped", uint64_t{0}), refused_text(source), ago(source, "last", look));
  return out.empty() ? "wire: not watched\n" : "wire:\n" + out;
}

// What syslog and the journal carry.
std::string carried_text(const json& status, const Look& look) {
  std::string out;
  for (const json& source : status.value("sources", json::array()))
    for (const char* kind : {"journal", "syslog"})
      if (source.contains(kind))
        out += fmt::format("  {} ({}): {} records, {} dropped{}, last {}\n", kind,
                           text::printable(member(source, kind), 200), source.value("records", uint64_t{0}),
                           source.value("dropped", uint64_t{0}), refused_text(source),
                           ago(source, "last", look));
  return out;
}

std::string not_heard_text(const json& manager) {
  std::string out;
  for (const json& gap : manager.value("not_heard", json::array()))
    out += fmt::format("  not heard from {} to {}: {}\n", text::printable(member(gap, "from"), 40),
                       member(gap, "to").empty() ? "now" : text::printable(member(gap, "to"), 40),
                       manager.value("filled_from_logs", false) ? "the logs tell it" : "no log tells it");
  return out;
}

std::string manager_text(const json& status, const Look& look) {
  for (const json& source : status.value("sources", json::array())) {
    if (!source.contains("manager")) continue;
    std::string state = member(source, "state");
    std::replace(state.begin(), state.end(), '_', ' ');
    return fmt::format("manager: {} as {}{}: {} since {}; {} events, last {}; {} sessions lost\n",
                       text::printable(member(source, "manager"), 80),
                       text::printable(member(source, "user"), 80),
                       source.value("tls", false) ? " by TLS" : "", state, ago(source, "since", look),
                       source.value("events", uint64_t{0}), ago(source, "last", look),
                       source.value("lost", uint64_t{0})) +
           not_heard_text(source);
  }
  return "manager: not listened to\n";
}

std::string running(const json& status, const Look& look) {
  json firewall = status.value("firewall", json::object()), store = status.value("store", json::object());
  std::string out =
      fmt::format("{} since {}{}\n", look.style.paint(Role::good, "guarding"), ago(status, "since", look),
                  status.value("dry_run", false) ? ", dry run: nothing is changed" : "");
  out += fmt::format("logs (last line {}; {} lines, {} events):\n{}", ago(status, "last_line", look),
                     status.value("lines", uint64_t{0}), status.value("events", uint64_t{0}),
                     sources_text(status) + carried_text(status, look));
  out += eyes_text(status, look);
  out += manager_text(status, look);
  out += fmt::format("firewall: {}; guarded ports udp {} tcp {}\n",
                     text::printable(member(firewall, "what"), 200), fmt::join(numbers(firewall, "udp"), ","),
                     fmt::join(numbers(firewall, "tcp"), ","));
  if (firewall.contains("error"))
    out += look.style.paint(Role::danger, "  " + text::printable(member(firewall, "error"), 400)) + "\n";
  out += fmt::format(
      "{} bans, {} rate limits, {} allowed, {} spared, {} phones pass; {} addresses counted, {} suspects\n",
      status.value("bans", 0), status.value("sheds", 0), status.value("allowed", 0),
      status.value("spared", 0), status.value("phones", 0), status.value("addresses_counted", uint64_t{0}),
      status.value("suspects", uint64_t{0}));
  if (status.contains("shared_front"))
    out += look.style.paint(
               Role::warning,
               fmt::format("{} carries most traffic: a proxy or NAT in front of this PBX? It is never banned",
                           member(status, "shared_front"))) +
           "\n";
  out += fmt::format(
      "store: {}{}\n", text::printable(member(store, "path"), 200),
      store.value("full", false)
          ? look.style.paint(Role::danger, " (the disk is full: decisions are kept in memory, bans go on)")
          : "");
  add_list(out, store, "errors", "store errors", Role::danger, look);
  add_list(out, status, "notices", "notices", Role::warning, look);
  add_list(out, status, "blind", "not seen", Role::notice, look);
  return out;
}

}  // namespace

Result<std::string> show_status(std::span<const std::string> lines, const Look& look) {
  json status = lines.empty() ? json() : json::parse(lines.front(), nullptr, false);
  if (!status.is_object())
    return fail(ErrorKind::input, "the guard's answer is not understood: is it of another version?");
  if (member(status, "guard") == "running") return running(status, look);
  return fmt::format(
      "{}: start it with denwaban watch, or systemctl start denwaban\nstore: {}, {} bans stand\n",
      look.style.paint(Role::danger, "no guard is running"),
      text::printable(member(status.value("store", json::object()), "path"), 200), status.value("bans", 0));
}

}  // namespace denwaban::cli
