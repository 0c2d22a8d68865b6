// SPDX-License-Identifier: GPL-3.0-or-later
// What was found, by detector and by the rule of it that fired (Finding::pattern). Without a row of its own a
// pattern takes the detector's general one. Arguments: subject, address, account, count, accounts, addresses,
// proven (addresses), span, service, details.
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
      {"finding.title.auth_guessing.stale_credentials", "{subject} has an old password for account {account}"},
      {"finding.why.auth_guessing.stale_credentials",
       "{count|# failed login|# failed logins} at account {account} alone[span? within {span}], which used to log in from "
       "there: put the new password into that phone"},
      {"finding.title.auth_guessing.few", "{subject} fails to log in"},
      {"finding.why.auth_guessing.few",
       "{count|# failed login|# failed logins}[accounts? at {accounts|# account|# accounts}][span? within "
       "{span}]: too few to tell guessing from mistyping"},

      {"finding.title.account_guessing",
       "account {account} is guessed at from {addresses|# address|# addresses}"},
      {"finding.why.account_guessing",
       "{count|# failed login|# failed logins} at this one account from {addresses|# address|# addresses}"
       "[proven?, {proven} of them proven,][span? within {span}]. \"denwaban setup --restrict ACCOUNT\" lets it "
       "log in from its known networks alone"},
      {"finding.title.account_guessing.few",
       "logins at account {account} fail from {addresses|# address|# addresses}"},
      {"finding.why.account_guessing.few",
       "{count|# failed login|# failed logins} at this account from {addresses|# address|# addresses}[span? "
       "within {span}]: too few to tell guessing from a user who moves about"},

      {"finding.title.account_enumeration", "{subject} tries out account names"},
      {"finding.why.account_enumeration",
       "{count|# request|# requests} for {accounts|# account|# accounts} that this PBX does not have"
       "[span? within {span}]"},
      {"finding.title.account_enumeration.challenged", "{subject} asks for many accounts and never logs in"},
      {"finding.why.account_enumeration.challenged",
       "{count|# request|# requests} for {accounts|# account|# accounts} were challenged[span? within "
       "{span}] and no login followed"},
      {"finding.title.account_enumeration.few", "{subject} asks for accounts that are not there"},
      {"finding.why.account_enumeration.few",
       "{count|# request|# requests} for {accounts|# account|# accounts} that this PBX does not have[span? "
       "within {span}]: too few to be a search"},

      {"finding.title.dial_probe", "{subject} tries to call without logging in"},
      {"finding.why.dial_probe",
       "{count|# call was|# calls were} refused or led nowhere[span? within {span}]"},
      {"finding.title.dial_probe.international", "{subject} tries to call abroad without logging in"},
      {"finding.why.dial_probe.international",
       "{count|# call was|# calls were} refused or led nowhere[span? within {span}], to several numbers with "
       "an international prefix: a hunt for the way out"},
      {"finding.title.dial_probe.few", "{subject} called without logging in"},
      {"finding.why.dial_probe.few",
       "{count|# call was|# calls were} refused or led nowhere[span? within {span}]: too few to be a probe"},

      {"finding.title.scanner", "{subject} probes this PBX"},
      {"finding.why.scanner", "{count|# probe|# probes}[span? within {span}] of the kind that scanners send"},
      {"finding.title.scanner.tool", "{subject} probes this PBX with a known attack tool"},
      {"finding.why.scanner.tool",
       "{count|# request carries|# requests carry} the mark of an attack tool[span? within {span}]"},
      {"finding.title.scanner.one_name", "{subject} asks this PBX for the same thing over and over"},
      {"finding.why.scanner.one_name",
       "{count|# request|# requests}[span? within {span}], faster than any monitor asks"},
      {"finding.title.scanner.few", "{subject} looked at this PBX"},
      {"finding.why.scanner.few",
       "{count|# request|# requests}[span? within {span}] that a monitor might send too"},

      {"finding.title.malformed", "{subject} sends packets that cannot be read"},
      {"finding.why.malformed",
       "{count|# packet|# packets} that the PBX could not parse[span? within {span}][details? ({details})]: "
       "broken on purpose, or a broken device"},
      {"finding.title.malformed.few", "{subject} sent packets that cannot be read"},
      {"finding.why.malformed.few",
       "{count|# packet|# packets} that the PBX could not parse[span? within {span}]: too few to be an "
       "attack"},

      {"finding.title.campaign", "addresses of {subject} attack together"},
      {"finding.why.campaign",
       "{addresses|# address attacks|# addresses attack}[proven?, {proven} of them proven,] with "
       "{count|# attempt|# attempts}[accounts? at {accounts|# account|# accounts}][span? within {span}]"},
      {"finding.title.campaign.networks", "networks in {subject} attack together"},
      {"finding.why.campaign.networks",
       "{addresses|# address of several networks attacks|# addresses of several networks attack}[proven?, "
       "{proven} of them proven,] with {count|# attempt|# attempts}[accounts? at {accounts|# account|# "
       "accounts}][span? within {span}]"},
      {"finding.title.campaign.few", "addresses of {subject} fail to log in"},
      {"finding.why.campaign.few",
       "{addresses|# address|# addresses}[proven?, {proven} of them proven,] with {count|# attempt|# "
       "attempts}[span? within {span}]: too few to be a campaign"},

      {"finding.title.management_guessing", "{subject} guesses the password of the management interface"},
      {"finding.why.management_guessing",
       "{count|# failed login|# failed logins} over {service}[accounts? as {accounts|# user|# users}]"
       "[span? within {span}]: who gets in can place calls and run commands"},
      {"finding.title.management_guessing.names", "{subject} tries out users of the management interface"},
      {"finding.why.management_guessing.names",
       "{accounts|# user name|# user names} in {count|# failed login|# failed logins} over {service}[span? "
       "within {span}]: nobody has two"},
      {"finding.title.management_guessing.few", "{subject} fails to log in to the management interface"},
      {"finding.why.management_guessing.few",
       "{count|# failed login|# failed logins} over {service}[span? within {span}]: too few to tell guessing "
       "from mistyping"},

      {"finding.title.management_guessing.stale_credentials",
       "{subject} has an old password for {account} of the management interface"},
      {"finding.why.management_guessing.stale_credentials",
       "{count|# failed login|# failed logins} over {service} as {account} alone[span? within {span}], who used to log in from "
       "there: give that program the new password"},
      {"finding.title.management_abuse", "{subject} gives orders to the management interface as {account}"},
      {"finding.why.management_abuse",
       "{count|# order that matters|# orders that matter}, seen on the wire[span? within {span}]: {details}. If this "
       "is a program of yours, let manager.conf permit its user from there alone (deny, permit), or name the address in "
       "detect.management_abuse.known; if not, change the password"},

      {"finding.title.account_takeover", "{subject} got into account {account}"},
      {"finding.why.account_takeover",
       "{count|a login|# logins} succeeded from an address that had been guessing: change the password of "
       "account {account} and look at its calls"},

      {"finding.title.account_takeover.new_network", "account {account} logs in from a new network"},
      {"finding.why.account_takeover.new_network",
       "{subject} is in a network that the account never used, in a country that it did"},
      {"finding.title.account_takeover.new_country", "account {account} logs in from a new country"},
      {"finding.why.account_takeover.new_country",
       "{subject} logged in as {account} from a country that this account never was in ({details}): if nobody travels, "
       "change the password and look at its calls"},
      {"finding.title.account_takeover.second_country", "account {account} logs in from two countries at once"},
      {"finding.why.account_takeover.second_country",
       "{subject} logged in as {account} from a new country ({details}) while the account was logged in where it always "
       "is: unless that is its user's second telephone, change the password and look at its calls"},

      {"finding.title.forgery", "{subject} forges what this PBX writes about others"},
      {"finding.why.forgery",
       "{count|# record or packet names|# records or packets name} another than the sender[span? within {span}]"
       "[details?: {details}]"},
      {"finding.title.forgery.false_record", "{subject} writes into the log of this PBX"},
      {"finding.why.forgery.false_record",
       "{count|# record contradicts itself|# records contradict themselves}[span? within {span}]: a name or a "
       "Call-ID in it imitates the log's own words"},
      {"finding.title.forgery.injected_line", "{subject} puts lines into the log of this PBX"},
      {"finding.why.forgery.injected_line",
       "{count|# line came|# lines came} out of packets[span? within {span}][details?, to blame {details}]: "
       "whoever they name is not acted against"},
      {"finding.title.forgery.contradicted", "the log of this PBX blames the wrong address"},
      {"finding.why.forgery.contradicted",
       "{count|# record names|# records name} an address from which no such packet came[span? within {span}]"
       "[details?: {details}], who is not acted against"},
      {"finding.title.forgery.redirected", "{subject} has answers sent to somebody else"},
      {"finding.why.forgery.redirected",
       "{count|# request carries|# requests carry} ;maddr= in the Via[span? within {span}], so that records name "
       "another[details?: {details}], who is not acted against"},
      {"finding.title.forgery.foreign_nonce", "{subject} answers challenges that were sent elsewhere"},
      {"finding.why.forgery.foreign_nonce",
       "{count|# login|# logins}[span? within {span}] with a nonce that another address was sent[details?, in the "
       "name of {details}]: a forged source, or a telephone that moved"},
      {"finding.title.forgery.junk_nonce", "{subject} answers challenges that were never sent"},
      {"finding.why.forgery.junk_nonce",
       "{count|# login|# logins}[span? within {span}] with a nonce that this PBX does not make[details?, in the "
       "name of {details}]: the way to have somebody else's failures written into the log"},

      {"finding.title.flood", "{subject} floods this PBX"},
      {"finding.why.flood", "{count|# request|# requests}[span? within {span}], hardly any of which was served"},
      {"finding.title.flood.target", "{details} is flooded"},
      {"finding.why.flood.target",
       "for {count|# interval|# intervals} of ten seconds more was asked for than is served[span?, within {span}]"},
      {"finding.title.flood.mixture", "what reaches this PBX is not its usual mixture"},
      {"finding.why.flood.mixture",
       "for {count|# interval|# intervals} of ten seconds requests and answers were as in a flood and far fewer "
       "than usual were served[span?, within {span}]"},

      {"finding.title.malformed.crash", "{subject} sends packets of published attacks"},
      {"finding.why.malformed.crash",
       "{count|# packet|# packets}[span? within {span}], some with the shape of a published attack: {details}"},

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
