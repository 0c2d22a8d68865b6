// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/notice_sip.h"

#include <array>

#include "parse/log/address.h"
#include "parse/log/name_addr.h"
#include "parse/log/sip_method.h"
#include "parse/log/text.h"

namespace denwaban::parse {
namespace {

struct Reason {
  std::string_view words;
  EventKind kind;
  uint64_t end = word8(words.substr(words.size() - 8));  // compared first
};

// register_result's reasons in handle_request_register. "RTP initialization failed" is the PBX's own trouble.
constexpr std::array<Reason, 9> kReasons = {{
    {"Wrong password", EventKind::auth_failed},
    {"No matching peer found", EventKind::unknown_account},
    {"Username/auth name mismatch", EventKind::auth_failed},
    {"Device does not match ACL", EventKind::acl_rejected},
    {"ACL error (permit/deny)", EventKind::acl_rejected},
    {"Not a local domain", EventKind::request_refused},
    {"Peer is not supposed to register", EventKind::request_refused},
    {"Device not configured to use this transport type", EventKind::request_refused},
    {"Unknown failure", EventKind::auth_failed},
}};
constexpr std::string_view kFailedFor = "' failed for '";

bool take_reason(std::string_view& text, EventKind& kind) {
  if (text.size() < 8) return false;
  uint64_t end = load8(text.data() + text.size() - 8);
  for (const Reason& reason : kReasons) {
    if (end != reason.end || !take_last(text, reason.words)) continue;
    kind = reason.kind;
    return true;
  }
  return false;
}

// The address in quotes at the end of `text`, and `before` it.
bool take_last_address(std::string_view& text, std::string_view before, Event& event) {
  if (!take_last(text, "'")) return false;
  size_t quote = kNowhere;
  if (text.size() >= 32) {  // addresses are short
    const char* tail = text.data() + text.size() - 32;
    uint32_t quotes = Bytes16(tail).equal('\'') | Bytes16(tail + 16).equal('\'') << 16;
    if (quotes != 0) quote = text.size() - 1 - static_cast<size_t>(std::countl_zero(quotes));
  }
  if (quote == kNowhere) quote = find_last_words(text, "'");
  if (quote == kNowhere) return false;
  std::string_view address = text.substr(quote + 1);
  text.remove_suffix(address.size());
  return take_last(text, before) && read_address(address, event);
}

Reading read_registration(std::string_view text, Event& event) {
  event.method = SipMethod::register_;
  if (text.ends_with("' - RTP initialization failed")) return Reading::none;
  if (!take_reason(text, event.kind) || !take_last(text, " - ") ||
      !take_last_address(text, kFailedFor, event))
    return Reading::broken;
  if (find_words(text, kFailedFor) != kNowhere) event.forgery = Forgery::false_record;
  event.account = user_of(text);
  event.scanner_agent = sender_shows_scanner(text, event.account);
  return Reading::event;
}

Reading read_call(std::string_view text, Event& event) {
  constexpr std::string_view kToExtension = " to extension '",
                             kRejected = "' rejected because extension not found";
  event.kind = EventKind::call_rejected;
  event.method = SipMethod::invite;
  std::string_view peer, address;
  if (!take_until(text, "'", peer)) return Reading::broken;
  event.account = account_text(peer);
  event.known_caller = !peer.empty();  // chan_sip's handle_request_invite: the peer's name, and none for guests
  if (take(text, " (") && (!take_until(text, ")", address) || !read_address(address, event)))
    return Reading::broken;
  if (!take(text, kToExtension)) return Reading::broken;
  std::string_view behind;
  bool whole = take_last(text, ".") && take_last_until(text, kRejected, behind) &&
               (behind.empty() || (take(behind, " in context '") && take_last(behind, "'")));
  event.extension = account_text(text);
  return whole ? Reading::event : Reading::broken;
}

// FROM [for METHOD[, code = N]]
Reading read_refused_sender(std::string_view text, Event& event) {
  event.kind = EventKind::auth_failed;
  std::string_view from = text, behind;
  if (take_last_until(from, " for ", behind)) {
    event.method = read_method(behind.substr(0, behind.find(',')));
    if (event.method == SipMethod::other) from = text;
  }
  if (event.method == SipMethod::other) event.method = SipMethod::unknown;
  event.account = user_of(from);
  event.scanner_agent = sender_shows_scanner(from, event.account);
  return Reading::event;
}

Reading read_unknown_command(std::string_view text, Event& event) {
  event.kind = EventKind::malformed;
  event.method = SipMethod::other;
  return take_last_address(text, "' from '", event) ? Reading::event : Reading::broken;
}

Reading read_invalid_to(std::string_view text, Event& event) {
  event.kind = EventKind::malformed;
  constexpr std::string_view kFrom = "' from ";
  std::string_view address;
  if (!take_last(text, " (missing sip:) trying to use anyway...") || !take_last_until(text, kFrom, address) ||
      !read_address(address, event))
    return Reading::broken;
  return Reading::event;
}

Reading read_too_large(std::string_view text, Event& event) {
  event.kind = EventKind::malformed;
  event.transport = Transport::tcp;
  std::string_view address;
  if (!take_until(text, "' because way too large", address) || !read_address(address, event))
    return Reading::broken;
  return Reading::event;
}

Reading read_hacking_attempt(std::string_view text, Event& event) {
  event.kind = EventKind::request_refused;
  return take_last(text, "'") && read_address(text, event) ? Reading::event : Reading::broken;
}

}  // namespace

Reading read_chan_sip(std::string_view text, Event& event) {
  event.service = Service::sip;
  if (take(text, "Registration from '")) return read_registration(text, event);
  if (take(text, "Call from '")) return read_call(text, event);
  if (take(text, "Failed to authenticate device ") || take(text, "Failed to authenticate user ") ||
      take(text, "Sending fake auth rejection for device ") ||
      take(text, "Sending fake auth rejection for user "))
    return read_refused_sender(text, event);
  if (take(text, "Unknown SIP command '")) return read_unknown_command(text, event);
  if (take(text, "Invalid to address: '")) return read_invalid_to(text, event);
  if (take(text, "Rejecting TCP/TLS packet from '")) return read_too_large(text, event);
  if (take(text, "hacking attempt detected '")) return read_hacking_attempt(text, event);
  return Reading::none;
}

}  // namespace denwaban::parse
