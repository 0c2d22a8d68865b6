// SPDX-License-Identifier: GPL-3.0-or-later
#include "pbx/collector.h"

#include <fmt/format.h>

#include "parse/config/reader.h"

namespace denwaban::pbx {
namespace {

constexpr size_t kRemarksMax = 64;
constexpr size_t kProblemsShown = 3;  // of one file
constexpr size_t kListenersMax = 256;
constexpr size_t kTrunksMax = 10'000;
constexpr size_t kNetworksMax = 1'000;
// A wider network than this is a way to say "anybody", not a trunk: protecting it would switch the guard off.
constexpr int kTrunkLengthMinV4 = 8;
constexpr int kTrunkLengthMinV6 = 16;

std::string base_name(const std::string& path) {
  size_t slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

}  // namespace

std::optional<parse::ConfigFile> Collector::open(const std::string& name, Missing missing) {
  auto config = parse::read_config(files_, exchange_.config_dir, name);
  if (!config) {
    bool absent = config.error().kind == ErrorKind::not_found;
    if (!absent || missing == Missing::is_remarked) remark(config.error().message);
    return std::nullopt;
  }
  size_t shown = 0;
  for (const auto& problem : config->problems) {
    bool hides = problem.hides();
    if (!hides || ++shown > kProblemsShown) continue;
    remark(fmt::format("{}:{}: {}{}", config->files[problem.file], problem.line, problem.what,
                       problem.fatal ? ": Asterisk refuses this file" : ""));
  }
  return std::move(*config);
}

void Collector::remark(std::string sentence) {
  for (char& c : sentence) {
    if (static_cast<unsigned char>(c) < 32 || c == 127) c = '?';
  }
  if (exchange_.remarks.size() < kRemarksMax && seen_.insert("remark " + sentence).second) {
    exchange_.remarks.push_back(std::move(sentence));
  }
}

Where Collector::where(const parse::ConfigFile& config, const parse::ConfigVariable& variable) const {
  return {base_name(config.files[variable.file]), variable.line};
}

void Collector::listen(std::string_view service, std::string_view transport, IpAddress address, uint16_t port,
                       Where where) {
  if (port == 0 || exchange_.listeners.size() >= kListenersMax) return;
  if (address.is_unspecified()) address = IpAddress();
  if (!seen_.insert(fmt::format("listen {} {} {} {}", service, transport, address.to_string(), port)).second)
    return;
  exchange_.listeners.push_back(
      {std::string(service), std::string(transport), address, port, std::move(where)});
}

void Collector::add_trunk(TrunkHost trunk) {
  std::string key =
      fmt::format("trunk {} {} {} {} {}", trunk.service, trunk.name, trunk.host, trunk.port, trunk.transport);
  if (exchange_.trunks.size() >= kTrunksMax) {
    remark(fmt::format("more than {} trunk hosts are configured: the rest is not protected", kTrunksMax));
  } else if (seen_.insert(std::move(key)).second) {
    exchange_.trunks.push_back(std::move(trunk));
  }
}

void Collector::trunk(std::string_view service, std::string_view name, const std::optional<HostSpec>& host,
                      Where where) {
  if (!host || host->host == "dynamic") return;
  TrunkHost trunk{std::string(service), std::string(name), host->host, host->port, host->transport, {},
                  std::move(where)};
  if (auto address = IpAddress::parse(host->host)) {
    if (address->is_unspecified() || address->is_multicast()) return;
    trunk.prefixes.push_back(IpPrefix::host(*address));
  }
  add_trunk(std::move(trunk));
}

void Collector::trunk_network(std::string_view service, std::string_view name, const IpPrefix& prefix,
                              Where where) {
  int length_min = prefix.address().is_v4() ? kTrunkLengthMinV4 : kTrunkLengthMinV6;
  if (prefix.length() < length_min) {
    remark(fmt::format(
        "{}:{}: match={} covers a large part of the Internet: not protected as a trunk, write the provider's "
        "own networks",
        where.file, where.line, prefix.to_string()));
    return;
  }
  std::string host = prefix.is_host() ? prefix.address().to_string() : prefix.to_string();
  add_trunk({std::string(service), std::string(name), std::move(host), 0, {}, {prefix}, std::move(where)});
}

void Collector::local_network(const IpPrefix& prefix) {
  if (exchange_.local_networks.size() >= kNetworksMax) return;
  if (seen_.insert("local " + prefix.to_string()).second) exchange_.local_networks.push_back(prefix);
}

void Collector::manager_network(const IpPrefix& prefix) {
  if (exchange_.manager_networks.size() >= kNetworksMax) return;
  if (seen_.insert("manager " + prefix.to_string()).second) exchange_.manager_networks.push_back(prefix);
}

BindSpec parse_bind(std::string_view text) {
  BindSpec bind;
  if (auto host = parse_host(text)) {
    bind.address = IpAddress::parse(host->host).value_or(IpAddress());
    bind.port = host->port;
  } else if (size_t colon = text.rfind(':'); colon != std::string_view::npos) {  // "*:5060", ":5060"
    bind.port = parse_port(text.substr(colon + 1)).value_or(0);
  }
  return bind;
}

}  // namespace denwaban::pbx
