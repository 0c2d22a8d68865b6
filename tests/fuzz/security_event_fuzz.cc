// SPDX-License-Identifier: GPL-3.0-or-later
// Any text of a sender in the two fields that he writes: no untainted event names another address than the
// true one.
#include "base/check.h"
#include "parse/log/security_event.h"

using namespace denwaban;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  Event raw;
  std::string_view event_tv;
  parse::read_security_event(text, raw, event_tv);
  std::string account = text.substr(0, text.size() / 2), session = text.substr(text.size() / 2);
  std::string line =
      "SecurityEvent=\"InvalidAccountID\",EventTV=\"2026-11-21T20:03:46.840+0000\",Severity=\"Error\","
      "Service=\"PJSIP\","
      "EventVersion=\"1\",AccountID=\"" +
      account + "\",SessionID=\"" + session +
      "\",LocalAddress=\"IPV4/UDP/10.99.16.1/5070\",RemoteAddress=\"IPV4/UDP/203.0.113.5/5060\"";
  Event event;
  auto reading = parse::read_security_event(line, event, event_tv);
  DENWABAN_CHECK(reading == parse::Reading::event);
  DENWABAN_CHECK(event.address == *IpAddress::parse("203.0.113.5") && event.port == 5060);
  return 0;
}
