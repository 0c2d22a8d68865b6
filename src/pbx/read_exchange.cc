// SPDX-License-Identifier: GPL-3.0-or-later
#include "pbx/read_exchange.h"

#include <fmt/format.h>

#include "pbx/collector.h"
#include "pbx/freepbx_shell.h"

namespace denwaban::pbx {
namespace {

constexpr const char* kDefaultLogDir = "/var/log/asterisk";

std::string without_trailing_slash(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

bool holds_configuration(parse::FileTree& files, const std::string& folder) {
  for (const char* name : {"logger.conf", "sip.conf", "pjsip.conf"}) {
    auto text = files.read(folder + "/" + name);
    if (text || text.error().kind != ErrorKind::not_found) return true;
  }
  return false;
}

// A `[directories](!)` is a template and means nothing to Asterisk: the sample file ships so.
void read_directories(parse::FileTree& files, Collector& out) {
  Exchange& exchange = out.exchange();
  auto config = out.open("asterisk.conf", Collector::Missing::is_normal);
  if (const parse::ConfigCategory* options = config ? config->first("options") : nullptr)
    exchange.run_user = options->value("runuser");
  const parse::ConfigCategory* directories = config ? config->first("directories") : nullptr;
  if (!directories) return;
  std::string log_dir(directories->value("astlogdir"));
  if (log_dir.starts_with('/')) exchange.log_dir = without_trailing_slash(log_dir);
  std::string config_dir = without_trailing_slash(std::string(directories->value("astetcdir")));
  if (config_dir.starts_with('/') && config_dir != exchange.config_dir &&
      !holds_configuration(files, exchange.config_dir)) {
    exchange.config_dir = config_dir;
  }
}

bool has_sip_listener(const Exchange& exchange) {
  for (const Listener& listener : exchange.listeners) {
    if (listener.service == "sip" || listener.service == "pjsip") return true;
  }
  return false;
}

// Nothing tells where SIP is spoken: the well-known port is guarded, whoever listens there.
void guard_default_sip(Collector& out, bool has_pjsip) {
  std::string service = has_pjsip ? "pjsip" : "sip";
  out.listen(service, "udp", IpAddress(), 5060, {service + ".conf", 0});
  out.remark(fmt::format(
      "{} names no port for SIP: guarding UDP port 5060; name others in the settings if there are any",
      out.exchange().config_dir));
}

}  // namespace

Exchange read_exchange(parse::FileTree& disk, const std::string& config_dir, const ReadOptions& options) {
  FreepbxShell files(disk);
  Exchange exchange;
  exchange.config_dir = without_trailing_slash(config_dir);
  exchange.log_dir = kDefaultLogDir;
  Collector out(files, exchange);
  read_directories(files, out);
  if (!options.log_dir.empty()) exchange.log_dir = without_trailing_slash(options.log_dir);
  read_logger(out, options);
  read_media(out);
  read_manager(out);
  read_http(out);
  read_chan_sip(out);
  bool has_pjsip = read_pjsip(out);
  if (!has_sip_listener(exchange)) guard_default_sip(out, has_pjsip);
  read_iax(out);
  read_users(out);
  remark_databases(out);
  return exchange;
}

}  // namespace denwaban::pbx
