// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/call_json.h"

#include <algorithm>
#include <array>

#include "model/json_text.h"
#include "model/names.h"

namespace denwaban {
namespace {

// By the order of the enumerators.
constexpr std::array<std::string_view, 4> kStates{"ringing", "answered", "held", "ended"};
constexpr std::array<std::string_view, 4> kDirections{"unknown", "internal", "outgoing", "incoming"};
constexpr std::array<std::string_view, 5> kSources{"none", "contact", "login", "uri", "call_id"};
constexpr std::array<std::string_view, 3> kRedirects{"forwarded", "blind_transfer", "attended_transfer"};

template <size_t N, class Enum>
std::string_view word_of(const std::array<std::string_view, N>& words, Enum value) {
  return words.at(static_cast<size_t>(value));
}

void write_text(JsonText& json, std::string_view key, const std::string& text) {
  json.key(key);
  text.empty() ? json.word("null") : json.string(text);
}

void write_time(JsonText& json, std::string_view key, const std::optional<Time>& time) {
  json.key(key);
  time ? json.string(to_rfc3339(*time)) : json.word("null");
}

void write_address(JsonText& json, const Call& call) {
  bool known = !call.address.is_unspecified();
  write_text(json, "address", known ? call.address.to_string() : "");
  json.key("port");
  known&& call.port != 0 ? json.number(call.port) : json.word("null");
  json.key("address_source").string(word_of(kSources, call.address_source));
  json.key("address_proof").string(name_of(call.address_proof));
}

void write_redirects(JsonText& json, const Call& call) {
  json.key("redirects").open('[');
  for (const CallRedirect& redirect : call.redirects) {
    json.open('{').key("kind").string(word_of(kRedirects, redirect.kind));
    json.key("from").string(redirect.from);
    json.key("to").string(redirect.to);
    json.key("time").string(to_rfc3339(redirect.time));
    json.close('}');
  }
  json.close(']');
}

}  // namespace

std::string call_json(const Call& call, Time now) {
  JsonText json(700 + call.redirects.size() * 120);
  json.open('{').key("type").string("call");
  json.key("id").string(call.id);
  json.key("state").string(word_of(kStates, call.state));
  json.key("direction").string(word_of(kDirections, call.direction));
  write_text(json, "account", call.account);
  json.key("service").string(name_of(call.service));
  write_address(json, call);
  write_text(json, "sip_call_id", call.sip_call_id);
  write_text(json, "context", call.context);
  write_text(json, "dialled", call.dialled);
  write_text(json, "caller_number", call.caller_number);
  write_text(json, "caller_name", call.caller_name);
  write_text(json, "channel", call.channel);
  write_text(json, "peer", call.peer);
  write_text(json, "trunk", call.trunk);
  write_text(json, "trunk_number", call.trunk_number);
  write_text(json, "entered_by", call.entered_by);
  write_redirects(json, call);
  write_time(json, "began", call.began);
  write_time(json, "answered", call.answered);
  write_time(json, "reached", call.reached);
  write_time(json, "ended", call.ended);
  json.key("seconds");
  if (call.answered)
    json.number(std::chrono::duration_cast<Seconds>(std::max(call.ended.value_or(now), *call.answered) -
                                                    *call.answered)
                    .count());
  else
    json.word("null");
  json.key("cause");
  call.cause != 0 ? json.number(call.cause) : json.word("null");
  json.key("legs").number(call.legs);
  json.key("joined").word(call.joined ? "true" : "false");
  json.key("unsure").word(call.unsure ? "true" : "false");
  return json.close('}').take();
}

}  // namespace denwaban
