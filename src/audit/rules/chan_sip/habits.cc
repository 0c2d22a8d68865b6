// SPDX-License-Identifier: GPL-3.0-or-later
// What chan_sip is better told, though nothing stands open for it.
#include <algorithm>

#include "audit/rules/chan_sip/checks.h"
#include "audit/rules/chan_sip/devices.h"
#include "audit/rules/dialled.h"
#include "pbx/host_spec.h"

namespace denwaban::audit::sip {
namespace {

// Devices that sip.conf's sample has as examples.
constexpr std::string_view kSampleNames[] = {"sip_proxy",      "sip_proxy-out", "grandstream1", "xlite1",
                                             "snom",           "polycom",       "pingtel",      "cisco1",
                                             "pre14-asterisk", "gateway1"};
constexpr std::string_view kOldMethods[] = {"sslv2", "sslv3", "tlsv1", "tlsv1_1"};

template <size_t N>
bool is_one_of(const std::string_view (&words)[N], std::string_view word) {
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view w) { return parse::same_name(w, word); });
}

bool speaks_tls(const ChanSip& sip) {
  if (sip.general.option("tlsenable", "no").yes()) return true;
  return std::any_of(sip.devices.begin(), sip.devices.end(), [](const SipDevice& device) {
    return device.object.option("transport").value.find("tls") != std::string::npos;
  });
}

}  // namespace

void no_encryption(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  if (!sip.has_file) return;
  Option enabled = sip.general.option("tlsenable", "no");
  if (!enabled.yes())
    check.about(sip.general, enabled).fix =
        in_general("tlsenable=yes\ntlscertfile=/etc/asterisk/keys/asterisk.pem");
  if (!speaks_tls(sip)) return;
  Option trusting = sip.general.option("tlsdontverifyserver", "no");
  if (trusting.yes()) {
    ConfigFinding& found = check.about(sip.general, trusting);
    found.severity = Severity::medium;
    found.fix = in_general("tlsdontverifyserver=no");
  }
  Option method = sip.general.option("tlsclientmethod");
  if (is_one_of(kOldMethods, method.value)) {
    ConfigFinding& found = check.about(sip.general, method);
    found.severity = Severity::medium;
    found.fix = in_general("tlsclientmethod=tlsv1_2");
  }
}

void server_named(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  if (!sip.has_file) return;
  Option agent = sip.general.option("useragent");
  auto tells = [](std::string_view text) {
    return text.find("sterisk") != std::string_view::npos || text.find("PBX") != std::string_view::npos;
  };
  if (agent.written() && !tells(agent.value)) return;
  check.about(sip.general, agent).fix = in_general("useragent=PBX-1\nsdpsession=-\nrealm=voice");
}

void calls_unlimited(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  if (sip.general.option("callcounter", "no").yes()) return;
  size_t count = 0;
  for (const SipDevice& device : sip.devices) {
    bool limited = device.object.own("callcounter").yes() ||
                   device.object.option_of({"call-limit", "incominglimit"}).written() ||
                   device.object.own("busylevel").written();
    count += is_entered_by_name(device) && !limited;
  }
  if (!count) return;
  ConfigFinding& found = check.about(sip.general, sip.general.option("callcounter", "no"));
  fact(found, "count", std::to_string(count));
  found.fix = "call-limit=2";
}

void dead_calls_stay(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  Option timeout = sip.general.option("rtptimeout", "0");
  auto is_set = [](const Option& o) { return o.written() && o.value != "0"; };
  if (!sip.has_file || is_set(timeout) || is_set(sip.general.option("rtpholdtimeout", "0"))) return;
  check.about(sip.general, timeout).fix = in_general("rtptimeout=60\nrtpholdtimeout=300");
}

void unused_device(Check& check) {
  DialledNames dialled(check.estate());
  for (const SipDevice& device : check.estate().chan_sip.devices) {
    bool sample = is_one_of(kSampleNames, device.object.name);
    bool unused = dialled.complete() && is_entered_by_name(device) && !dialled.names(device.object.name);
    if (!sample && !unused) continue;
    ConfigFinding& found = check.about(device.object);
    fact(found, "device", device.object.title());
    fact(found, "sample", sample ? "yes" : "");
  }
}

void driver_outdated(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  const AsteriskVersion& version = check.estate().version();
  if (!sip.has_file || (version.known && version.major < 17)) return;
  check.about(SourceLine{"sip.conf", 0, {}, {}});
}

}  // namespace denwaban::audit::sip
