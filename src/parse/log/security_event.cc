// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/security_event.h"

#include "parse/log/address.h"
#include "parse/log/name_addr.h"
#include "parse/log/security_shapes.h"
#include "parse/log/text.h"
#include "parse/nonces.h"
#include "parse/numbers.h"

namespace denwaban::parse {
namespace {

// How a field is written: in a log `,KEY="VALUE"`, in an event of the manager `KEY: VALUE` and a line break.
struct LogForm {
  static constexpr std::string_view kBefore = ",", kBetween = "=\"", kAfter = "\"";
  static constexpr std::string_view kAccount = ",AccountID=\"", kSession = ",SessionID=\"",
                                    kSessionBehind = "\",SessionID=\"", kLocalBehind = "\",LocalAddress=\"",
                                    kNobodysSession = ",AccountID=\"\",SessionID=\"0x";
};
struct ManagerForm {
  static constexpr std::string_view kBefore = "", kBetween = ": ", kAfter = "\r\n";
  static constexpr std::string_view kAccount = "AccountID: ", kSession = "SessionID: ",
                                    kSessionBehind = "\r\nSessionID: ", kLocalBehind = "\r\nLocalAddress: ",
                                    kNobodysSession = "AccountID: \r\nSessionID: 0x";
};

struct Fields {
  std::string_view event_tv, service, account, session, acl_name, using_password, challenge;
  bool imitated = false;  // a value imitates Asterisk's own fields
};

// A field whose value holds nothing that ends one.
template <class Form>
bool take_field(std::string_view& text, std::string_view key, std::string_view& value) {
  std::string_view rest = text;
  if (!take(rest, Form::kBefore) || !take(rest, key) || !take(rest, Form::kBetween)) return false;
  auto* end = static_cast<const char*>(std::memchr(rest.data(), Form::kAfter[0], rest.size()));
  if (!end) return false;
  value = rest.substr(0, static_cast<size_t>(end - rest.data()));
  rest.remove_prefix(value.size());
  if (!take(rest, Form::kAfter)) return false;
  text = rest;
  return true;
}

template <class Form>
bool take_beginning(std::string_view& text, Fields& fields) {
  std::string_view ignored;
  return take_field<Form>(text, "EventTV", fields.event_tv) && take_field<Form>(text, "Severity", ignored) &&
         take_field<Form>(text, "Service", fields.service) && take_field<Form>(text, "EventVersion", ignored);
}

// All that follows RemoteAddress, to the end of the line.
template <class Form>
bool is_tail(std::string_view text, const SecurityShape& shape, Fields& fields) {
  std::string_view value;
  for (auto key : shape.required) {
    std::string_view& kept = key == "UsingPassword" ? fields.using_password : key == "Challenge" ? fields.challenge : value;
    if (!key.empty() && !take_field<Form>(text, key, kept)) return false;
  }
  for (auto key : shape.optional) {
    if (key.empty()) continue;
    if (key == "AccountID")
      take_field<Form>(text, key, fields.account);
    else
      take_field<Form>(text, key, key == "ACLName" ? fields.acl_name : value);
  }
  return text.empty();
}

template <class Form>
bool read_in_order(std::string_view text, const SecurityShape& shape, Fields& fields, Event& event) {
  std::string_view local, remote;
  return (!shape.begins_with_account || take_field<Form>(text, "AccountID", fields.account)) &&
         take_field<Form>(text, "SessionID", fields.session) &&
         take_field<Form>(text, "LocalAddress", local) && take_field<Form>(text, "RemoteAddress", remote) &&
         is_tail<Form>(text, shape, fields) && read_security_address(remote, event);
}

// Asterisk's own pair of addresses, wherever it stands.
struct AddressPair {
  size_t begin = kNowhere;  // where the value of SessionID ends
  std::string_view remote, tail;
};

template <class Form>
bool read_pair(std::string_view text, size_t begin, AddressPair& pair) {
  std::string_view rest = text.substr(begin + Form::kAfter.size()), local, remote;
  Event scratch;
  if (!take_field<Form>(rest, "LocalAddress", local) || !take_field<Form>(rest, "RemoteAddress", remote) ||
      !read_security_address(local, scratch) || !read_security_address(remote, scratch))
    return false;
  pair = {begin, remote, rest};
  return true;
}

template <class Form>
bool repeats_a_key(std::string_view text) {
  auto find_key = [&](std::string_view key, size_t from) {
    while ((from = find_words(text, key, from)) != kNowhere && from + key.size() < text.size() &&
           text[from + key.size()] != Form::kBetween[0])
      ++from;
    return from;
  };
  for (std::string_view key :
       {"RemoteAddress", "LocalAddress", "SessionID", "AccountID", "Service", "SecurityEvent", "EventTV"}) {
    size_t first = find_key(key, 0);
    if (first != kNowhere && find_key(key, first + 1) != kNowhere) return true;
  }
  return false;
}

// Does the line end as one of this shape, though a value may hold what ends one?
template <class Form>
bool ends_properly(std::string_view tail, const SecurityShape& shape) {
  std::string_view last;
  for (auto key : shape.required)
    if (!key.empty()) last = key;
  return tail.ends_with(Form::kAfter) && (last.empty() || tail.find(last) != kNowhere);
}

template <class Form>
bool sender_writes_before(std::string_view text, Service service, const SecurityShape& shape) {
  bool no_name_yet = service == Service::ami && shape.name == "ChallengeResponseFailed";
  return !(no_name_yet && text.starts_with(Form::kNobodysSession));
}

template <class Form>
void set_names(std::string_view text, size_t session_end, Fields& fields) {
  text = text.substr(0, session_end);
  if (take(text, Form::kAccount) && !take_until(text, Form::kSessionBehind, fields.account)) return;
  take(text, Form::kSession);
  fields.session = text;
}

template <class Form>
Reading read_disordered(std::string_view text, const SecurityShape& shape, Fields& fields, Event& event) {
  AddressPair first, last;
  size_t count = 0;
  for (size_t at = find_words(text, Form::kLocalBehind); at != kNowhere;
       at = find_words(text, Form::kLocalBehind, at + 1)) {
    if (!read_pair<Form>(text, at, last)) continue;
    if (count++ == 0) first = last;
  }
  event.tainted = true;
  if (count == 0) return Reading::broken;
  bool before = sender_writes_before<Form>(text, event.service, shape);
  if (count > 1 && before && shape.sender_writes_behind) return Reading::event;
  const AddressPair& pair = before ? last : first;
  bool tail = is_tail<Form>(pair.tail, shape, fields);
  if (!tail && !(shape.sender_writes_behind && ends_properly<Form>(pair.tail, shape))) return Reading::broken;
  read_security_address(pair.remote, event);
  set_names<Form>(text, pair.begin, fields);
  event.tainted = count > 1 && before && !tail;
  fields.imitated = count > 1 || !tail || repeats_a_key<Form>(text);
  return Reading::event;
}

Service read_service(std::string_view text) {
  if (text == "PJSIP") return Service::pjsip;
  if (text == "SIP") return Service::sip;
  if (text == "AMI") return Service::ami;
  if (text == "IAX2" || text == "IAX") return Service::iax2;
  if (text == "HTTP" || text == "ARI") return Service::http;
  return Service::unknown;
}

AddressProof proof_of(const Event& event) {
  if (event.service == Service::ami) return AddressProof::connected;
  if (event.service != Service::pjsip) return AddressProof::claimed;
  if (event.kind == EventKind::auth_succeeded && event.used_password) return AddressProof::returned;
  bool stream = event.transport != Transport::udp && event.transport != Transport::unknown;
  return stream ? AddressProof::connected : AddressProof::claimed;
}

void fill(const Fields& fields, Event& event) {
  event.session = fields.session;
  if (fields.account != "<unknown>") event.account = account_text(fields.account);
  // The AccountID of chan_sip is what was asked for (security_events.c: p->exten): of an INVITE, what was dialled.
  bool guest = fields.acl_name == "no_extension_match";
  if (guest) event.kind = EventKind::call_rejected;
  if (guest || (event.service == Service::sip && looks_international(event.account))) {
    event.method = SipMethod::invite;
    event.extension = event.account;
    event.account = {};
  }
  event.used_password = fields.using_password != "0";
  event.scanner_agent = shows_scanner(event.account) || shows_scanner(event.session);
}

// res_pjsip_registrar looks for AORs when the endpoint was identified and its password checked.
void settle_pjsip(const Fields& fields, const SecurityShape& shape, Event& event) {
  bool registrar = shape.name == "RequestNotSupported" || fields.acl_name == "registrar_attempt_without_configured_aors";
  event.known_caller = registrar && !event.account.empty() && event.account != "anonymous";
}

// From EventTV to the end of what Asterisk wrote.
template <class Form>
Reading read_fields(std::string_view text, const SecurityShape& shape, Event& event,
                    std::string_view& event_tv) {
  event.kind = shape.kind;
  Fields fields;
  if (!take_beginning<Form>(text, fields)) return Reading::broken;
  event_tv = fields.event_tv;
  event.service = read_service(fields.service);
  Reading reading = Reading::event;
  if (!read_in_order<Form>(text, shape, fields, event)) {
    fields.account = fields.session = fields.acl_name = fields.using_password = fields.challenge = {};
    event.address = {};
    event.port = 0;
    reading = read_disordered<Form>(text, shape, fields, event);
  }
  fill(fields, event);
  if (event.service == Service::pjsip) settle_pjsip(fields, shape, event);
  // No telephone has such a name: who was merely asked for a password has sent a packet made to deceive.
  if (fields.imitated && event.kind == EventKind::challenge_sent) event.kind = EventKind::malformed;
  if (fields.imitated) event.forgery = Forgery::false_record;
  event.proof = event.tainted || fields.imitated ? AddressProof::claimed : proof_of(event);
  bool made_up = event.service == Service::pjsip && event.proof == AddressProof::claimed && !fields.challenge.empty() &&
                 event.kind == EventKind::auth_failed && !is_pjsip_nonce(fields.challenge);
  if (made_up && !event.tainted && event.forgery == Forgery::none) event.forgery = Forgery::junk_nonce;
  return reading;
}

}  // namespace

Reading read_security_event(std::string_view text, Event& event, std::string_view& event_tv) {
  if (!take(text, "SecurityEvent=\"")) return Reading::none;
  std::string_view name;
  if (!take_until(text, "\"", name)) return Reading::broken;
  const SecurityShape* shape = security_shape(name);
  return shape ? read_fields<LogForm>(text, *shape, event, event_tv) : Reading::none;
}

Reading read_manager_security_event(std::string_view name, std::string_view fields, Event& event,
                                    std::string_view& event_tv) {
  const SecurityShape* shape = security_shape(name);
  return shape ? read_fields<ManagerForm>(fields, *shape, event, event_tv) : Reading::none;
}

}  // namespace denwaban::parse
