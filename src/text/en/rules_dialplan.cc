// SPDX-License-Identifier: GPL-3.0-or-later
// What the audit says of its rules: "rule.ID.title" and "rule.ID.why". Arguments: see the rules.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_rules_dialplan() {
  static constexpr Row kRows[] = {
      {"rule.DWB-DP-001.title", "{pattern} in {context} catches everything, also h, i, t and the other special extensions"},
      {"rule.DWB-DP-001.why",
       "a pattern that takes every character also runs when a call ends or a digit is wrong, and takes whatever name a "
       "stranger calls"},
      {"rule.DWB-DP-002.title",
       "{app} in {context} takes {what} as it was dialled[more?, and {more} more {more|line does|lines do}]"},
      {"rule.DWB-DP-002.why",
       "the pattern {extension} lets any character in[device?, so whoever dials '&' or ',' adds a second device or options "
       "to the call][jump?, so whoever dials ',' may choose another place to go on at]"},
      {"rule.DWB-DP-003.title",
       "{app} in {context} takes {what}, which others write[more?, and {more} more {more|line does|lines do}]"},
      {"rule.DWB-DP-003.why",
       "callers, telephones, databases and web servers decide this text[device?, and '&' or ',' in it adds devices or options to "
       "the call][jump?, and so where the call goes on]"},
      {"rule.DWB-DP-004.title",
       "{app} in {context} hands {what} to a program or shell[more?, and {more} more {more|line does|lines do}]"},
      {"rule.DWB-DP-004.why",
       "[given?each account that gets there has a number of its own today; one without callerid= would write this text]"
       "[shell?a caller writes this text, and what a shell obeys in it runs on this machine as the user of Asterisk]"
       "[recording?a caller writes this text, and a comma in it begins options and a command that runs on this machine]"
       "[program?a caller writes this text, which the program takes for its own arguments]"},
      {"rule.DWB-DP-005.title", "{context} includes {included}, and so callers without a password get to {trunk}"},
      {"rule.DWB-DP-005.why",
       "whoever may call in without a password may dial everything that the context includes, here the trunk in {outbound}"},
      {"rule.DWB-DP-006.title", "[missing?{context} names {missing}, which does not exist][dead?nothing leads to {dead}]"},
      {"rule.DWB-DP-006.why",
       "[place?calls end there today; a context of that name, defined later for something else, is open from here at once]"
       "[label?the call ends at this line, whatever was meant to follow]"
       "[meant?: a number alone is a priority of this extension; is {meant} meant?]"
       "[unmatched?calls that come there end with \"invalid\", whatever was meant to follow]"
       "[device?calls to it fail; what gets that name later, for something else, is called from here at once]"
       "[dead?nobody looks after what is not used, and one include or context= opens it]"},
      {"rule.DWB-DP-007.title", "DISA in {context} gives a dial tone in {target} without a password"},
      {"rule.DWB-DP-007.why", "whoever gets to this line dials on as if from inside, at the exchange's cost"},
      {"rule.DWB-DP-008.title", "the PIN of DISA in {context} can be guessed ({digits} characters)"},
      {"rule.DWB-DP-008.why", "DISA counts no attempts: six thousand PINs an hour can be tried over a few lines"},
      {"rule.DWB-DP-009.title",
       "[digits?the PIN of Authenticate in {context} can be guessed ({digits} characters)][mailboxes?VMAuthenticate in "
       "{context} "
       "takes mailbox PINs of {mailboxes} that can be guessed]"},
      {"rule.DWB-DP-009.why",
       "a caller has three attempts a call and as many calls as he likes, and one PIN for all is never changed"},
      {"rule.DWB-DP-010.title", "the check of {variable} in {context} lets through when it is empty"},
      {"rule.DWB-DP-010.why",
       "an empty value makes the expression invalid, which counts as false, and an empty PIN is met by an empty entry"},
      {"rule.DWB-DP-011.title",
       "option {what} of {app} in {context} lets the outside party transfer the call to a trunk[more?, as in "
       "{more} more {more|line|lines}]"},
      {"rule.DWB-DP-011.why",
       "the transferred call goes on in a context from where a trunk can be called, and this exchange pays for it"},
      {"rule.DWB-DP-012.title",
       "{context} sends costly numbers out [plain?without asking for anything][condition?where a condition lets them], such as "
       "{what}[more?, in {more} more {more|line|lines} too]"},
      {"rule.DWB-DP-012.why",
       "thieves earn from international and premium numbers; whoever gets a telephone's password calls them from here"},
      {"rule.DWB-DP-013.title", "{context} sends numbers out as they are dialled, without a prefix for the outside"},
      {"rule.DWB-DP-013.why", "with a prefix of one's own, who guesses numbers from outside does not get a line by chance"},
      {"rule.DWB-DP-014.title", "all {devices} telephones are in {context}, from where a trunk can be called"},
      {"rule.DWB-DP-014.why", "no telephone can be kept from dialling out, so the weakest password of all opens the trunk"},
      {"rule.DWB-DP-015.title",
       "calls to {what} in {context} have no longest duration[more?, nor in {more} more {more|line|lines}]"},
      {"rule.DWB-DP-015.why", "a call that a thief sets up or that was never hung up is paid for until somebody notices"},
      {"rule.DWB-DP-016.title", "calls to {what} in {context} are not counted[more?, nor in {more} more {more|line|lines}]"},
      {"rule.DWB-DP-016.why", "with a stolen account as many calls at a time go out as the trunk has lines"},
      {"rule.DWB-DP-017.title", "caller ID alone decides in {context} who gets further ({extension})"},
      {"rule.DWB-DP-017.why", "anybody can send any caller ID, so it proves nothing"},
      {"rule.DWB-DP-018.title", "{extension} in {context} has no end: the call goes on at {next} in {next_context}"},
      {"rule.DWB-DP-018.why",
       "Asterisk looks for every priority anew, and takes it of any other pattern that matches the number"},
      {"rule.DWB-DP-019.title",
       "{extension} in {context} is not what it looks like:[gap? nothing stands at priority {gap}, and calls end "
       "there][first? nothing stands at priority 1][hint? n behind a hint is dropped]"
       "[label? the label {what} is there already][previous? n or same has nothing before it][priority? {what} "
       "is no priority]"
       "[unclosed? the label {what} is not closed][empty? it has no name][set? a set of digits is not "
       "closed][literal? without "
       "_ it is no pattern][application? no application is called {application}, and the call ends there]"
       "[open? a brace is missing in {open}][parentheses? $({parentheses}) is text, and no variable]"
       "[behind? {behind} stands behind the last parenthesis and is lost][endless? the arguments have no last parenthesis]"
       "[more?, and so in {more} more {more|line|lines}]"},
      {"rule.DWB-DP-019.why",
       "Asterisk drops such lines, never gets to them or reads them otherwise, so the dialplan does other things than it says"},
      {"rule.DWB-DP-020.title",
       "priority {number} of {extension} in {context} is there already[line?, since line {line}][file? of {file}]: this line "
       "is ignored[more?, and {more} more {more|is|are}]"},
      {"rule.DWB-DP-020.why", "the first one wins; a refusal or check that was added later is not there for Asterisk"},
      {"rule.DWB-DP-021.title", "the refusal {extension} in {context} never happens: {first} is asked first"},
      {"rule.DWB-DP-021.why",
       "the more specific pattern and the own context go before less specific ones and includes, so from "
       "{scope} these numbers "
       "go out"},
      {"rule.DWB-DP-022.title", "from {context} a trunk can be called at some times, by {included}"},
      {"rule.DWB-DP-022.why", "whoever wants to misuse it waits for that time: count it as open"},
      {"rule.DWB-DP-023.title",
       "{context} sets a call forward to {what} without looking at the number[more?, in {more} more {more|line|lines} too]"},
      {"rule.DWB-DP-023.why", "a forward abroad makes every call to that telephone a costly one"},
      {"rule.DWB-DP-024.title",
       "a forward or queue member goes into {what}, from where a trunk can be called[more?, {more} more {more|does|do}]"},
      {"rule.DWB-DP-024.why", "whoever sets that number, or calls it, calls out at the exchange's cost"},
      {"rule.DWB-DP-025.title",
       "{app} in {context} is open to callers from outside[more?, and {more} more {more|line is|lines are}]"},
      {"rule.DWB-DP-025.why",
       "nobody proved anything on the way here, and this line listens to, takes over or ends others' calls"},
      {"rule.DWB-DP-026.title",
       "{context} changes the state of the telephone {what} without a PIN[more?, in {more} more {more|line|lines} too]"},
      {"rule.DWB-DP-026.why", "everybody who can dial here forwards, logs in or silences somebody else's telephone"},
      {"rule.DWB-DP-027.title",
       "{app} in {context} calls a number that the caller gives[file?, by a call file]: {what}"
       "[more?, in {more} more {more|line|lines} too]"},
      {"rule.DWB-DP-027.why", "the second call is the exchange's own: it has all its rights and is paid by it"},
      {"rule.DWB-DP-028.title", "callers from outside are handed on by switch => {name} in {context}"},
      {"rule.DWB-DP-028.why",
       "another machine or a database decides what can be dialled here, and nobody sees it in this dialplan"},
      {"rule.DWB-DP-029.title",
       "{app} in {context} runs, queries or fetches with {what} in it[more?, and {more} more {more|line does|lines do}]"},
      {"rule.DWB-DP-029.why",
       "a caller writes this text, and with the right characters changes the query, the address or what is evaluated"},
      {"rule.DWB-DP-030.title",
       "a password stands in the dialplan: [name?{name} in globals][app?{app} in {context}][more?, and {more} "
       "more {more|line|lines}]"},
      {"rule.DWB-DP-030.why", "`dialplan show globals`, GetConfig over the manager and every backup show it"},
      {"rule.DWB-DP-031.title", "a PIN stands in clear in {context}[more?, and in {more} more {more|line|lines}]"},
      {"rule.DWB-DP-031.why", "`dialplan show` and every backup show it, and all who call share it"},
      {"rule.DWB-DP-032.title", "messages of strangers are sent on in {context}"},
      {"rule.DWB-DP-032.why", "whoever writes to this exchange writes in its name to others"},
      {"rule.DWB-DP-033.title",
       "[extension?{extension} in {context} calls a trunk][autofallthrough?{context} waits for more digits "
       "where it ends, and "
       "calls trunks]"},
      {"rule.DWB-DP-033.why", "a wrong digit, or none, becomes a call that somebody pays for"},
      {"rule.DWB-DP-034.title", "emergency numbers cannot be called from {context}: {numbers}"},
      {"rule.DWB-DP-034.why", "no pattern takes them, or one that refuses is asked first"},
      {"rule.DWB-DP-035.title",
       "{key}={value}:[matcher? patterns are matched by another algorithm][globals? globals are lost at each reload][switch? "
       "{switch} is "
       "asked before every context][save? `dialplan save` overwrites extensions.conf]"},
      {"rule.DWB-DP-035.why", "what stands in the contexts is then not all that decides"},
      {"rule.DWB-DP-036.title",
       "{context} writes {what} into a global variable[more?, in {more} more {more|line|lines} too]"},
      {"rule.DWB-DP-036.why", "one caller's text is there for all calls, until the next one overwrites it"},
      {"rule.DWB-DP-037.title", "extension lines stand in {context} ({count} in all), where they are no dialplan"},
      {"rule.DWB-DP-037.why",
       "Asterisk reads options or variables there, so what these lines allow or refuse does not happen"},
      {"rule.DWB-DP-038.title", "{options} is on at {context}'s analogue lines, and a trunk can be called from there"},
      {"rule.DWB-DP-038.why", "with a flash or a wrong answer the call is sent on, and this exchange pays for it"},
  };
  return kRows;
}

}  // namespace denwaban::text
