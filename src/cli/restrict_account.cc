// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/restrict_account.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "serve/control_client.h"
#include "setup/restriction.h"

namespace denwaban::cli {
namespace {

// A telephone whose address changes mostly stays in such a network.
IpPrefix network_of(const IpAddress& address) { return {address, address.is_v4() ? 24 : 64}; }

// Adds what the guard knows.
Status ask_where(const settings::Settings& settings, setup::Restriction& wanted, bool networks) {
  nlohmann::ordered_json request{{"command", "logins"}, {"target", wanted.account}};
  auto lines = serve::ask_guard(settings.control.socket, request.dump());
  if (!lines && !networks && lines.error().kind == ErrorKind::not_found) return {};
  if (!lines) {
    if (lines.error().kind != ErrorKind::not_found) return tl::unexpected(lines.error());
    return fail(ErrorKind::usage,
                fmt::format("{}: so nobody knows where {} logs in from; start the guard, or name its networks with --to",
                            lines.error().message, wanted.account));
  }
  for (const std::string& line : *lines) {
    auto record = nlohmann::json::parse(line, nullptr, false);
    if (!record.is_object() || record.value("type", "") != "login") continue;
    auto address = IpAddress::parse(record.value("address", ""));
    if (!address) continue;
    if (record.contains("port")) wanted.registered.push_back(*address);
    if (networks) wanted.networks.push_back(network_of(*address));
  }
  auto& list = wanted.networks;
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return {};
}

}  // namespace

Result<setup::Plan> plan_access(parse::FileTree& files, const setup::Surroundings& here,
                                const settings::Settings& settings, const Setup& command) {
  if (!command.unrestrict.empty()) return setup::plan_release(files, here, command.unrestrict);
  setup::Restriction wanted;
  wanted.account = command.restrict;
  for (const std::string& text : command.to) {
    auto prefix = IpPrefix::parse(text);
    if (!prefix) return fail(ErrorKind::usage, fmt::format("{} is no address or network: write 192.0.2.0/24", text));
    wanted.networks.push_back(*prefix);
  }
  if (auto asked = ask_where(settings, wanted, command.to.empty()); !asked) return tl::unexpected(asked.error());
  return setup::plan_restriction(files, here, wanted);
}

}  // namespace denwaban::cli
