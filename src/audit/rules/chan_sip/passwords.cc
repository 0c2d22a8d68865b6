// SPDX-License-Identifier: GPL-3.0-or-later
// Names and passwords of chan_sip's devices.
#include <algorithm>

#include "audit/rules/chan_sip/checks.h"
#include "audit/rules/chan_sip/devices.h"
#include "audit/rules/edits.h"

namespace denwaban::audit::sip {
namespace {

bool is_number(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool has_weak_password(const Estate& estate, const SipDevice& device) {
  if (!device.has_secret()) return true;
  Option secret = device.secret();
  return !parse::same_name(secret.key, "md5secret") &&
         is_guessable_secret(secret.value, account_of(estate, device));
}

// An extension of that very name which rings the device.
bool is_rung_by_its_name(const parse::Dialplan& dialplan, const std::string& name) {
  for (const parse::Context& context : dialplan.contexts)
    for (const parse::Extension& extension : context.extensions) {
      if (extension.name != name) continue;
      for (const parse::Priority& priority : extension.priorities)
        if (parse::same_name(priority.app, "Dial") &&
            priority.arguments.find("SIP/" + name) != std::string::npos)
          return true;
    }
  return false;
}

}  // namespace

void names_told_by_answers(Check& check) {
  const Estate& estate = check.estate();
  const ChanSip& sip = estate.chan_sip;
  if (!sip.has_file) return;
  const AsteriskVersion& version = estate.version();
  bool old = version.known && version.major == 1 && version.minor < 8;
  Option option = sip.general.option("alwaysauthreject", old ? "no" : "yes");
  if (option.yes()) return;
  ConfigFinding& found = check.about(sip.general, option);
  if (sip.devices.empty()) found.severity = Severity::low;
  found.fix = in_general("alwaysauthreject=yes");
  found.edit = edit_of(sip.general, option, "alwaysauthreject=yes");
}

void no_password(Check& check) {
  for (const SipDevice& device : check.estate().chan_sip.devices) {
    bool anybody = device.dynamic() || (device.is_user && device.object.own("host").value.empty());
    if (device.has_secret() || !anybody) continue;
    ConfigFinding& found = check.about_secret(device.object, device.object.own("secret"));
    found.key = "secret";
    if (access_of(check.estate(), device).restricts()) found.severity = Severity::high;
    fact(found, "device", device.object.title());
    fact(found, "registers", device.dynamic() ? "yes" : "");
    found.fix = in_section(device.object, "secret=" + new_secret());
  }
}

void weak_password(Check& check) {
  DigestGuesser guesser;
  for (const SipDevice& device : check.estate().chan_sip.devices) {
    if (device.from_users_conf) continue;
    Option secret = device.secret();
    Account account = account_of(check.estate(), device);
    if (account.sent_only && device.insecure_invite()) continue;  // nobody is asked for it here
    ConfigFinding* found = parse::same_name(secret.key, "md5secret")
                               ? report_if_digest_guessable(check, device.object, secret, account, guesser)
                               : report_if_guessable(check, device.object, secret, account);
    if (!found) continue;
    const bool unasked = !device.dynamic() && device.insecure_invite();  // neither calls nor registrations need it: DWB-SIP-008
    if (account.sent_only || unasked) found->severity = Severity::low;
    fact(*found, account.sent_only ? "sent" : "asked", "yes");
  }
}

void shared_password(Check& check) {
  SharedSecrets shared;
  for (const SipDevice& device : check.estate().chan_sip.devices)
    if (is_entered_by_name(device)) shared.add(device.object, device.object.own("secret"));
  shared.report(check);
}

void numeric_name(Check& check) {
  const Estate& estate = check.estate();
  for (const SipDevice& device : estate.chan_sip.devices) {
    if (!is_entered_by_name(device)) continue;
    const std::string& name = device.object.name;
    if (!is_number(name) && !is_rung_by_its_name(estate.dialplan, name)) continue;
    ConfigFinding& found = check.about(device.object);
    if (has_weak_password(estate, device)) found.severity = Severity::medium;
    fact(found, "device", device.object.title());
    found.fix = "[" + name + "-4f7a2c]";
  }
}

void user_of_another_name(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  Option option = sip.general.option("match_auth_username", "no");
  if (option.yes()) check.about(sip.general, option).fix = in_general("match_auth_username=no");
}

void password_in_clear(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  size_t count = 0;
  for (const SipDevice& device : sip.devices)
    count += is_entered_by_name(device) && !device.object.own("secret").value.empty() &&
             device.object.own("md5secret").value.empty();
  if (!count) return;
  ConfigFinding& found = check.about(sip.general);
  fact(found, "count", std::to_string(count));
  found.fix = "md5secret=<MD5 user:realm:password>";
}

void password_in_register_line(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  for (const Option& line : sip.registrations) {
    size_t at = line.value.rfind('@');
    std::string_view left = std::string_view(line.value).substr(0, at);
    if (size_t scheme = left.find("://"); scheme != std::string_view::npos) {
      if (parse::same_name(left.substr(0, scheme), "tls")) continue;
      left.remove_prefix(scheme + 3);
    }
    if (at == std::string::npos || left.find(':') == std::string_view::npos) continue;
    check.about_secret(sip.general, line).fix = in_general("register => tls://…");
  }
}

}  // namespace denwaban::audit::sip
