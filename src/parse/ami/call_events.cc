// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/ami/call_events.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "parse/log/text.h"

namespace denwaban::parse {
namespace {

struct Field {
  std::string_view key, value;
};

// Two transferers, a transferee, a target and their bridges have about a hundred.
constexpr size_t kFieldsMax = 160;

constexpr std::string_view kRun[] = {"Channel",           "ChannelState", "ChannelStateDesc",
                                     "CallerIDNum",       "CallerIDName", "ConnectedLineNum",
                                     "ConnectedLineName", "Language",     "AccountCode",
                                     "Context",           "Exten",        "Priority",
                                     "Uniqueid",          "Linkedid"};

bool is_key(std::string_view text) {
  auto plain = [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; };
  return !text.empty() && is_letter(text[0]) && std::all_of(text.begin(), text.end(), plain);
}

// The end of a security event that a sender interrupted.
bool is_of_a_login(std::string_view key) {
  return key == "SessionID" || key == "LocalAddress" || key == "RemoteAddress" || key == "EventTV";
}

// "ChanVariable: CDR(accountcode)=7": one for each of channelvars in manager.conf.
bool may_repeat(std::string_view key) { return key.ends_with("ChanVariable"); }

std::string_view known(std::string_view value) {
  return value == "<unknown>" ? std::string_view() : value.substr(0, CallEvent::kTextMax);
}

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// No blanks, no control bytes, and short: what Asterisk itself makes up.
bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 150 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c != '\x7f'; });
}

class Fields {
 public:
  explicit Fields(std::string_view text) {
    while (!text.empty() && sound_) {
      std::string_view line;
      if (!take_until(text, "\r\n", line) || count_ == kFieldsMax) {
        sound_ = false;
        break;
      }
      size_t colon = line.find(": ");
      Field field{line.substr(0, colon), colon == kNowhere ? std::string_view() : line.substr(colon + 2)};
      bool broken = colon == kNowhere || is_of_a_login(field.key) || !is_key(field.key) ||
                    field.value.find_first_of("\r\n") != kNowhere;
      sound_ = !broken && (may_repeat(field.key) || !find(field.key));
      fields_[count_++] = field;
    }
  }

  // Every line is a field, and no field stands twice.
  bool sound() const { return sound_; }

  const Field* find(std::string_view key) const {
    auto end = fields_.begin() + static_cast<ptrdiff_t>(count_);
    auto at = std::find_if(fields_.begin(), end, [&](const Field& field) { return field.key == key; });
    return at == end ? nullptr : &*at;
  }
  bool get(std::string_view key, std::string_view& value) const {
    const Field* field = find(key);
    if (field) value = known(field->value);
    return field != nullptr;
  }

  // The run of a channel under that prefix. False: it is not there, or broken.
  bool channel(std::string_view prefix, ChannelView& view) const {
    size_t at = 0;
    auto is = [&](size_t i, std::string_view key) {
      std::string_view text = fields_[i].key;
      return take(text, prefix) && text == key;
    };
    while (at < count_ && !is(at, kRun[0])) ++at;
    std::array<std::string_view, std::size(kRun)> values;
    for (size_t key = 0; key < std::size(kRun); ++key) {
      bool there = at < count_ && is(at, kRun[key]);
      bool optional = kRun[key] == "Language" || kRun[key] == "AccountCode";
      if (!there && !optional) return false;
      if (there) values[key] = fields_[at++].value;
    }
    auto state = number<uint8_t>(values[1]);
    if (!state || !is_id(values[12]) || !is_id(values[13]) || values[0].empty()) return false;
    view = {known(values[0]),  values[12],       values[13],       known(values[9]),
            known(values[10]), known(values[3]), known(values[4]), *state};
    return true;
  }
  bool has_channel(std::string_view prefix) const {
    return std::any_of(fields_.begin(), fields_.begin() + static_cast<ptrdiff_t>(count_),
                       [&](const Field& field) {
                         std::string_view text = field.key;
                         return take(text, prefix) && text == kRun[0];
                       });
  }
  // Not there, or whole.
  bool maybe_channel(std::string_view prefix, ChannelView& view) const {
    return !has_channel(prefix) || channel(prefix, view);
  }

 private:
  std::array<Field, kFieldsMax> fields_;
  size_t count_ = 0;
  bool sound_ = true;
};

// "192.0.2.10:5060", "[2001:db8::1]:5060"
void read_place(std::string_view text, CallEvent& event) {
  size_t colon = text.rfind(':');
  if (colon == kNowhere) return;
  std::string_view host = text.substr(0, colon);
  if (take(host, "[") && !take_last(host, "]")) return;
  auto address = IpAddress::parse(host);
  auto port = number<uint16_t>(text.substr(colon + 1));
  if (!address || !port) return;
  event.address = *address;
  event.port = *port;
}

// "sip:100@192.0.2.10:5060;transport=udp"
void read_uri(std::string_view text, CallEvent& event) {
  if (!take(text, "sip:") && !take(text, "sips:")) return;
  text = text.substr(0, text.find_first_of(";?>"));
  if (size_t at = text.rfind('@'); at != kNowhere) text.remove_prefix(at + 1);
  read_place(text, event);
  if (event.address.is_unspecified())
    if (auto address = IpAddress::parse(text)) event.address = *address;
}

bool read_dial(const Fields& fields, CallEvent& event, std::string_view detail) {
  fields.get("Forward", event.target);
  return fields.maybe_channel("", event.channel) && fields.channel("Dest", event.other) &&
         fields.get(detail, event.detail);
}
bool read_dial_begin(const Fields& fields, CallEvent& event) {
  return read_dial(fields, event, "DialString");
}
bool read_dial_end(const Fields& fields, CallEvent& event) { return read_dial(fields, event, "DialStatus"); }

bool read_channel(const Fields& fields, CallEvent& event) { return fields.channel("", event.channel); }

bool read_bridge(const Fields& fields, CallEvent& event) {
  return fields.get("BridgeUniqueid", event.detail) && is_id(event.detail) && read_channel(fields, event);
}

bool read_hangup(const Fields& fields, CallEvent& event) {
  std::string_view cause;
  if (!read_channel(fields, event) || !fields.get("Cause", cause)) return false;
  auto value = number<uint16_t>(cause);
  event.cause = value.value_or(0);
  return value.has_value();
}

bool succeeded(const Fields& fields) {
  std::string_view result;
  return fields.get("Result", result) && result == "Success";
}

bool read_blind_transfer(const Fields& fields, CallEvent& event) {
  return succeeded(fields) && fields.channel("Transferer", event.channel) &&
         fields.maybe_channel("Transferee", event.other) && fields.get("Extension", event.detail) &&
         fields.get("Context", event.target);
}

bool read_attended_transfer(const Fields& fields, CallEvent& event) {
  ChannelView target;
  if (!fields.maybe_channel("TransferTarget", target)) return false;
  event.detail = target.name;
  return succeeded(fields) && fields.channel("OrigTransferer", event.channel) &&
         fields.channel("SecondTransferer", event.third) && fields.maybe_channel("Transferee", event.other);
}

bool read_local_bridge(const Fields& fields, CallEvent& event) {
  return fields.channel("LocalOne", event.channel) && fields.channel("LocalTwo", event.other);
}

bool read_variable(const Fields& fields, CallEvent& event) {
  if (!fields.get("Variable", event.detail) || !fields.get("Value", event.target)) return false;
  if (event.detail == "SIPURI") read_uri(event.target, event);
  return read_channel(fields, event);
}

bool read_rename(const Fields& fields, CallEvent& event) {
  return fields.get("Channel", event.channel.name) && fields.get("Newname", event.target) &&
         fields.get("Uniqueid", event.channel.unique) && is_id(event.channel.unique);
}

bool read_cdr(const Fields& fields, CallEvent& event) {
  ChannelView& channel = event.channel;
  return fields.get("Channel", channel.name) && fields.get("DestinationChannel", event.other.name) &&
         fields.get("Destination", channel.extension) && fields.get("DestinationContext", channel.context) &&
         fields.get("Disposition", event.detail) && fields.get("UniqueID", channel.unique) &&
         is_id(channel.unique);
}

bool read_peer(const Fields& fields, CallEvent& event) {
  std::string_view type, address;
  if (!fields.get("ChannelType", type) || !fields.get("Peer", event.detail) ||
      !fields.get("PeerStatus", event.target))
    return false;
  event.service = type == "PJSIP" ? Service::pjsip : type == "SIP" ? Service::sip : Service::iax2;
  if (size_t slash = event.detail.find('/'); slash != kNowhere) event.detail.remove_prefix(slash + 1);
  if (fields.get("Address", address)) read_place(address, event);
  return true;
}

bool read_contact(const Fields& fields, CallEvent& event) {
  std::string_view uri;
  if (!fields.get("URI", uri) || !fields.get("ContactStatus", event.target) ||
      !fields.get("EndpointName", event.detail))
    return false;
  event.service = Service::pjsip;
  read_uri(uri, event);
  return true;
}

// Chan_sip writes the registrar as a host, chan_pjsip as a URI; a name's address is not in it.
bool read_registry(const Fields& fields, CallEvent& event) {
  std::string_view type, registrar;
  if (!fields.get("ChannelType", type) || !fields.get("Domain", registrar) || !fields.get("Status", event.target))
    return false;
  event.service = type == "PJSIP" ? Service::pjsip : type == "SIP" ? Service::sip : Service::iax2;
  read_uri(registrar, event);
  if (event.address.is_unspecified()) read_place(registrar, event);
  if (!event.address.is_unspecified()) return true;
  std::string_view host = registrar.substr(registrar.starts_with("sip:") ? 4 : registrar.starts_with("sips:") ? 5 : 0);
  if (take(host, "[")) host = host.substr(0, host.find(']'));
  if (auto address = IpAddress::parse(host)) event.address = *address;
  return true;
}

bool read_booted(const Fields& fields, CallEvent& event) {
  std::string_view uptime;
  auto seconds = fields.get("Uptime", uptime) ? number<uint32_t>(uptime) : std::nullopt;
  event.uptime = Seconds(seconds.value_or(0));
  return seconds.has_value();
}

struct Shape {
  std::string_view name;
  CallEventKind kind;
  bool (*read)(const Fields&, CallEvent&);
};

constexpr Shape kShapes[] = {
    {"Newchannel", CallEventKind::channel_new, read_channel},
    {"Newstate", CallEventKind::channel_state, read_channel},
    {"NewCallerid", CallEventKind::channel_state, read_channel},
    {"DialBegin", CallEventKind::dial_begin, read_dial_begin},
    {"DialEnd", CallEventKind::dial_end, read_dial_end},
    {"BridgeEnter", CallEventKind::bridge_enter, read_bridge},
    {"BridgeLeave", CallEventKind::bridge_leave, read_bridge},
    {"Hold", CallEventKind::hold, read_channel},
    {"Unhold", CallEventKind::unhold, read_channel},
    {"BlindTransfer", CallEventKind::blind_transfer, read_blind_transfer},
    {"AttendedTransfer", CallEventKind::attended_transfer, read_attended_transfer},
    {"LocalBridge", CallEventKind::local_bridge, read_local_bridge},
    {"Hangup", CallEventKind::hangup, read_hangup},
    {"Rename", CallEventKind::rename, read_rename},
    {"VarSet", CallEventKind::variable, read_variable},
    {"Cdr", CallEventKind::cdr, read_cdr},
    {"PeerStatus", CallEventKind::device, read_peer},
    {"ContactStatus", CallEventKind::device, read_contact},
    {"Registry", CallEventKind::registry, read_registry},
    {"FullyBooted", CallEventKind::booted, read_booted},
};

// Of the many that a channel sets only these say something.
bool is_wanted(std::string_view fields) {
  for (std::string_view name : {"SIPURI\r\n", "SIPCALLID\r\n", "BRIDGEPVTCALLID\r\n"})
    if (find_words(fields, name) != kNowhere) return true;
  return false;
}

}  // namespace

bool read_call_event(std::string_view name, std::string_view fields, CallEvent& event) {
  auto shape =
      std::find_if(std::begin(kShapes), std::end(kShapes), [&](const Shape& s) { return s.name == name; });
  if (shape == std::end(kShapes)) return false;
  event.kind = shape->kind;
  if (shape->kind == CallEventKind::variable && !is_wanted(fields)) return false;
  Fields read(fields);
  bool whole = shape->read(read, event);
  event.tainted = !read.sound() || !whole;
  // What Asterisk tells of at length only when it went well, or of no channel, is no forgery.
  bool optional = shape->kind == CallEventKind::blind_transfer ||
                  shape->kind == CallEventKind::attended_transfer || shape->kind == CallEventKind::variable ||
                  shape->kind == CallEventKind::booted;
  return whole || !read.sound() || !optional;
}

Time begun_at(std::string_view unique) {
  if (size_t dash = unique.rfind('-'); dash != kNowhere) unique.remove_prefix(dash + 1);
  size_t point = unique.find('.');
  if (point == kNowhere || point < 9 || point > 11) return {};
  auto seconds = number<int64_t>(unique.substr(0, point));
  return seconds && *seconds > 0 ? from_epoch_ms(*seconds * 1000) : Time{};
}

}  // namespace denwaban::parse
