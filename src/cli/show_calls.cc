// SPDX-License-Identifier: GPL-3.0-or-later
// The table of calls, from the JSON lines of the control door or of a replay.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/show.h"
#include "text/message.h"
#include "text/span.h"
#include "text/table.h"

namespace denwaban::cli {
namespace {

using nlohmann::json;
using text::Role;

std::string member(const json& value, const char* key) {
  auto at = value.find(key);
  return at != value.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::string or_dash(std::string text) { return text.empty() ? "-" : text; }

std::string from_text(const json& call) {
  std::string address = member(call, "address");
  if (address.empty()) return "-";
  auto port = call.find("port");
  if (port == call.end() || !port->is_number_unsigned()) return address;
  bool v6 = address.find(':') != address.npos;
  return fmt::format(fmt::runtime(v6 ? "[{}]:{}" : "{}:{}"), address, port->get<unsigned>());
}

// Behind the number: where the call was sent on to, and who transferred it.
std::string dialled_text(const json& call) {
  std::string out = or_dash(member(call, "dialled"));
  auto redirects = call.find("redirects");
  if (redirects == call.end() || !redirects->is_array()) return out;
  for (const json& redirect : *redirects) {
    out += " > " + or_dash(member(redirect, "to"));
    if (member(redirect, "kind") != "forwarded")
      out += " " + text::say("calls.transferred", {{"by", or_dash(member(redirect, "from"))}});
  }
  return out;
}

// "1:05", "2:00:09"
std::string length_text(const json& call) {
  auto seconds = call.find("seconds");
  if (seconds == call.end() || !seconds->is_number_integer()) return "-";
  auto all = seconds->get<int64_t>();
  if (all < 3600) return fmt::format("{}:{:02}", all / 60, all % 60);
  return fmt::format("{}:{:02}:{:02}", all / 3600, all / 60 % 60, all % 60);
}

text::Cell state_cell(const json& call) {
  std::string state = member(call, "state");
  auto unsure = call.find("unsure");
  bool doubted = unsure != call.end() && unsure->is_boolean() && unsure->get<bool>();
  if (doubted) return {state + "?", Role::warning};
  if (state == "ended" && member(call, "answered").empty()) return {"unanswered", Role::faint};
  return {state, state == "ended" ? Role::faint : state == "ringing" ? Role::warning : Role::good};
}

}  // namespace

Result<std::string> show_calls(std::span<const std::string> lines, const Look& look) {
  text::Table table(
      {{"SINCE"}, {"ACCOUNT"}, {"FROM"}, {"DIALLED"}, {"TRUNK"}, {"STATE"}, {"LENGTH", text::Align::right}});
  for (const std::string& line : lines) {
    json call = json::parse(line, nullptr, false);
    if (!call.is_object() || member(call, "type") != "call")
      return fail(ErrorKind::input, text::say("answer.not_understood"));
    auto began = parse_rfc3339(member(call, "began"));
    std::string account = member(call, "account");
    table.add({began ? text::relative_text(*began, look.now) : "-",
               or_dash(account.empty() ? member(call, "caller_number") : account), from_text(call),
               dialled_text(call), or_dash(member(call, "trunk")), state_cell(call), length_text(call)});
  }
  return table.empty() ? text::say("calls.none") + "\n" : table.render(look.style, look.width);
}

}  // namespace denwaban::cli
