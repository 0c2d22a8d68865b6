// SPDX-License-Identifier: GPL-3.0-or-later
// What the audit says of its rules on chan_pjsip: "rule.ID.title" and "rule.ID.why". Arguments: see the
// rules.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_rules_pjsip() {
  static constexpr Row kRows[] = {
      {"rule.DWB-PJS-001.title", "anybody may call in without a password (anonymous endpoint)"},
      {"rule.DWB-PJS-001.why",
       "calls that match no other endpoint arrive in the context {context}, from where {reach}"},
      {"rule.DWB-PJS-002.title", "whoever writes {name} into From is taken for this endpoint"},
      {"rule.DWB-PJS-002.why",
       "it has no auth=, and identify_by lets the name in From decide, whatever addresses an identify "
       "section lists; such calls arrive in the context {context}"},
      {"rule.DWB-PJS-003.title", "the password of {device} can be guessed: {strength}"},
      {"rule.DWB-PJS-003.why",
       "attackers try numbers, names and word lists against every account that they find, thousands of times "
       "an hour and from many addresses"},
      {"rule.DWB-PJS-004.title", "the password is the name of its account"},
      {"rule.DWB-PJS-004.why",
       "[asked?it is the first that every attack tool tries][sent?nobody logs in here with it, but at the other side it is "
       "the first that every attack tool tries]"},
      {"rule.DWB-PJS-005.title", "the name of the endpoint is a number"},
      {"rule.DWB-PJS-005.why",
       "attackers try the numbers 100 to 9999 as names first; a name that nobody can count through makes "
       "them guess two things"},
      {"rule.DWB-PJS-006.title", "anybody may register here, because {endpoint} has no auth"},
      {"rule.DWB-PJS-006.why", "who registers gets the calls that are meant for it"},
      {"rule.DWB-PJS-007.title",
       "calls are taken for this endpoint's from {match}[name?, a name whose addresses may change]"},
      {"rule.DWB-PJS-007.why",
       "all who send from there, or who forge such an address, are believed without more"},
      {"rule.DWB-PJS-008.title", "calls are taken for this endpoint's by a header alone"},
      {"rule.DWB-PJS-008.why", "every caller writes the headers of a request as it likes"},
      {"rule.DWB-PJS-009.title", "no access list restricts who may send to chan_pjsip"},
      {"rule.DWB-PJS-009.why",
       "every address on the Internet may try passwords, and use those that were stolen"},
      {"rule.DWB-PJS-010.title", "the access list does not do what it looks like: {fault}"},
      {"rule.DWB-PJS-010.why",
       "Asterisk goes through all lines and takes the last one that matches; where none does, it lets in"},
      {"rule.DWB-PJS-011.title", "access lists are written, but res_pjsip_acl is not loaded"},
      {"rule.DWB-PJS-011.why", "without that module nobody looks at sections of type acl"},
      {"rule.DWB-PJS-012.title", "passwords are not asked for: res_pjsip_authenticator_digest is not loaded"},
      {"rule.DWB-PJS-012.why",
       "without an authenticator res_pjsip takes every request as authenticated, whatever auth= says"},
      {"rule.DWB-PJS-013.title",
       "calls arrive in the context {context}[missing?, because none is written][undefined?, which is not "
       "there]"},
      {"rule.DWB-PJS-013.why",
       "a context that is added later, or that somebody else fills, decides what this endpoint may dial"},
      {"rule.DWB-PJS-014.title", "the trunk may transfer calls (allow_transfer)"},
      {"rule.DWB-PJS-014.why",
       "who calls in may send REFER, and Asterisk then dials what it names in the context {context}"},
      {"rule.DWB-PJS-015.title", "a called device may forward calls by answering 302"},
      {"rule.DWB-PJS-015.why", "Asterisk then dials what the answer names in the context {context}"},
      {"rule.DWB-PJS-016.title", "the device may write its caller ID itself (trust_id_inbound)"},
      {"rule.DWB-PJS-016.why",
       "Asterisk takes P-Asserted-Identity and Remote-Party-ID as the caller's number, so that every rule "
       "which asks for the caller ID can be passed with a made-up one"},
      {"rule.DWB-PJS-017.title", "passwords are asked for with MD5 only"},
      {"rule.DWB-PJS-017.why", "Asterisk 22 and later can ask with SHA-256 as well"},
      {"rule.DWB-PJS-018.title", "every answer says that this is an Asterisk"},
      {"rule.DWB-PJS-018.why",
       "scanners choose their attacks by what User-Agent and Server tell them, the version included"},
      {"rule.DWB-PJS-019.title", "TLS is weaker here than it could be"},
      {"rule.DWB-PJS-019.why",
       "old versions of TLS are broken, and without a look at the server's certificate TLS hides nothing "
       "from who stands in between"},
      {"rule.DWB-PJS-020.title", "the sound of calls is not encrypted"},
      {"rule.DWB-PJS-020.why",
       "the keys are agreed on over TLS, and then the voices go out in clear, or may do so when the other "
       "side asks for it"},
      {"rule.DWB-PJS-021.title", "{option} names {name}, which is not there"},
      {"rule.DWB-PJS-021.why",
       "requests are refused, or a slip of the pen leaves the endpoint without what was meant for it"},
      {"rule.DWB-PJS-022.title", "{count} accounts share one password, {others} among them"},
      {"rule.DWB-PJS-022.why", "whoever learns it from one telephone has all of them"},
      {"rule.DWB-PJS-023.title", "scans leave no trace in the log"},
      {"rule.DWB-PJS-023.why",
       "with 0 Asterisk no longer reports addresses that send many requests for names that it does not know"},
      {"rule.DWB-PJS-024.title", "OPTIONS is answered without a password"},
      {"rule.DWB-PJS-024.why",
       "scanners find exchanges and names by it; some providers and telephones need the answer"},
      {"rule.DWB-PJS-025.title", "{count} devices may register at once"},
      {"rule.DWB-PJS-025.why", "who stole the password registers beside the owner, who notices nothing"},
      {"rule.DWB-PJS-026.title", "a later section of the same name and type takes its place"},
      {"rule.DWB-PJS-026.why", "what stands here, its password and its access list among it, has no effect"},
      {"rule.DWB-PJS-027.title",
       "[empty?the identify section has no effect: it names no address][nobody?the identify section has no effect: "
       "its endpoint is not there][unasked?identify_by leaves ip out, and who sends from the section's addresses is "
       "taken for the endpoint all the same]"},
      {"rule.DWB-PJS-027.why",
       "[empty?people believe that it decides whose calls are taken][nobody?people believe that it decides whose calls "
       "are taken][unasked?Asterisk does not ask identify_by before it compares addresses: say ip there, so that both "
       "say the same, or take the section out]"},
      {"rule.DWB-PJS-028.title", "text messages of strangers run the dialplan"},
      {"rule.DWB-PJS-028.why", "a MESSAGE without a password runs the extensions of the context {context}"},
      {"rule.DWB-PJS-029.title",
       "one password serves for calls to a provider and for logging in here ({endpoint})"},
      {"rule.DWB-PJS-029.why", "who learns what is sent out can log in here"},
      {"rule.DWB-PJS-030.title", "the password is empty, and an empty one is accepted"},
      {"rule.DWB-PJS-031.title", "chan_sip and chan_pjsip want the same address and port"},
      {"rule.DWB-PJS-031.why",
       "whichever is loaded later gets no socket, and what is written for it has no effect: which one it is may change with any "
       "restart"},
      {"rule.DWB-PJS-030.why", "{endpoint} is asked for a password, and everybody knows it"},
  };
  return kRows;
}

}  // namespace denwaban::text
