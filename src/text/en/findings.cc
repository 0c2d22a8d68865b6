// SPDX-License-Identifier: GPL-3.0-or-later
// What was found, by detector and by the rule of it that fired (Finding::pattern). Without a row of its own a
// pattern takes the detector's general one. Arguments: subject, address, account, count, accounts, addresses,
// proven (addresses), span, service.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_findings() {
  static constexpr Row kRows[] = {
      {"finding.title.auth_guessing", "{subject} guesses passwords"},
      {"finding.why.auth_guessing",
       "{count|# failed login|# failed logins}[accounts? at {accounts|# account|# accounts}][span? within "
       "{span}]"},
      {"finding.title.auth_guessing.slow", "{subject} guesses passwords slowly"},
      {"finding.why.auth_guessing.slow",
       "{count|# failed login|# failed logins}[accounts? at {accounts|# account|# accounts}][span? over "
       "{span}], "
       "a few at a time so as to stay unnoticed"},
      {"finding.title.auth_guessing.one_account", "{subject} fails again and again at account {account}"},
      {"finding.why.auth_guessing.one_account",
       "{count|# failed login|# failed logins} at account {account} alone[span? within {span}]: a phone with "
       "an old "
       "password looks like this too"},
      {"finding.title.auth_guessing.challenges", "{subject} asks for challenges and never logs in"},
      {"finding.why.auth_guessing.challenges",
       "{count|# request was|# requests were} challenged[accounts? for {accounts|# account|# accounts}]"
       "[span? within {span}] and no login followed"},
      {"finding.title.auth_guessing.tool", "{subject} guesses passwords with a known attack tool"},
      {"finding.why.auth_guessing.tool",
       "{count|# failed login|# failed logins}[accounts? at {accounts|# account|# accounts}][span? within "
       "{span}], and "
       "the requests carry the mark of an attack tool"},

      {"finding.title.account_guessing",
       "account {account} is guessed at from {addresses|# address|# addresses}"},
      {"finding.why.account_guessing",
       "{count|# failed login|# failed logins} at this one account from {addresses|# address|# addresses}"
       "[proven?, {proven} of them proven,][span? within {span}]"},
      {"finding.title.account_guessing.slow",
       "account {account} is slowly guessed at from {addresses|# address|# addresses}"},
      {"finding.why.account_guessing.slow",
       "{count|# failed login|# failed logins} at this one account from {addresses|# address|# addresses}"
       "[proven?, {proven} of them proven,][span? over {span}], a few from each so as to stay unnoticed"},

      {"finding.title.account_enumeration", "{subject} tries out account names"},
      {"finding.why.account_enumeration",
       "{count|# request|# requests} for {accounts|# account|# accounts} that this PBX does not have"
       "[span? within {span}]"},
      {"finding.title.account_enumeration.slow", "{subject} slowly tries out account names"},
      {"finding.why.account_enumeration.slow",
       "{count|# request|# requests} for {accounts|# account|# accounts} that this PBX does not have[span? "
       "over {span}], "
       "a few at a time so as to stay unnoticed"},

      {"finding.title.dial_probe", "{subject} tries to call without logging in"},
      {"finding.why.dial_probe",
       "{count|# call was|# calls were} refused or led nowhere[span? within {span}]"},

      {"finding.title.scanner", "{subject} probes this PBX"},
      {"finding.why.scanner", "{count|# probe|# probes}[span? within {span}] of the kind that scanners send"},
      {"finding.title.scanner.tool", "{subject} probes this PBX with a known attack tool"},
      {"finding.why.scanner.tool",
       "{count|# request carries|# requests carry} the mark of an attack tool[span? within {span}]"},
      {"finding.title.scanner.challenges", "{subject} asks for challenges and never logs in"},
      {"finding.why.scanner.challenges",
       "{count|# request was|# requests were} challenged[span? within {span}] and no login followed"},

      {"finding.title.malformed", "{subject} sends packets that cannot be read"},
      {"finding.why.malformed",
       "{count|# packet|# packets} that the PBX could not parse[span? within {span}]: broken on purpose, or "
       "a broken "
       "device"},

      {"finding.title.campaign", "addresses of {subject} attack together"},
      {"finding.why.campaign",
       "{addresses|# address attacks|# addresses attack}[proven?, {proven} of them proven,] with "
       "{count|# attempt|# attempts}[accounts? at {accounts|# account|# accounts}][span? within {span}]"},

      {"finding.title.management_guessing", "{subject} guesses the password of the management interface"},
      {"finding.why.management_guessing",
       "{count|# failed login|# failed logins} over {service}[accounts? as {accounts|# user|# users}]"
       "[span? within {span}]: who gets in can place calls and run commands"},

      {"finding.title.account_takeover", "{subject} got into account {account}"},
      {"finding.why.account_takeover",
       "a login succeeded[count? after {count|# failed attempt|# failed attempts}][span? within {span}]: "
       "change the "
       "password of account {account} and look at its calls"},

      {"finding.proof.claimed", "the address is only claimed: one UDP datagram could have forged it"},
      {"finding.proof.connected", "the address is proven by a TCP connection"},
      {"finding.proof.returned", "the address is proven: what was sent to it in secret came back from it"},

      {"finding.service.unknown", "an unnamed service"},
      {"finding.service.sip", "SIP (chan_sip)"},
      {"finding.service.pjsip", "SIP (PJSIP)"},
      {"finding.service.iax2", "IAX2"},
      {"finding.service.ami", "the manager interface (AMI)"},
      {"finding.service.http", "HTTP (ARI or the web manager)"},
      {"finding.someone", "somebody"},
      {"finding.account_unknown", "(unknown)"},
      {"finding.account", "account {account}"},
  };
  return kRows;
}

}  // namespace denwaban::text
