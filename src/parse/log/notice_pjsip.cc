// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/notice_pjsip.h"

#include <algorithm>
#include <array>

#include "parse/log/address.h"
#include "parse/log/name_addr.h"
#include "parse/log/sip_method.h"
#include "parse/log/text.h"

namespace denwaban::parse {
namespace {

constexpr std::string_view kFailedFor = "' failed for '";

struct Reason {
  std::string_view words;
  EventKind kind;
  uint64_t end = word8(words.substr(words.size() - 8));  // compared first
};
constexpr std::array<Reason, 5> kReasons = {{
    {"No matching endpoint found", EventKind::unknown_account},
    {"Failed to authenticate", EventKind::auth_failed},
    {"Not match Endpoint ACL", EventKind::acl_rejected},
    {"Not match Endpoint Contact ACL", EventKind::acl_rejected},
    {"Error to authenticate", EventKind::auth_failed},
}};

// " after 5 tries in 0.001 ms" off the end; false when it begins so and does not end so.
bool take_tries(std::string_view& text, Event& event) {
  std::string_view rest = text, tries;
  if (!take_last(rest, " ms") || !take_last_until(rest, " after ", tries)) return true;
  uint32_t count = 0;
  size_t i = 0;
  for (; i < tries.size() && is_digit(tries[i]) && count < 100'000; ++i)
    count = count * 10 + static_cast<uint32_t>(tries[i] - '0');
  tries.remove_prefix(i);
  if (i == 0 || !take(tries, " tries in ") || tries.find_first_not_of("0123456789.") != kNowhere)
    return false;
  event.attempts = static_cast<uint16_t>(std::clamp<uint32_t>(count, 1, 65535));
  text = rest;
  return true;
}

bool take_reason(std::string_view& text, Event& event) {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (!take_tries(text, event)) return false;
  if (text.size() < 8) return false;
  uint64_t end = load8(text.data() + text.size() - 8);
  for (const Reason& reason : kReasons) {
    if (end != reason.end || !take_last(text, reason.words)) continue;
    event.kind = reason.kind;
    return take_last(text, ") - ");
  }
  return false;
}

// Where NAME-ADDR ends, when several `' failed for '` stand in the line: behind the `>` that closes its URI,
// for which only quoted parameters may hold blanks. kNowhere when its grammar does not tell.
size_t end_of_name_addr(std::string_view text) {
  size_t at = skip_quoted(text);
  if (at == kNowhere) return kNowhere;
  while (at < text.size() && text[at] == ' ') ++at;
  if (at == text.size() || text[at] != '<') return kNowhere;
  while (at < text.size() && text[at] != '>' && text[at] != ' ') {
    size_t quoted = skip_quoted(text.substr(at));
    if (quoted == kNowhere) return kNowhere;
    at += std::max<size_t>(quoted, 1);
  }
  bool closed = at < text.size() && text[at] == '>';
  return closed && text.substr(at + 1).starts_with(kFailedFor) ? at + 1 : kNowhere;
}

// From NAME-ADDR on: the address, and `text` left at what follows it. False when there is none to be had.
bool take_sender(std::string_view& text, Event& event) {
  size_t end = find_words(text, kFailedFor);
  if (end == kNowhere) return false;
  if (find_words(text, kFailedFor, end + 1) != kNowhere) {
    end = end_of_name_addr(text);
    event.tainted = end == kNowhere;
    event.forgery = Forgery::false_record;
    if (event.tainted) return true;
  }
  std::string_view name_addr = text.substr(0, end), address;
  text.remove_prefix(end + kFailedFor.size());
  event.account = user_of(name_addr);
  event.scanner_agent = sender_shows_scanner(name_addr, event.account);
  return take_until(text, "'", address) && read_address(address, event) && take(text, " (callid: ");
}

// "(TRANSPORT:ADDRESS:PORT) to extension 'EXTEN' rejected because …"
Reading read_rejected_call(std::string_view text, Event& event) {
  constexpr std::string_view kRejected = "' rejected because extension not found in context '";
  std::string_view transport, address, context;
  if (!take_until(text, ":", transport) || !take_until(text, ")", address) || !read_address(address, event))
    return Reading::broken;
  event.transport = read_transport(transport);
  if (!take(text, " to extension '")) return Reading::broken;
  bool whole = take_last(text, "'.") && take_last_until(text, kRejected, context);
  event.extension = account_text(text);
  return whole ? Reading::event : Reading::broken;
}

// "ENDPOINT' (HOST:PORT)"; leaves what follows.
bool take_endpoint(std::string_view& text, Event& event) {
  std::string_view endpoint, address;
  if (!take_until(text, "' (", endpoint)) return false;
  event.account = account_text(endpoint);
  return take_until(text, ")", address) && read_host_port(address, event);
}

// What pjproject stumbled over: " : PJSIP syntax error exception when parsing 'From' header on line 3 …", by the name that
// pjsip's parser has for it (sip_parser.c).
Flaw flaw_of(std::string_view text) {
  std::string_view what;
  if (!take(text, ": ") || find_words(text, " exception when parsing '") == kNowhere) return Flaw::none;
  text.remove_prefix(find_words(text, " exception when parsing '") + 25);
  if (!take_until(text, "' header", what)) return Flaw::none;
  if (what.empty()) return Flaw::unreadable;
  if (what == "Request Line" || what == "Status Line") return Flaw::start_line;
  bool number = what == "CSeq" || what == "Content-Length" || what == "Max-Forwards" || what == "Expires";
  return number ? Flaw::bad_number : Flaw::bad_header;
}

Reading read_dropped(std::string_view text, Event& event) {
  size_t bytes = 0;
  while (bytes < text.size() && is_digit(text[bytes])) ++bytes;
  text.remove_prefix(bytes);
  std::string_view transport, address;
  if (!take(text, " bytes packet from ") || !take_until(text, " ", transport)) return Reading::none;
  event.transport = read_transport(transport);
  if (!take_until(text, " ", address) || !read_host_port(address, event)) return Reading::broken;
  event.flaw = flaw_of(text);
  return Reading::event;
}

Reading read_unprocessed(std::string_view text, Event& event) {
  std::string_view address;
  if (!take_until(text, ": ", address) || !read_host_port(address, event)) return Reading::broken;
  if (text.starts_with("Missing required header")) event.flaw = Flaw::missing_header;
  // A formatter or daemon that escapes line breaks keeps the packet in this very line.
  return text.ends_with("-- end of packet.") ? Reading::event : Reading::packet_printed;
}

}  // namespace

Reading read_pjsip_distributor(std::string_view text, Event& event) {
  event.service = Service::pjsip;
  if (!take(text, "Request ")) return Reading::none;
  std::string_view method;
  if (take(text, "'")) {
    if (take(text, "REGISTER' ")) {
      event.method = SipMethod::register_;
    } else {
      if (!take_until(text, "' ", method)) return Reading::broken;
      event.method = read_method(method);
    }
  }
  if (!take(text, "from '")) return Reading::none;
  std::string_view end = text;
  bool whole = take_reason(end, event);
  if (!whole) event.kind = EventKind::auth_failed;
  if (!take_sender(text, event)) return Reading::broken;
  if (!whole) return Reading::broken;
  if (event.address.is_unspecified()) return Reading::event;
  const char* session_end = end.data() + end.size();
  event.session =
      session_end > text.data() ? text.substr(0, static_cast<size_t>(session_end - text.data())) : "";
  event.scanner_agent = event.scanner_agent || shows_scanner(event.session);
  return Reading::event;
}

Reading read_pjsip_session(std::string_view text, Event& event) {
  event.service = Service::pjsip;
  event.kind = EventKind::call_rejected;
  event.method = SipMethod::invite;
  std::string_view name;
  if (take(text, "Call from '")) {
    if (!take_until(text, "' (", name)) return Reading::broken;
  } else {
    while (take(text, " ")) continue;
    if (!take_until(text, ": Call (", name)) return Reading::none;
  }
  event.account = account_text(name);
  event.known_caller = !name.empty() && name != "anonymous";  // res_pjsip_session: the endpoint's name
  return read_rejected_call(text, event);
}

Reading read_pjsip_registrar(std::string_view text, Event& event) {
  event.service = Service::pjsip;
  event.method = SipMethod::register_;
  event.kind = EventKind::acl_rejected;
  if (take(text, "Endpoint '")) {
    if (!take_endpoint(text, event)) return Reading::none;  // 13 wrote no address
    event.known_caller = !event.account.empty() && event.account != "anonymous";  // as below
    bool whole =
        text == " has no configured AORs" || text == " attempted to register to an AOR with a non-SIP URI";
    return whole ? Reading::event : Reading::broken;
  }
  if (take(text, "Registration attempt from endpoint '")) {
    event.kind = EventKind::limit_reached;
    if (!take_endpoint(text, event)) return Reading::none;
    return take(text, " to AOR '") ? Reading::event : Reading::broken;
  }
  if (take(text, "AOR '")) {
    constexpr std::string_view kNotFound = "' not found for endpoint '";
    std::string_view endpoint, rest = text;
    if (!take_last_until(rest, kNotFound, endpoint)) return Reading::broken;
    event.kind = EventKind::unknown_account;
    if (!take_endpoint(endpoint, event)) return Reading::broken;
    // res_pjsip_registrar looks for it after the endpoint was identified and its password checked.
    event.known_caller = !event.account.empty() && event.account != "anonymous";
    event.account = account_text(rest);
    return endpoint.empty() ? Reading::event : Reading::broken;
  }
  return Reading::none;
}

Reading read_pjproject(std::string_view text, Event& event) {
  event.service = Service::pjsip;
  event.kind = EventKind::malformed;
  while (!text.empty() && (text[0] == ' ' || text[0] == '\t')) text.remove_prefix(1);
  if (take(text, "sip_transport.c Dropping ")) return read_dropped(text, event);
  if (take(text, "sip_endpoint.c Error processing packet from ")) return read_unprocessed(text, event);
  return Reading::none;
}

}  // namespace denwaban::parse
