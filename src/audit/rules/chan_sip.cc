// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-SIP: chan_sip.
#include "audit/catalogue.h"
#include "audit/rules/severity.h"

namespace denwaban::audit {
namespace {

void guests_allowed(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  if (!sip.has_file || !sip.guests) return;
  Reach reach = check.survey().reach.of(sip.guest_context);
  ConfigFinding& found = check.about(sip.general, sip.general.option("allowguest", "yes"));
  found.severity = severity_of_open_door(reach);
  fact(found, "context", sip.guest_context);
  fact(found, "reach", reach_words(reach));
  found.fix = "[general]\nallowguest=no";
}

constexpr Rule kRules[] = {
    {"DWB-SIP-001", Severity::critical, "chan_sip", "JPCERT-AT-2010-0032, Sinologic", guests_allowed},
};

}  // namespace

std::span<const Rule> chan_sip_rules() { return kRules; }

}  // namespace denwaban::audit
