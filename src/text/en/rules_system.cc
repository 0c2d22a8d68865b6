// SPDX-License-Identifier: GPL-3.0-or-later
// What the audit says of its rules: "rule.ID.title" and "rule.ID.why". Arguments: see the rules.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_rules_system() {
  static constexpr Row kRows[] = {
      {"rule.DWB-AST-001.title", "Asterisk runs as root[seen?: the running process does]"},
      {"rule.DWB-AST-001.why",
       "a hole in it or in a dialplan is then a hole in the whole machine; runuser is not written, and only "
       "the service's unit or the "
       "option -U could say otherwise"},
      {"rule.DWB-AST-002.title",
       "functions that write files and run programs are open to the manager (live_dangerously)"},
      {"rule.DWB-AST-002.why",
       "FILE, SHELL and their kind can then be used from AMI, ARI and telephones' settings"},
      {"rule.DWB-AST-003.title", "configuration files may run programs (execincludes)"},
      {"rule.DWB-AST-003.why",
       "who can write a line of the configuration can run commands as Asterisk at the next reload"},
      {"rule.DWB-AST-004.title", "nothing limits how many calls there may be at once"},
      {"rule.DWB-AST-004.why",
       "without maxcalls or maxload a flood takes the machine, and fraud runs on every line at the same "
       "time"},
      {"rule.DWB-AST-005.title", "others may use Asterisk's control socket"},
      {"rule.DWB-AST-005.why",
       "[mode?with the permissions {mode} every user of the machine][group?the group {group}] can give every "
       "order, shell commands "
       "included"},
      {"rule.DWB-AST-006.title",
       "[hideconnect?connections to the console are not shown][lockconfdir?the configuration's folder is "
       "locked]"},
      {"rule.DWB-AST-006.why",
       "[hideconnect?who is at the console leaves no trace on it][lockconfdir?a lock that stays behind keeps "
       "changes from being read]"},
      {"rule.DWB-MOD-001.title", "{module} is loaded, and nobody uses it"},
      {"rule.DWB-MOD-001.why", "it listens on the network with nothing set up for it: a door more to guard"},
      {"rule.DWB-MOD-002.title", "{module} is not loaded"},
      {"rule.DWB-MOD-002.why",
       "[digest?without it no telephone can be asked for its password][acl?the access lists that are written "
       "for PJSIP are not looked at]"
       "[identifier?devices that it would recognise are strangers][log?attacks leave no security events, by "
       "which guards work]"},
      {"rule.DWB-MOD-003.title", "others may place call files in {folder}"},
      {"rule.DWB-MOD-003.why", "a file there is a call: Asterisk dials what it names"},
      {"rule.DWB-MOD-004.title", "the dialplan calls macros, and Macro is not there"},
      {"rule.DWB-MOD-004.why",
       "a call ends at Macro() in {context}; where a password stood behind it, see that no way leads past"},
      {"rule.DWB-LOG-001.title", "security events are not logged"},
      {"rule.DWB-LOG-001.why",
       "no channel of logger.conf has the level security, by which attacks on PJSIP, the manager and ARI are "
       "told"},
      {"rule.DWB-LOG-002.title", "notices and warnings are not logged to a file"},
      {"rule.DWB-LOG-002.why", "refused registrations and calls of those levels, and leave no trace"},
      {"rule.DWB-LOG-003.title", "[console?logs go to the console only][never?logs are never rotated]"},
      {"rule.DWB-LOG-003.why",
       "[console?what happened last night can be seen by nobody][never?an attacker's failures fill the "
       "disk]"},
      {"rule.DWB-LOG-004.title", "verbose and debug lines stand in the log that guards read ({channel})"},
      {"rule.DWB-LOG-004.why",
       "they cost time, and carry text that callers choose: lines can be forged there"},
      {"rule.DWB-LOG-005.title", "lines of the log begin in an unusual way"},
      {"rule.DWB-LOG-005.why",
       "[format?with the date format {format}][host?with the host's name in the file's name] tools for logs "
       "may see nothing"},
      {"rule.DWB-RTP-001.title", "sound is taken from any address (strictrtp)"},
      {"rule.DWB-RTP-001.why",
       "a stranger who sends to the right port is heard in a call, or has its sound sent to him"},
      {"rule.DWB-RTP-002.title", "many ports are open for media ({first} to {last})"},
      {"rule.DWB-RTP-002.why", "a firewall must let them all in; two for each call are enough"},
      {"rule.DWB-RTP-003.title", "media streams are watched less closely than they could be"},
      {"rule.DWB-RTP-003.why",
       "[probation?after {probation} packets an address is believed][checksums?checksums are off]"
       "[stun?a server outside, {stun}, learns of this exchange and tells it its address]"},
      {"rule.DWB-CDR-001.title", "no call records are written"},
      {"rule.DWB-CDR-001.why",
       "[off?enable is no][backend?no module is set up that would keep them]: fraud is first seen on the "
       "bill"},
      {"rule.DWB-CDR-002.title", "calls that nobody answered leave no record"},
      {"rule.DWB-CDR-002.why",
       "who tries numbers until one works is not seen unless unanswered and congestion are yes"},
      {"rule.DWB-CDR-003.title", "call records may be lost when Asterisk stops"},
      {"rule.DWB-CDR-003.why", "records are collected (batch), and safeshutdown=no does not wait for them"},
      {"rule.DWB-FEAT-001.title", "people in a call can transfer it with {code} into a context with a trunk"},
      {"rule.DWB-FEAT-001.why",
       "t and T in Dial or Queue let a party dial on at the exchange's cost; the lines are listed"},
      {"rule.DWB-FEAT-002.title", "keys pressed in a call run {application} ({feature})"},
      {"rule.DWB-FEAT-002.why",
       "the feature is offered by DYNAMIC_FEATURES, and the party outside may press the keys as well"},
      {"rule.DWB-FEAT-003.title",
       "[transfers?who takes a parked call may transfer it][origin?a parked call that nobody takes goes to a "
       "context]"},
      {"rule.DWB-FEAT-003.why",
       "[transfers?parkedcalltransfers gives the right to parties that were not meant to have it]"
       "[origin?with comebacktoorigin=no it continues in the dialplan, by rules that few look at]"},
      {"rule.DWB-FEAT-004.title", "strangers may take calls that ring for others ({code})"},
      {"rule.DWB-FEAT-004.why",
       "callers without a password come to the context {context}, and {code} picks up there"},
  };
  return kRows;
}

}  // namespace denwaban::text
