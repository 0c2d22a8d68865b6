// SPDX-License-Identifier: GPL-3.0-or-later
// What the audit says of its rules on chan_sip: "rule.ID.title" and "rule.ID.why". Arguments: see the rules.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_rules_chan_sip() {
  static constexpr Row kRows[] = {
      {"rule.DWB-SIP-001.title", "anybody may call in without a password (allowguest)"},
      {"rule.DWB-SIP-001.why",
       "chan_sip takes calls from strangers unless allowguest says no, in every version and also when "
       "nothing is written; they "
       "arrive in the context {context}, from where {reach}"},
      {"rule.DWB-SIP-002.title", "calls of strangers arrive in the context {context}"},
      {"rule.DWB-SIP-002.why",
       "from {context} {reach}; whoever adds an extension or an include there opens it to everybody on the "
       "network"},
      {"rule.DWB-SIP-003.title", "Asterisk's answers tell which names exist (alwaysauthreject)"},
      {"rule.DWB-SIP-003.why",
       "without alwaysauthreject=yes a REGISTER for a wrong name is answered differently from one with a "
       "wrong password, so that "
       "scanners collect the names first and then try passwords on those alone"},
      {"rule.DWB-SIP-004.title", "{device} has no password"},
      {"rule.DWB-SIP-004.why",
       "chan_sip lets everybody in who uses that name: calls go out as this device[registers?, and whoever "
       "registers it gets its "
       "incoming calls as well]"},
      {"rule.DWB-SIP-005.title", "the password of {device} can be guessed: {strength}"},
      {"rule.DWB-SIP-005.why",
       "attackers try numbers, names and word lists[sent?: who knows this one calls as this exchange at the "
       "provider][asked? against every account that they find, thousands of times an hour and from many addresses]"},
      {"rule.DWB-SIP-006.title", "the password is not this device's alone: {count} have it, {others} among them"},
      {"rule.DWB-SIP-006.why", "whoever learns it from one telephone has all of them"},
      {"rule.DWB-SIP-007.title", "the name of {device} is its number"},
      {"rule.DWB-SIP-007.why",
       "attackers try the numbers 100 to 9999 as names first; a name that nobody can count through makes "
       "them guess two things"},
      {"rule.DWB-SIP-008.title",
       "{device} is not asked for a password (insecure)[all?, and neither is any device that does not "
       "say otherwise]"},
      {"rule.DWB-SIP-008.why",
       "with insecure=invite calls are taken without a password; a device without an address of its own is "
       "told by the name in "
       "From alone, which anybody may write"},
      {"rule.DWB-SIP-009.title", "whoever sends from {host} is believed without a password"},
      {"rule.DWB-SIP-009.why",
       "the address of a datagram can be forged, and a name of a host may come to mean another one; such "
       "calls arrive in the "
       "context {context}"},
      {"rule.DWB-SIP-010.title", "the device may register from everywhere"},
      {"rule.DWB-SIP-010.why",
       "without deny and permit every address on the Internet may try passwords for it, and use one that was "
       "stolen"},
      {"rule.DWB-SIP-011.title", "the access list does not do what it looks like: {fault}"},
      {"rule.DWB-SIP-011.why",
       "Asterisk goes through all lines and takes the last one that matches; where none does, it lets in"},
      {"rule.DWB-SIP-012.title", "the access list says nothing about IPv6, over which chan_sip listens"},
      {"rule.DWB-SIP-012.why",
       "a line with IPv4 addresses never matches an IPv6 address, so that everybody there is let in"},
      {"rule.DWB-SIP-013.title", "domain= keeps registrations out, but not calls"},
      {"rule.DWB-SIP-013.why",
       "calls and transfers to other domains are taken as long as allowexternaldomains does not say no; it "
       "is yes by default"},
      {"rule.DWB-SIP-014.title", "whoever registers becomes a device (autocreatepeer)"},
      {"rule.DWB-SIP-014.why",
       "any name and any password make a new device in the context {context}, from where {reach}"},
      {"rule.DWB-SIP-015.title", "the other side may transfer calls (allowtransfer)"},
      {"rule.DWB-SIP-015.why",
       "who calls in may send REFER, and Asterisk then dials what it names in the context {context}"},
      {"rule.DWB-SIP-016.title", "a called device may redirect calls to any host (promiscredir)"},
      {"rule.DWB-SIP-016.why", "a 302 answer then makes Asterisk call any SIP address on the Internet"},
      {"rule.DWB-SIP-017.title", "devices are told by the user name of their password (match_auth_username)"},
      {"rule.DWB-SIP-017.why", "somebody with one account may then call under the name of another one"},
      {"rule.DWB-SIP-018.title", "the trunk {device} is found by a name that anybody may write"},
      {"rule.DWB-SIP-018.why",
       "as friend or user it is looked for by the name in From, from any address, before addresses are "
       "looked at: who writes "
       "{name} there is taken for the trunk[open?, and is asked for no password]"},
      {"rule.DWB-SIP-019.title", "devices may write their caller ID themselves (trustrpid)"},
      {"rule.DWB-SIP-019.why",
       "Asterisk takes Remote-Party-ID and P-Asserted-Identity as the caller's number, so that every rule "
       "which asks for the "
       "caller ID can be passed with a made-up one"},
      {"rule.DWB-SIP-020.title", "chan_sip listens on [every?every address][address?the public address {address}]"},
      {"rule.DWB-SIP-020.why",
       "[every?whatever address this machine gets is open to scanners unless a firewall stands before it][address?it is open to "
       "scanners unless a firewall stands before it]"},
      {"rule.DWB-SIP-021.title", "SIP is on port {port}, which protects nothing"},
      {"rule.DWB-SIP-021.why", "scanners try 5061 to 5090, 6060 and many other ports as well"},
      {"rule.DWB-SIP-022.title", "SIP is not protected by TLS as it should be"},
      {"rule.DWB-SIP-022.why",
       "names, numbers and password digests can be read and changed on the way; without a look at the "
       "server's certificate "
       "TLS hides them from nobody who stands in between"},
      {"rule.DWB-SIP-023.title", "every answer says that this is an Asterisk"},
      {"rule.DWB-SIP-023.why",
       "scanners choose their attacks by what User-Agent and Server tell them, the version included"},
      {"rule.DWB-SIP-024.title", "OPTIONS is answered without a password"},
      {"rule.DWB-SIP-024.why",
       "scanners find exchanges by it; some providers and telephones need the answer"},
      {"rule.DWB-SIP-025.title", "text messages of strangers run the dialplan"},
      {"rule.DWB-SIP-025.why",
       "a MESSAGE without a password runs the extensions of the context {context}[guests?: who is nobody's device is "
       "let in as a guest, whatever auth_message_requests says]"},
      {"rule.DWB-SIP-026.title", "who subscribes may learn which extensions exist"},
      {"rule.DWB-SIP-026.why",
       "without a subscribecontext of their own, subscriptions look up hints in the context of calls"},
      {"rule.DWB-SIP-027.title", "devices may make any number of calls at a time ({count} of them)"},
      {"rule.DWB-SIP-027.why", "a stolen account runs up its bill with dozens of calls at once"},
      {"rule.DWB-SIP-028.title", "calls without sound are never ended"},
      {"rule.DWB-SIP-028.why",
       "without rtptimeout a call whose other side is gone goes on, and costs, until somebody notices"},
      {"rule.DWB-SIP-029.title", "{device} is called by nobody[sample?: it is an example of Asterisk's]"},
      {"rule.DWB-SIP-029.why",
       "an account that nobody uses is one that nobody misses when an attacker uses it"},
      {"rule.DWB-SIP-030.title", "a device may register the address of a trunk"},
      {"rule.DWB-SIP-030.why",
       "nothing keeps a telephone from registering with the provider's address, whose calls are then taken "
       "for that telephone's"},
      {"rule.DWB-SIP-031.title", "chan_sip has had its day"},
      {"rule.DWB-SIP-031.why",
       "nobody mends it since Asterisk 17, and Asterisk 21 is without it: go over to chan_pjsip"},
      {"rule.DWB-SIP-032.title", "nat differs from what holds for all ({general})"},
      {"rule.DWB-SIP-032.why",
       "answers for this device go to another port than those for names that do not exist, which tells "
       "attackers that it does "
       "(AST-2011-013)"},
      {"rule.DWB-SIP-033.title", "passwords stand in clear in the file ({count} of them)"},
      {"rule.DWB-SIP-033.why",
       "md5secret serves as well and shows nobody the password, though who has the digest can log in"},
      {"rule.DWB-SIP-034.title", "registering makes an extension in the context {context}"},
      {"rule.DWB-SIP-034.why", "with regcontext the dialplan depends on who happens to be registered"},
      {"rule.DWB-SIP-035.title", "the registration with a provider goes out without encryption"},
      {"rule.DWB-SIP-035.why",
       "who listens on the way gets a digest at which passwords can be tried at leisure"},
  };
  return kRows;
}

}  // namespace denwaban::text
