// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 3261 section 20.42: sent-protocol LWS sent-by *( SEMI via-params ).
#include "parse/sip/fields.h"

namespace denwaban::parse::sip {
namespace {

// Up to the next `/` or white space, with the slash and the white space around it passed.
std::string_view take_protocol_part(Cursor& c, bool& slash) {
  skip_space(c);
  const char* begin = c.at;
  c.at = find_first_or_blank<'/', ';', ','>(c);
  std::string_view part = view(begin, c.at);
  skip_space(c);
  slash = c.is('/');
  if (slash) {
    ++c.at;
    skip_space(c);
  }
  return part;
}

void read_protocol(Cursor& c, Via& out, DeviationSet& deviations) {
  if (c.left() > 8 && load8(c.at, c.limit) == word8("SIP/2.0/") && !is(c.at[8], kSpace)) [[likely]] {
    out.version = {c.at + 4, 3};
    const char* begin = c.at + 8;
    c.at = find_first_or_blank<';', ',', '/'>({begin, c.end, c.limit});
    out.transport_text = view(begin, c.at);
    skip_space(c);
  } else {
    bool first = false, second = false, third = false;
    std::string_view name = take_protocol_part(c, first);
    if (first) out.version = take_protocol_part(c, second);
    if (second) out.transport_text = take_protocol_part(c, third);
    deviations.add_if(!second || third || !same_word(name, "sip"), Deviation::bad_via);
    deviations.add_if(second && out.version != "2.0", Deviation::unknown_version);
  }
  out.transport = transport_of(out.transport_text);
  deviations.add_if(out.transport == Transport::unknown, Deviation::unknown_transport);
}

void keep_received(std::string_view value, Via& out) {
  // RFC 5118 section 4.5: both with brackets and without.
  bool bracketed = value.size() > 1 && value.front() == '[' && value.back() == ']';
  out.received = bracketed ? value.substr(1, value.size() - 2) : value;
}

void keep_parameter(const Parameter& parameter, Via& out, DeviationSet& deviations) {
  std::string_view name = parameter.name;
  if (name.size() == 6 && same_word(name, "branch")) {
    out.branch = parameter.value;
  } else if (name.size() == 5 && same_word(name, "rport")) {
    out.wants_rport = true;
    if (!parameter.value.empty()) out.rport = read_port(parameter.value, deviations);
  } else if (name.size() == 8 && same_word(name, "received")) {
    keep_received(parameter.value, out);
  } else if (name.size() == 5 && same_word(name, "maddr")) {
    out.maddr = parameter.value;
  } else {
    check_name(parameter, deviations);
  }
}

// `rport=` without a value is common and harmless.
bool empty_rport(const Parameter& parameter) {
  return parameter.value.empty() && same_word(parameter.name, "rport");
}

}  // namespace

void read_via(Cursor& c, Via& out, DeviationSet& deviations) {
  clear(out);
  skip_space(c);
  read_protocol(c, out, deviations);
  const char* begin = c.at;
  c.at = find_first<';', ','>(c);
  std::string_view sent_by = trimmed(begin, c.at);
  DeviationSet host_deviations;
  HostPort sent = read_host_port({sent_by.data(), sent_by.data() + sent_by.size(), c.limit}, host_deviations);
  out.host = sent.host;
  out.port = sent.port;
  out.ipv6 = sent.ipv6;
  deviations.merge(host_deviations);
  deviations.add_if(host_deviations.has(Deviation::bad_host), Deviation::bad_via);
  if (!c.is(';')) return;
  begin = c.at + 1;
  while (c.is(';')) {
    DeviationSet wrong;
    Parameter parameter = take_parameter(c, wrong);
    if (!wrong.empty() && !empty_rport(parameter)) deviations.merge(wrong);
    keep_parameter(parameter, out, deviations);
  }
  out.parameters = view(begin, c.at);
}

}  // namespace denwaban::parse::sip
