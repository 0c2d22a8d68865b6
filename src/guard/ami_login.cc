// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/ami_login.h"

#include <fmt/format.h>

#include <algorithm>

#include "net/secret_file.h"

namespace denwaban::guard {
namespace {

uint16_t port_of(const settings::AmiSettings& settings, const pbx::Exchange& exchange) {
  if (settings.port != 0) return settings.port;
  std::string_view transport = settings.tls ? "tls" : "tcp";
  for (const pbx::Listener& listener : exchange.listeners)
    if (listener.service == "ami" && listener.transport == transport && listener.port != 0)
      return listener.port;
  return settings.tls ? 5039 : 5038;
}

}  // namespace

Result<sources::AmiClientOptions> ami_client_options(const settings::AmiSettings& settings, const AmiLogin& login,
                                                     const pbx::Exchange& exchange, const std::vector<IpAddress>& own) {
  sources::AmiClientOptions options;
  options.server = {IpAddress::parse(settings.address).value_or(IpAddress()), port_of(settings, exchange)};
  options.user = login.user;
  options.events = login.events;
  options.tls_name = settings.tls_name;
  options.source = login.source;
  options.seed = HashSeed::random();
  auto secret = net::read_secret(login.secret_file);
  if (!secret) return tl::unexpected(secret.error());
  options.secret = std::move(*secret);
  const IpAddress& address = options.server.address;
  bool here = address.is_loopback() || std::find(own.begin(), own.end(), address) != own.end();
  if (!settings.tls && !here)
    return fail(
        ErrorKind::usage,
        fmt::format("{} is another machine, and what it tells would pass the network unencrypted: set "
                    "ami.tls = true and ami.certificate",
                    address.to_string()));
  if (!settings.tls) return options;
  if (settings.certificate.empty())
    return fail(ErrorKind::usage,
                "ami.tls is set, but nobody is to be believed: name the manager's certificate, or its "
                "authority's, in ami.certificate");
  auto trust = net::TlsTrust::load(settings.certificate);
  if (!trust) return tl::unexpected(trust.error());
  options.tls = std::move(*trust);
  return options;
}

}  // namespace denwaban::guard
