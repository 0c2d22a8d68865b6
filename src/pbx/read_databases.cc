// SPDX-License-Identifier: GPL-3.0-or-later
// Trunks and transports may stand in a database instead of files (extconfig.conf, sorcery.conf): those are
// not seen here.
#include <fmt/format.h>

#include "pbx/collector.h"

namespace denwaban::pbx {
namespace {

constexpr std::string_view kFamilies[] = {
    "sippeers",      "sipregs",  "iaxpeers",         "iaxusers",
    "ps_endpoints",  "ps_aors",  "ps_registrations", "ps_endpoint_id_ips",
    "ps_transports", "sip.conf", "iax.conf",         "pjsip.conf"};

}  // namespace

void remark_databases(Collector& out) {
  auto config = out.open("extconfig.conf", Collector::Missing::is_normal);
  const parse::ConfigCategory* settings = config ? config->first("settings") : nullptr;
  if (!settings) return;
  for (const auto& variable : settings->variables) {
    for (std::string_view family : kFamilies) {
      if (!parse::same_name(variable.name, family)) continue;
      out.remark(fmt::format(
          "extconfig.conf:{}: {} stands in a database, which is not read: allow trunks that are only "
          "there with `denwaban allow ADDRESS`",
          variable.line, family));
    }
  }
}

}  // namespace denwaban::pbx
