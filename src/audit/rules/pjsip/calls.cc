// SPDX-License-Identifier: GPL-3.0-or-later
// What the other side of a call may do, and who may listen.
#include <algorithm>

#include "audit/rules/pjsip/checks.h"
#include "audit/rules/pjsip/endpoints.h"

namespace denwaban::audit::pjs {
namespace {

using parse::same_name;

constexpr std::string_view kOldMethods[] = {"sslv2", "sslv3", "sslv23", "tlsv1", "tlsv1_1"};

bool reaches_trunk(const Check& check, const Object& endpoint) {
  return check.survey().reach.reaches_trunk(context_of(endpoint), "PJSIP/" + endpoint.name);
}

}  // namespace

void transfers_by_trunks(Check& check) {
  Relations relations(check.estate().pjsip);
  for (const Object& endpoint : check.estate().pjsip.endpoints) {
    Option allowed = endpoint.option("allow_transfer", "yes");
    if (!allowed.yes() || !relations.is_trunk(endpoint)) continue;
    ConfigFinding& found = check.about(endpoint, allowed);
    if (reaches_trunk(check, endpoint)) found.severity = Severity::medium;
    fact(found, "context", context_of(endpoint));
    found.fix = in_section(endpoint, "allow_transfer=no");
  }
}

void redirected_locally(Check& check) {
  Relations relations(check.estate().pjsip);
  for (const Object& endpoint : check.estate().pjsip.endpoints) {
    Option method = endpoint.option("redirect_method", "user");
    bool outside = relations.is_trunk(endpoint) && reaches_trunk(check, endpoint);
    if (!same_name(method.value, "user") || (!outside && !method.written())) continue;
    ConfigFinding& found = check.about(endpoint, method);
    if (outside) found.severity = Severity::medium;
    fact(found, "context", context_of(endpoint));
    found.fix = in_section(endpoint, "redirect_method=uri_core");
  }
}

void caller_id_believed(Check& check) {
  Relations relations(check.estate().pjsip);
  for (const Object& endpoint : check.estate().pjsip.endpoints) {
    Option trusted = endpoint.option("trust_id_inbound", "no");
    if (trusted.yes() && !relations.is_trunk(endpoint))
      check.about(endpoint, trusted).fix = in_section(endpoint, "trust_id_inbound=no");
  }
}

void old_tls(Check& check) {
  for (const Object& transport : check.estate().pjsip.transports) {
    if (!same_name(transport.option("protocol").value, "tls")) continue;
    Option method = transport.option("method");
    bool old = std::any_of(std::begin(kOldMethods), std::end(kOldMethods),
                           [&](std::string_view word) { return same_name(word, method.value); });
    Option verify = transport.option("verify_server", "no");
    // Without them no certificate is good.
    const bool listed = !transport.option_of({"ca_list_file", "ca_list_path"}).value.empty();
    const std::string authorities = listed ? "" : "\nca_list_file=/etc/ssl/certs/ca-certificates.crt";
    if (old) check.about(transport, method).fix = in_section(transport, "method=tlsv1_2");
    if (!verify.yes()) check.about(transport, verify).fix = in_section(transport, "verify_server=yes" + authorities);
  }
}

void sound_in_clear(Check& check) {
  const Pjsip& pjsip = check.estate().pjsip;
  std::set<std::string_view> tls;
  for (const Object& transport : pjsip.transports)
    if (same_name(transport.option("protocol").value, "tls")) tls.insert(transport.name);
  for (const Object& endpoint : pjsip.endpoints) {
    Option encryption = endpoint.option("media_encryption", "no");
    Option optimistic = endpoint.option("media_encryption_optimistic", "no");
    bool clear = tls.contains(endpoint.option("transport").value) && encryption.no();
    if (!clear && !optimistic.yes()) continue;
    check.about(endpoint, clear ? encryption : optimistic).fix =
        in_section(endpoint, clear ? "media_encryption=sdes" : "media_encryption_optimistic=no");
  }
}

}  // namespace denwaban::audit::pjs
