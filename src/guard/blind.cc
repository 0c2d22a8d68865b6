// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/blind.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace denwaban::guard {
namespace {

bool has_level(const std::vector<std::string>& levels, std::string_view level) {
  return std::any_of(levels.begin(), levels.end(),
                     [&](const std::string& l) { return l == level || l == "*"; });
}

bool logs_level(const pbx::Exchange& exchange, std::string_view level, std::string_view format = "") {
  return std::any_of(exchange.logs.begin(), exchange.logs.end(), [&](const pbx::LogFile& log) {
    return (format.empty() || log.format == format) && has_level(log.levels, level);
  });
}

// In files, or in syslog where that is heard.
bool told(const pbx::Exchange& exchange, const Senses& senses, std::string_view level) {
  return logs_level(exchange, level) ||
         (senses.syslog &&
          std::any_of(exchange.syslog.begin(), exchange.syslog.end(),
                      [&](const pbx::SyslogChannel& c) { return has_level(c.levels, level); }));
}

std::string unheard_syslog(const pbx::SyslogChannel& channel, const Senses& senses) {
  std::string spot = fmt::format(
      "Asterisk sends {} to syslog ({}, {}:{}), which is not listened to: ", fmt::join(channel.levels, ","),
      channel.facility, channel.where.file, channel.where.line);
  if (senses.has_journal) return spot + "set journal.enabled = \"on\"";
  spot +=
      "set syslog.socket = \"/run/denwaban/syslog.sock\" and let the syslog daemon send it there (rsyslog: "
      "omuxsock; or syslog.listen and omfwd)";
  if (!senses.syslog_files.empty())
    spot += fmt::format(
        ", or name the file that it stands in, here perhaps {}, in pbx.logs together with those of "
        "logger.conf",
        fmt::join(senses.syslog_files, " or "));
  return spot;
}

bool speaks_tls(const pbx::Exchange& exchange) {
  return std::any_of(exchange.listeners.begin(), exchange.listeners.end(), [](const pbx::Listener& listener) {
    return (listener.service == "sip" || listener.service == "pjsip") &&
           (listener.transport == "tls" || listener.transport == "wss");
  });
}

bool listens(const pbx::Exchange& exchange, std::string_view service) {
  return std::any_of(exchange.listeners.begin(), exchange.listeners.end(),
                     [&](const pbx::Listener& listener) { return listener.service == service; });
}

}  // namespace

std::vector<std::string> blind_spots(const pbx::Exchange& exchange, const Senses& senses) {
  std::vector<std::string> spots;
  for (const pbx::SyslogChannel& channel : exchange.syslog)
    if (!senses.syslog) spots.push_back(unheard_syslog(channel, senses));
  if (!told(exchange, senses, "security") && !senses.manager)
    spots.push_back(
        "Asterisk's security events are not logged, so logins that succeed, and with them phones to trust, "
        "are not seen: run \"denwaban setup\", or write "
        "\"security => security\" into the section [logfiles] of logger.conf and run asterisk -rx 'logger "
        "reload'");
  if (!told(exchange, senses, "notice"))
    spots.push_back(
        "notices are not logged: write \"messages => notice,warning,error\" into the section [logfiles] of "
        "logger.conf");
  if (!logs_level(exchange, "security", "json"))
    spots.push_back(
        "text logs can be forged in part by who is logged: \"security.json => [json]security\" in "
        "logger.conf cannot be split; \"denwaban setup\" writes it");
  if (!senses.packets) {
    spots.push_back(
        "packets are not seen, so logs alone say who sent what, and logs can be forged: set wire.capture = "
        "true and let "
        "the guard start with the capability CAP_NET_RAW");
    if (listens(exchange, "sip"))
      spots.push_back("chan_sip answers OPTIONS without a line in any log: such scans are not seen");
    if (listens(exchange, "iax2"))
      spots.push_back("IAX2 logs failed logins only with authdebug=yes in iax.conf, and probes never");
    if (listens(exchange, "http")) spots.push_back("guessing at ARI and HTTP is in no log of Asterisk");
  }
  if (speaks_tls(exchange) && !senses.hep)
    spots.push_back(
        "SIP over TLS cannot be read on the wire: set wire.hep_listen = \"127.0.0.1:9060\" and let "
        "Asterisk's "
        "res_hep (hep.conf) send there what it decrypts; it does so for chan_pjsip");
  if (!senses.manager)
    spots.push_back(
        "Asterisk's manager is not listened to, which tells of logins as they happen, whatever is logged: "
        "give it "
        "a user of its own in manager.conf ([denwaban] with a secret, read = security,call,dialplan,system, deny = 0.0.0.0/0, "
        "permit = 127.0.0.1/32), and write that secret into the file of ami.secret_file with mode 0600");
  else if (!senses.calls)
    spots.push_back(
        "Asterisk's manager does not tell the guard of calls: write read = security,call,dialplan,system for its "
        "user in manager.conf, or run \"denwaban setup\", and run asterisk -rx 'manager reload'");
  spots.push_back("calls over a stolen account are valid to Asterisk and are in no security log");
  return spots;
}

}  // namespace denwaban::guard
