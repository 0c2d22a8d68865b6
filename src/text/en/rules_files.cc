// SPDX-License-Identifier: GPL-3.0-or-later
// What the audit says of its rules: "rule.ID.title" and "rule.ID.why". Arguments: see the rules.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_rules_files() {
  static constexpr Row kRows[] = {
      {"rule.DWB-CFG-001.title",
       "Asterisk refuses [whole?{file}][included?the rest of a file that {file} includes]"},
      {"rule.DWB-CFG-001.why",
       "{what}: nothing of [whole?the file][included?the included file behind this line] is loaded, and "
       "after a reload the running "
       "exchange is not what is written"},
      {"rule.DWB-CFG-002.title", "a file that {file} includes is not there: {path}"},
      {"rule.DWB-CFG-002.why",
       "[outside?it is not among the files that were looked at; where it is not on the machine either, "
       "][conf?Asterisk refuses the whole file "
       "for a missing #include; #tryinclude passes it over]"
       "[ael?Asterisk reads the rest without it, and what it had to say is lost]"},
      {"rule.DWB-CFG-003.title", "a section's header does not say what it should"},
      {"rule.DWB-CFG-003.why", "{what}[fatal?; Asterisk refuses the file for it]"},
      {"rule.DWB-CFG-004.title", "a second section {section} is not read"},
      {"rule.DWB-CFG-004.why",
       "the module takes the first section of that name, in line {first}; what stands in a later one is lost "
       "without a word"},
      {"rule.DWB-CFG-005.title", "a block comment takes away what follows it"},
      {"rule.DWB-CFG-005.why", "{what}; the options behind it are not in force"},
      {"rule.DWB-CFG-006.title",
       "the option {option} is [mailbox?the name of a mailbox here][misplaced?not read in a section of this kind]"
       "[elsewhere?not read in a section of this kind][unknown?unknown to "
       "Asterisk][meant? (is {meant} meant?)]"},
      {"rule.DWB-CFG-006.why",
       "[mailbox?Asterisk makes a mailbox of that name, and what follows is its PIN: options stand on the mailbox's own line]"
       "[misplaced?Asterisk passes over it without a word][open?: what it should keep out or let in is as if "
       "nothing were written]"
       "[void?Asterisk refuses the whole file for it since 12, and goes on with its defaults]"
       "[lost?Asterisk makes no object of a section with an option that it does not know]"
       "[silent?an option that no release knows has no effect][meant?: what it should keep out or let in is "
       "as if nothing were written]"},
      {"rule.DWB-CFG-007.title", 
       "{option} [unread?has a value that Asterisk cannot read][unfit?is missing, or does not go with the rest]"},
      {"rule.DWB-CFG-007.why",
       "[word?{word} is neither yes nor no to Asterisk, and counts as no]"
       "[number?{number} is no number in the range that is allowed, and the default counts]"
       "[nonumber?{nonumber} is no number that pjsip takes here][noword?{noword} is no word that pjsip knows here]"
       "[nonetwork?{nonetwork} is no network that Asterisk reads][noaddress?{noaddress} is no address to listen on]"
       "[nouser?no user name is written][nodigest?no digest is written]"
       "[toosmall?{toosmall} is less than the 90 seconds that SIP wants]"
       "[twocertificates?a certificate is to be made, and another one is named]"
       "[gone?: it drops the whole section, and there is no {gone}]"
       "[choice?{choice} is no word that Asterisk knows here, and it passes over it][old?; up to 1.4 very and yes meant "
       "port,invite: calls without a password]"},
      {"rule.DWB-CFG-008.title", "a password holds more or less than it seems ({option})"},
      {"rule.DWB-CFG-008.why",
       "[quotes?Asterisk has no quoting: the quotes are part of the password]"
       "[remark?only a semicolon begins a remark: what follows the blank is part of the password]"
       "[blank?the blank before the comma is part of the PIN, and no keypad has one: nobody gets in]"
       "[cut?a semicolon begins a remark unless a backslash stands before it: the password ends there]"},
      {"rule.DWB-CFG-009.title",
       "a program writes a part of the configuration (#exec)"},
      {"rule.DWB-CFG-009.why",
       "{what}; who can change such a program, or write a line into a file of the configuration, runs "
       "commands as Asterisk"},
      {"rule.DWB-CFG-010.title", "others than Asterisk may [read?read][written?write] {file}"},
      {"rule.DWB-CFG-010.why", "it holds passwords; a web application that is broken into has them as well"},
      {"rule.DWB-CFG-011.title", "the section {section} makes nothing"},
      {"rule.DWB-CFG-011.why",
       "[missing?it has no type][type?its type {type} is unknown], and Asterisk drops it[access?: the access "
       "list in it protects nobody]"},
      {"rule.DWB-CFG-012.title",
       "[what?{what} is kept in a database][more?, as in {more} more {more|context|contexts}]"
       "[silent?{silent} finds nothing: extconfig.conf maps no table for it]"
       "[instead?{instead} is not read: a database stands in for it]"},
      {"rule.DWB-CFG-012.why",
       "[what?what stands there is not seen by this audit: what it does not find here may be there all the same]"
       "[silent?a table that is mapped later answers from here at once]"
       "[instead?what holds is in the database, where this audit does not look; the file has no effect]"},
      {"rule.DWB-CFG-013.title",
       "{file} is [empty?empty][module?not read: {module} is not loaded]"
       "[database?not read: extconfig.conf has a database stand in for it][capitals?not read: Asterisk on Linux "
       "opens {capitals}][orphan?not read: {orphan}, which includes it, is not there]"
       "[left_out?not read: neither {left_out} nor another file includes it]"},
      {"rule.DWB-CFG-013.why",
       "[module?what is written there has no effect until somebody loads the module]"
       "[database?what is written there has no effect, good or bad]"
       "[empty?there is nothing but remarks in it][defaults?: the module loads all the same, and every default holds, guests "
       "included]"
       "[capitals?file names differ by capitals, and the module starts without its file]"
       "[left_out?accounts and settings in it have no effect, and were not looked at]"
       "[orphan?accounts and settings in it have no effect here, and were not looked at; in a copy of FreePBX's folder a link is "
       "missing]"},
      {"rule.DWB-CFG-014.title", "a file is not in an encoding that Asterisk reads"},
      {"rule.DWB-CFG-014.why", "{what}"},
      {"rule.DWB-CFG-015.title", "a line is longer than Asterisk reads"},
      {"rule.DWB-CFG-015.why", "lines of more than 8190 bytes are skipped whole"},
      {"rule.DWB-CFG-016.title", "[read?{read} lies][path?{path} is] outside of what was looked at"},
      {"rule.DWB-CFG-016.why",
       "[what?{what}; ]parts of the configuration lie elsewhere, and who may write there changes it"},
  };
  return kRows;
}

}  // namespace denwaban::text
