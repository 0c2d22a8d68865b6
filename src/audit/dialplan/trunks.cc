// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/dialplan/trunks.h"

#include <algorithm>
#include <cctype>

#include "audit/dialplan/device_names.h"
#include "parse/config/config_file.h"

namespace denwaban::audit {
namespace {

using parse::same_name;

constexpr size_t kExpandedMax = 4'096;
constexpr int kRoundsMax = 4;  // globals in globals

// Cards, gateways and modems: what is behind them is a line, unless it is one channel of our own.
constexpr std::string_view kLines[] = {"DAHDI",  "Zap", "mISDN",   "CAPI",    "Khomp", "Dongle", "Quectel", "OOH323", "H323",
                                       "Mobile", "VPB", "Unicall", "Woomera", "Vogel", "Gtalk",  "Motif",   "Allogsm"};

bool is_line(std::string_view technology) {
  return std::any_of(std::begin(kLines), std::end(kLines), [&](std::string_view one) { return same_name(one, technology); });
}

// "g1", "G2/${EXTEN}", "r3".
bool is_group(std::string_view resource) {
  return resource.size() > 1 && std::string_view("gGrR").find(resource[0]) != std::string_view::npos &&
         std::isdigit(static_cast<unsigned char>(resource[1]));
}

bool is_number(std::string_view text) {
  return text.find("${") != std::string_view::npos || text.find_first_of("0123456789") == 0 || text.starts_with('+');
}

bool is_line_of_ours(const Estate& estate, std::string_view channel) {
  bool known = false, trunk = false;
  for (const DahdiChannels& group : estate.dahdi) {
    for (const std::string& part : split_arguments(group.channels)) {
      std::string_view range = trim(part);
      if (range != channel) continue;
      known = true;
      trunk = group.is_trunk;
    }
  }
  return known && !trunk;
}

bool line_leaves(const Estate& estate, std::string_view resource) {
  if (is_group(resource)) return true;
  size_t slash = resource.find('/');
  if (slash == std::string_view::npos) return false;
  return !is_line_of_ours(estate, resource.substr(0, slash)) && is_number(resource.substr(slash + 1));
}

// chan_sip and IAX: "peer/number" and "number@peer"; pjsip has "endpoint/sip:number@host" and "number@endpoint".
bool peer_leaves(std::string_view resource) {
  size_t slash = resource.find('/');
  size_t at = resource.find('@');
  size_t brace = resource.find("${");
  if (slash != std::string_view::npos && (brace == std::string_view::npos || slash < brace || at == std::string_view::npos)) {
    std::string_view rest = resource.substr(slash + 1);
    return rest.starts_with("sip:") || is_number(rest);
  }
  return at != std::string_view::npos && is_number(resource.substr(0, at)) && at + 1 < resource.size();
}

// Names that only the run knows count as there.
bool is_there(const Estate& estate, const DialLeg& leg) {
  std::string_view name = leg.resource;
  size_t slash = name.find('/'), at = name.find('@');
  const bool number_first = at != std::string_view::npos && (slash == std::string_view::npos || at < slash);
  name = number_first ? name.substr(at + 1) : name;
  name = name.substr(0, name.find_first_of("/:"));
  return name.find('$') != std::string_view::npos || DeviceNames(estate).of(leg.technology, name) == Whereabouts::there;
}

bool names_trunk(std::string_view text) {
  std::string all(text);
  std::transform(all.begin(), all.end(), all.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return all.find("TRUNK") != std::string::npos || all.find("${OUT_") != std::string::npos;
}

}  // namespace

bool sounds_like_gateway(std::string_view peer) {
  static constexpr std::string_view kWords[] = {"fxo",  "pstn", "gateway", "trunk", "gsm",    "isdn",
                                                "spa3", "ht50", "ht81",    "goip",  "dinstar"};
  std::string name(peer);
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return name == "gw" || std::ranges::any_of(kWords, [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

std::string with_globals(const Estate& estate, std::string_view text) {
  std::string now(text);
  for (int round = 0; round < kRoundsMax && now.find("${") != std::string::npos; ++round) {
    std::string next;
    size_t done = 0;
    for (const Reference& one : references(now)) {
      if (one.parent >= 0 || one.kind != Reference::Kind::variable || one.sliced || one.begin < done) continue;
      const parse::GlobalVariable* global = estate.dialplan.global(one.name);
      if (!global || !global->complete || next.size() + global->value.size() > kExpandedMax) continue;
      next.append(now, done, one.begin - done).append(global->value);
      done = one.end;
    }
    if (done == 0) break;
    next.append(now, done);
    now = std::move(next);
  }
  return now;
}

bool leaves_exchange(const Estate& estate, const DialLeg& leg) {
  if (leg.is("Local")) return false;
  if (leg.technology.empty()) {
    // ${TRUNK}/${EXTEN}: the device is a variable, and is given a number
    std::vector<Reference> all = references(leg.text);
    return !all.empty() && all[0].begin == 0 && names_trunk(all[0].kind == Reference::Kind::variable ? leg.text : "") &&
           leg.text.find('/') != std::string::npos;
  }
  if (is_line(leg.technology)) return line_leaves(estate, leg.resource);
  if (leg.is("SIP") || leg.is("PJSIP") || leg.is("IAX2") || leg.is("IAX"))
    return peer_leaves(leg.resource) && is_there(estate, leg);
  return false;
}

std::string outside_leg(const Estate& estate, std::string_view app, std::string_view arguments) {
  if (!is_app(app, {"Dial", "RetryDial"})) return {};
  std::vector<std::string> parts = application_arguments(arguments);
  size_t first = is_app(app, "RetryDial") ? 3 : 0;
  for (const DialLeg& leg : dial_legs(with_globals(estate, argument(parts, first))))
    if (leaves_exchange(estate, leg)) return leg.text;
  return {};
}

}  // namespace denwaban::audit
