// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/notice_other.h"

#include "parse/log/address.h"
#include "parse/log/text.h"

namespace denwaban::parse {
namespace {

// The purposes in calls of ast_apply_acl, 11 to 23.
bool take_purpose(std::string_view& text, Service& service) {
  service = Service::sip;
  if (take(text, "SIP Peer ACL: ")) return true;
  service = Service::pjsip;
  if (take(text, "SIP ACL: ")) return true;
  service = Service::ami;
  if (take(text, "Manager User ACL: ") || take(text, "Manager User ACL:")) return true;
  service = Service::iax2;
  if (take(text, "IAX2 Peer ACL: ") || take(text, "IAX2 user ACL: ")) return true;
  service = Service::http;
  return take(text, "ARI User ACL");
}

}  // namespace

Reading read_acl(std::string_view text, Event& event) {
  event.kind = EventKind::acl_rejected;
  if (!take_purpose(text, event.service)) return Reading::none;
  std::string_view address;
  if (!take(text, "Rejecting '") || !take_until(text, "'", address) || !read_address(address, event))
    return Reading::none;
  return take(text, " due to ") ? Reading::event : Reading::broken;
}

Reading read_websocket(std::string_view text, Event& event) {
  event.kind = EventKind::request_refused;
  event.service = Service::http;
  event.transport = Transport::ws;
  std::string_view address;
  if (!take(text, "WebSocket connection from '")) return Reading::none;
  if (!take_until(text, "'", address) || !read_address(address, event)) return Reading::broken;
  return take(text, " could not be accepted") ? Reading::event : Reading::broken;
}

Reading read_dialplan(std::string_view text, Event& event) {
  event.kind = EventKind::call_rejected;
  event.method = SipMethod::invite;
  bool quoted = take(text, "\"");
  if (take(text, "Friendly Scanner from "))
    event.scanner_agent = true;
  else if (!take(text, "Rejecting unknown SIP connection from "))
    return Reading::none;
  if (quoted && !take_last(text, "\"")) return Reading::broken;
  return read_address(text, event) ? Reading::event : Reading::broken;
}

}  // namespace denwaban::parse
