// SPDX-License-Identifier: GPL-3.0-or-later
// Lines as real Asterisk (16 and 22) writes them.
#pragma once

#include <fmt/format.h>

#include <string>

#include "base/ip.h"
#include "world.h"

namespace denwaban::sim {

inline std::string event_tv(Time time) {
  std::string text = to_rfc3339(time);
  text.pop_back();
  return text + "+0000";
}

inline std::string bracketed(const IpAddress& address) {
  return address.is_v4() ? address.to_string() : "[" + address.to_string() + "]";
}

inline std::string security_event(Time time, const char* kind, const char* service,
                                  const std::string& account, const std::string& session,
                                  const IpAddress& address, int port, const std::string& rest,
                                  const char* transport = "UDP") {
  std::string_view name = kind;
  bool good = name == "SuccessfulAuth" || name == "ChallengeSent";
  const char* family = address.is_v4() ? "IPV4" : "IPV6";
  return fmt::format(
      "SecurityEvent=\"{}\",EventTV=\"{}\",Severity=\"{}\",Service=\"{}\",EventVersion=\"1\",AccountID=\"{}"
      "\","
      "SessionID=\"{}\",LocalAddress=\"{}/{}/192.0.2.1/5060\",RemoteAddress=\"{}/{}/{}/{}\"{}",
      kind, event_tv(time), good ? "Informational" : "Error", service, account, session, family, transport,
      family, transport, address.to_string(), port, rest);
}

// PJSIP over UDP: a REGISTER that logs in.
inline void write_login(const Paper& paper, Time time, const std::string& account, const IpAddress& address,
                        int port, const std::string& call_id) {
  paper.security(time, security_event(time, "ChallengeSent", "PJSIP", account, call_id, address, port,
                                      ",Challenge=\"\""));
  paper.security(time, security_event(time, "SuccessfulAuth", "PJSIP", account, call_id, address, port,
                                      ",UsingPassword=\"1\""));
}

// PJSIP: a REGISTER with a wrong password.
inline void write_wrong_password(const Paper& paper, Time time, const std::string& account,
                                 const IpAddress& address, int port, const std::string& call_id,
                                 const char* transport = "UDP") {
  paper.notice(
      time,
      fmt::format("res_pjsip/pjsip_distributor.c: Request 'REGISTER' from '<sip:{}@192.0.2.1>' failed for "
                  "'{}:{}' (callid: {}) - Failed to authenticate",
                  account, bracketed(address), port, call_id));
  paper.security(time,
                 security_event(time, "ChallengeResponseFailed", "PJSIP", account, call_id, address, port,
                                ",Challenge=\"1795291438/9dad44b0d962e934a343a9f03fde1054\","
                                "Response=\"50704c1e9f6d9a4dbef53c826af70405\",ExpectedResponse=\"\"",
                                transport));
}

// PJSIP: a request for an endpoint that does not exist.
inline void write_unknown(const Paper& paper, Time time, const char* method, const std::string& account,
                          const IpAddress& address, int port, const std::string& call_id) {
  paper.notice(
      time,
      fmt::format("res_pjsip/pjsip_distributor.c: Request '{}' from '<sip:{}@192.0.2.1>' failed for '{}:{}' "
                  "(callid: {}) - No matching endpoint found",
                  method, account, bracketed(address), port, call_id));
  paper.security(time,
                 security_event(time, "InvalidAccountID", "PJSIP", account, call_id, address, port, ""));
  paper.security(time, security_event(time, "ChallengeSent", "PJSIP", "<unknown>", call_id, address, port,
                                      ",Challenge=\"\""));
}

inline void write_ami_failure(const Paper& paper, Time time, const std::string& user,
                              const IpAddress& address, int port) {
  paper.notice(time, fmt::format("manager.c: {} failed to authenticate as '{}'", address.to_string(), user));
  paper.security(time, security_event(time, "InvalidPassword", "AMI", user, "0x7fdef8003720", address, port,
                                      ",SessionTV=\"1970-01-01T00:00:00.000+0000\"", "TCP"));
}

// chan_sip: a guest's call to an extension that is not there.
inline void write_refused_call(const Paper& paper, Time time, const std::string& number,
                               const IpAddress& address, int port) {
  paper.notice(
      time, fmt::format(
                "chan_sip.c: Call from '' ({}:{}) to extension '{}' rejected because extension not found in "
                "context 'from-guest'.",
                bracketed(address), port, number));
  paper.security(time, security_event(time, "FailedACL", "SIP", number, "0x7fdf080cc7b0", address, port,
                                      ",ACLName=\"no_extension_match\""));
}

}  // namespace denwaban::sim
