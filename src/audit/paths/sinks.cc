// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/sinks.h"

#include <algorithm>
#include <array>

#include "audit/dialplan/arguments.h"
#include "audit/dialplan/trunks.h"
#include "audit/paths/own_devices.h"
#include "audit/rules/pjsip/endpoints.h"
#include "base/ip.h"

namespace denwaban::audit {
namespace {

constexpr size_t kNamedMax = 200;

enum class Shape : uint8_t { number_at_peer, pjsip, iax, dahdi, peer_slash_number, telephones };

struct Technology {
  std::string_view name;
  Shape shape;
};

// What is not here calls nobody who costs money.
constexpr Technology kTechnologies[] = {{"SIP", Shape::number_at_peer},
                                        {"PJSIP", Shape::pjsip},
                                        {"IAX2", Shape::iax},
                                        {"IAX", Shape::iax},
                                        {"DAHDI", Shape::dahdi},
                                        {"Zap", Shape::dahdi},
                                        {"H323", Shape::number_at_peer},
                                        {"OOH323", Shape::number_at_peer},
                                        {"mISDN", Shape::peer_slash_number},
                                        {"CAPI", Shape::peer_slash_number},
                                        {"Dongle", Shape::peer_slash_number},
                                        {"Datacard", Shape::peer_slash_number},
                                        {"Quectel", Shape::peer_slash_number},
                                        {"Mobile", Shape::peer_slash_number},
                                        {"Khomp", Shape::peer_slash_number},
                                        {"DGV", Shape::peer_slash_number},
                                        {"LCR", Shape::peer_slash_number},
                                        {"Unicall", Shape::peer_slash_number},
                                        {"Woomera", Shape::peer_slash_number},
                                        {"Motif", Shape::peer_slash_number},
                                        {"Gtalk", Shape::peer_slash_number},
                                        {"Jingle", Shape::peer_slash_number},
                                        {"vpb", Shape::peer_slash_number}};

struct Resource {
  Value peer, number;
  bool has_number = false;
};

Value before(const Value& value, char separator) {
  auto parts = value.cut(separator);
  return parts ? parts->first : value;
}

Value without_scheme(const Value& text) {
  for (int length : {4, 5})
    if (text.starts_with(length == 4 ? "sip:" : "sips:")) return text.sliced(length, 0, true);
  return text;
}

// "number@peer", "peer/number", "user:secret:md5:auth@host:5060". An '@' behind the first '/' belongs to the
// number (chan_sip.c, sip_request_call).
Resource sip_resource(const Value& text) {
  auto slash = text.cut('/');
  Value first = slash ? slash->first : text;
  if (auto at = first.cut('@', true)) return {before(at->second, ':'), before(at->first, ':'), true};
  if (slash) return {first, before(before(without_scheme(slash->second), '/'), '@'), true};
  return {text, {}, false};
}

// "endpoint/sip:number@host", "number@endpoint": what stands behind the first '@' is the endpoint's name, another '@' and all
// (chan_pjsip.c, request).
Resource pjsip_resource(const Value& text) {
  if (auto slash = text.cut('/')) return {slash->first, before(without_scheme(slash->second), '@'), true};
  if (auto at = text.cut('@')) return {at->second, at->first, true};
  return {text, {}, false};
}

// "user:secret@peer:4569/number@context".
Resource iax_resource(const Value& text) {
  auto slash = text.cut('/');
  Value left = slash ? slash->first : text;
  if (auto at = left.cut('@', true)) left = at->second;
  left = before(left, ':');
  if (!slash) return {left, {}, false};
  return {left, before(slash->second, '@'), true};
}

Resource plain_resource(const Value& text) {
  if (auto slash = text.cut('/')) return {slash->first, slash->second, true};
  return {text, {}, false};
}

const Technology* technology(std::string_view name) {
  for (const Technology& one : kTechnologies)
    if (is_app(one.name, name)) return &one;
  return nullptr;
}

Resource resource_of(Shape shape, const Value& text) {
  switch (shape) {
    case Shape::number_at_peer:
      return sip_resource(text);
    case Shape::pjsip:
      return pjsip_resource(text);
    case Shape::iax:
      return iax_resource(text);
    default:
      return plain_resource(text);
  }
}

}  // namespace

Sinks::Sinks(const Estate& estate) : estate_(estate), devices_(estate) { find_any(); }

std::optional<Sink> Sinks::played(const Value& leg, const Value& digits) const {
  auto parts = leg.cut('/');
  if (!parts || !parts->first.constant() || digits.empty() || digits.has_unknown()) return std::nullopt;
  const Technology* tech = technology(parts->first.text());
  Value peer = parts->second.trimmed();
  if (!tech || !peer.constant() || peer.text().find('/') != std::string::npos) return std::nullopt;
  bool number = digits.uses_input() || digits.text().size() >= 3;
  if (!number || !sounds_like_gateway(peer.text())) return std::nullopt;
  return Sink{std::string(tech->name == "IAX" ? "IAX2" : tech->name) + "/" + peer.text(), digits, false,
              Gate::none};
}

bool Sinks::may_be_trunk(const Value& leg) {
  auto parts = leg.cut('/');
  return !parts || !parts->first.constant() || technology(parts->first.text());
}

std::optional<Sink> Sinks::sink(const Value& leg) const {
  auto parts = leg.cut('/');
  if (!parts) return std::nullopt;
  if (!parts->first.constant()) {
    bool begins_with_dialled = parts->first.pieces()[0].kind == Piece::Kind::input;
    if (begins_with_dialled || !parts->first.has_unknown() || parts->second.empty()) return std::nullopt;
    return Sink{parts->first.shown(), parts->second, false, Gate::unknown};
  }
  const Technology* tech = technology(parts->first.text());
  if (!tech) return std::nullopt;
  if (tech->shape == Shape::dahdi) return dahdi(parts->second);
  Resource resource = resource_of(tech->shape, parts->second);
  Value peer = resource.peer.trimmed();
  if (!resource.has_number || resource.number.trimmed().empty() || peer.empty()) return std::nullopt;
  Sink sink{std::string(tech->name == "IAX" ? "IAX2" : tech->name) + "/", resource.number.trimmed(), false,
            Gate::none};
  if (peer.constant()) {
    sink.trunk += peer.text();
    sink.where = devices_.of(tech->name, peer.text());
  } else if (peer.has_unknown()) {
    sink.trunk += peer.shown();
    sink.gate = gate_of(peer.worst_source());
  } else {
    sink.trunk += peer.shown();
    sink.chosen = true;
  }
  return sink;
}

// "g1/number", "4/number", "i1/number": a group, a channel, a span. Channels of the house's own telephones
// are none.
std::optional<Sink> Sinks::dahdi(const Value& text) const {
  Resource resource = plain_resource(text);
  if (!resource.peer.constant()) return std::nullopt;
  std::string channel(trim(resource.peer.text()));
  if (channel.empty() || is_app(channel, "pseudo") || only_telephones(channel)) return std::nullopt;
  if (!resource.has_number) return std::nullopt;
  return Sink{"DAHDI/" + channel, resource.number.trimmed(), false, Gate::none};
}

// Of a channel, "4", or of a group, "g1".
std::vector<const DahdiChannels*> Sinks::channels_of(std::string_view channel) const {
  const bool group = std::string_view("gGrR").find(channel[0]) != std::string_view::npos;
  std::string wanted(group ? channel.substr(1) : channel);
  wanted = wanted.substr(0, wanted.find_first_not_of("0123456789"));
  std::vector<const DahdiChannels*> found;
  if (wanted.empty()) return found;
  const long number = std::strtol(wanted.c_str(), nullptr, 10);
  auto holds = [&](std::string_view list) {
    for (const std::string& one : split_arguments(list)) {
      size_t dash = one.find('-');
      long low = std::strtol(one.c_str(), nullptr, 10),
           high = dash == std::string::npos ? low : std::strtol(one.c_str() + dash + 1, nullptr, 10);
      if (number >= low && number <= high) return true;
    }
    return false;
  };
  for (const DahdiChannels& channels : estate_.dahdi) {
    std::string_view list = channels.channels;
    auto option = channels.options.find("group");
    if (group)
      list = option == channels.options.end() ? std::string_view("0") : std::string_view(option->second);
    if (holds(list)) found.push_back(&channels);
  }
  return found;
}

bool Sinks::only_telephones(std::string_view channel) const {
  const auto channels = channels_of(channel);
  return !channels.empty() && std::ranges::none_of(channels, &DahdiChannels::is_trunk);
}

std::optional<std::string> Sinks::dial_tone(const Value& leg) const {
  auto parts = leg.cut('/');
  if (!parts || !parts->first.constant()) return std::nullopt;
  const Technology* tech = technology(parts->first.text());
  if (!tech || tech->shape != Shape::dahdi) return std::nullopt;
  Resource resource = plain_resource(parts->second);
  if (!resource.peer.constant() || !resource.number.trimmed().empty()) return std::nullopt;
  const std::string channel(trim(resource.peer.text()));
  if (channel.empty()) return std::nullopt;
  const auto channels = channels_of(channel);
  auto is_line = [](const DahdiChannels* one) {
    auto signalling = one->options.find("signalling");
    return one->is_trunk && signalling != one->options.end() && signalling->second.starts_with("fxs");
  };
  return std::ranges::any_of(channels, is_line) ? std::optional("DAHDI/" + channel) : std::nullopt;
}

namespace {

// Written, or the number of the one extension that it stands in.
bool is_own_number(std::string_view extension, const Value& number) {
  std::string text = number.text();
  return !extension.starts_with('_') && (text == "${EXTEN}" || text.find('$') == std::string::npos);
}

}  // namespace

namespace {

// "sip:user@192.0.2.1:5060;transport=udp": whether it is called at a name or at an address that is no private one.
bool is_outside(std::string_view contact) {
  const size_t scheme = contact.find(':');
  if (scheme == std::string_view::npos) return false;
  std::string_view host = contact.substr(scheme + 1);
  if (const size_t at = host.rfind('@'); at != std::string_view::npos) host.remove_prefix(at + 1);
  const bool bracket = host.starts_with('[');
  host = bracket ? host.substr(1, host.find(']') - 1) : host.substr(0, host.find_first_of(":;"));
  const auto address = IpAddress::parse(host);
  return address ? !address->is_private() && !address->is_loopback() : host.find('.') != std::string_view::npos;
}

// A carrier's endpoint, or of a box that we log in to; not one in the house that is told by its address.
bool is_carriers(const Pjsip& pjsip, const Object& endpoint) {
  if (!endpoint.option("outbound_auth").value.empty()) return true;
  for (const ObjectReference& aor : pjsip.references(endpoint, "aors"))
    for (const Object& one : pjsip.aors)
      if (one.name == aor.name)
        for (const Option& contact : one.list({"contact"}))
          if (is_outside(contact.value)) return true;
  return false;
}

}  // namespace

// The trunks that lines of the dialplan dial by their names, and those that the configuration says are some.
void Sinks::find_any() {
  const OwnDevices own(estate_);
  for (const parse::Context& context : estate_.dialplan.contexts)
    for (const parse::Extension& extension : context.extensions)
      for (const parse::Priority& priority : extension.priorities) {
        if (!is_app(priority.app, "Dial")) continue;
        const std::vector<std::string> arguments = application_arguments(priority.arguments);
        for (const DialLeg& leg : dial_legs(with_globals(estate_, argument(arguments, 0)))) find_named(leg, extension, own);
      }
  const pjs::Relations relations(estate_.pjsip);
  for (const Object& endpoint : estate_.pjsip.endpoints)
    if (relations.is_trunk(endpoint) && is_carriers(estate_.pjsip, endpoint) && configured_.size() < kNamedMax)
      configured_.insert("PJSIP/" + endpoint.name);
  for (const SipDevice& device : estate_.chan_sip.devices)
    if (estate_.heeds("chan_sip") && device.is_peer && !device.dynamic() && is_outside("sip:" + device.host()) && configured_.size() < kNamedMax)
      configured_.insert("SIP/" + device.object.name);
  if (any_.empty() && !configured_.empty()) any_ = *configured_.begin();
}

void Sinks::find_named(const DialLeg& leg, const parse::Extension& extension, const OwnDevices& own) {
  if (leg.technology.empty() || !technology(leg.technology)) return;
  // Variables count as what was dialled: only the name of the trunk matters here.
  auto found = sink(Value(leg.text));
  if (!found || found->chosen || found->trunk.find('$') != std::string::npos || found->where != Whereabouts::there) return;
  if (own.has(found->trunk) && is_own_number(extension.name, found->number)) return;
  if (found->number.text().find_first_of("0123456789$") == std::string::npos) return;  // a name, which costs nothing
  if (any_.empty()) any_ = found->trunk;
  if (named_.size() < kNamedMax) named_.insert(found->trunk);
}

}  // namespace denwaban::audit
