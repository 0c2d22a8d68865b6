// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/calls/channel_name.h"

#include "base/ip.h"

namespace denwaban::track {
namespace {

Service service_of(std::string_view technology) {
  if (technology == "PJSIP") return Service::pjsip;
  if (technology == "SIP") return Service::sip;
  if (technology == "IAX2") return Service::iax2;
  return Service::unknown;
}

// A guest's channel bears where he came from.
bool is_host(std::string_view text) {
  if (IpAddress::parse(text)) return true;
  size_t colon = text.rfind(':');
  return colon != text.npos && IpAddress::parse(text.substr(0, colon)).has_value();
}

}  // namespace

ChannelName read_channel_name(std::string_view name) {
  ChannelName read;
  size_t slash = name.find('/');
  if (slash == name.npos) return read;
  std::string_view technology = name.substr(0, slash), rest = name.substr(slash + 1);
  rest = rest.substr(0, rest.rfind('-'));
  if (technology == "Local") {
    read.local = true;
    read.way = rest;
    return read;
  }
  read.service = service_of(technology);
  bool nobody = is_host(rest) || (read.service == Service::pjsip && rest == "anonymous");
  if (!nobody) read.endpoint = rest;
  return read;
}

std::string_view number_dialled(Service service, std::string_view dial_string) {
  if (service == Service::pjsip) {
    if (size_t uri = dial_string.find("/sip:"); uri != dial_string.npos) dial_string.remove_prefix(uri + 5);
    size_t at = dial_string.find('@');
    return at == dial_string.npos ? std::string_view() : dial_string.substr(0, at);
  }
  size_t slash = dial_string.find('/');
  return slash == dial_string.npos ? std::string_view() : dial_string.substr(slash + 1);
}

}  // namespace denwaban::track
