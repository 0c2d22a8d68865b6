// SPDX-License-Identifier: GPL-3.0-or-later
// Events of Asterisk's manager as 16 and 22 write them, for tests that tell stories with them.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace denwaban::test {

struct ChannelText {
  std::string name, unique, linked, exten = "", state = "0", caller = "<unknown>", context = "from-internal";
};

inline std::string channel_text(const ChannelText& c, std::string_view prefix = "") {
  return fmt::format(
      "{0}Channel: {1}\r\n{0}ChannelState: {2}\r\n{0}ChannelStateDesc: Ring\r\n{0}CallerIDNum: {3}\r\n"
      "{0}CallerIDName: {3}\r\n{0}ConnectedLineNum: <unknown>\r\n{0}ConnectedLineName: "
      "<unknown>\r\n{0}Language: en\r\n"
      "{0}AccountCode: \r\n{0}Context: {4}\r\n{0}Exten: {5}\r\n{0}Priority: 1\r\n{0}Uniqueid: "
      "{6}\r\n{0}Linkedid: {7}\r\n",
      prefix, c.name, c.state, c.caller, c.context, c.exten, c.unique, c.linked);
}

inline std::string told(std::string_view event, const std::string& fields,
                        std::string_view privilege = "call,all") {
  return fmt::format("Event: {}\r\nPrivilege: {}\r\n{}\r\n", event, privilege, fields);
}
inline std::string channel_event(std::string_view event, const ChannelText& c, std::string_view more = "") {
  return told(event, channel_text(c) + std::string(more));
}
inline std::string dial(std::string_view event, const ChannelText& caller, const ChannelText& dest,
                        std::string_view more) {
  return told(event, channel_text(caller) + channel_text(dest, "Dest") + std::string(more) + "\r\n");
}
inline std::string hung_up(const ChannelText& c, int cause = 16) {
  return channel_event("Hangup", c, fmt::format("Cause: {}\r\nCause-txt: Normal Clearing\r\n", cause));
}
inline std::string bridged(const ChannelText& c, std::string_view bridge = "304d5ace-8b5f") {
  return told("BridgeEnter",
              fmt::format("BridgeUniqueid: {}\r\nBridgeType: basic\r\nBridgeNumChannels: 1\r\n", bridge) +
                  channel_text(c));
}
inline std::string variable(const ChannelText& c, std::string_view name, std::string_view value) {
  return told("VarSet", channel_text(c) + fmt::format("Variable: {}\r\nValue: {}\r\n", name, value),
              "dialplan,all");
}
inline std::string logged_in(std::string_view account, std::string_view call_id, std::string_view address) {
  return told(
      "SuccessfulAuth",
      fmt::format("EventTV: 2026-11-21T20:06:19.338+0000\r\nSeverity: Informational\r\nService: PJSIP\r\n"
                  "EventVersion: 1\r\nAccountID: {}\r\nSessionID: {}\r\n"
                  "LocalAddress: IPV4/UDP/10.99.22.1/5060\r\nRemoteAddress: IPV4/UDP/{}/5062\r\n"
                  "UsingPassword: 1\r\n",
                  account, call_id, address),
      "security,all");
}

}  // namespace denwaban::test
