// SPDX-License-Identifier: GPL-3.0-or-later
// What the audit says of its rules: "rule.ID.title" and "rule.ID.why". Arguments: see the rules.
#include "text/catalogues.h"

namespace denwaban::text {
namespace {

constexpr Row kRows[] = {
    {"audit.weakness.placeholder", "it is a gap in a template that nobody filled"},
    {"audit.weakness.equals_name", "it is the user's name"},
    {"audit.weakness.listed", "it stands in the lists that attackers try"},
    {"audit.weakness.derived", "it is made of a word or a name by a rule that attackers know"},
    {"audit.weakness.digits_only", "it has digits only"},
    {"audit.weakness.too_short", "it has fewer than eight characters"},
    {"rule.DWB-AMI-001.title",
     "the manager interface can be reached from other machines[open?, and one of its users may log in from "
     "everywhere][guessable?, and the password of one of its users can be guessed]"},
    {"rule.DWB-AMI-001.why",
     "[nobody?no user may log in yet; ]"
     "the manager can place calls and run programs, and it listens on [address?{address}][all?every address, since "
     "bindaddr is missing]; only loopback or a list of addresses keeps strangers from it"},
    {"rule.DWB-AMI-002.title", "the manager user {user} may log in from any address"},
    {"rule.DWB-AMI-002.why",
     "without deny and permit lines or an acl a guessed or stolen password is enough from anywhere"},
    {"rule.DWB-AMI-003.title", "the access list of the manager user {user} keeps nobody out[ipv4_only? who comes over IPv6]"},
    {"rule.DWB-AMI-003.why",
     "[malformed?Asterisk cannot read a line of it and deletes the user]"
     "[permits_only?a list of permits alone lets everybody in: it starts from allowed, and needs a deny for "
     "all before them]"
     "[permits_all?a later permit for everybody takes back what was denied: the last line that matches "
     "decides]"
     "[named?the list {named} of acl.conf lets everybody in]"
     "[ipv4_only?the manager listens on IPv6, and entries for IPv4 never match an address of IPv6]"},
    {"rule.DWB-AMI-004.title", "the password of the manager user {user} can be guessed"},
    {"rule.DWB-AMI-004.why",
     "[far?attackers on port 5038 try names and passwords from lists][near?nobody but this machine may log in, yet whoever gets "
     "into a program on it tries passwords from lists], and this one falls: {weakness}"},
    {"rule.DWB-AMI-005.title", "the manager user {user} needs no password"},
    {"rule.DWB-AMI-005.why",
     "[empty?an empty secret is a password like any other: a login with an empty one succeeds]"
     "[missing?no secret is written, and over HTTP the digest is then made from a value that everybody can "
     "know]"},
    {"rule.DWB-AMI-006.title",
     "the manager user {user} may [orders?place calls, run programs or change the configuration][redirects?send calls anywhere]"},
    {"rule.DWB-AMI-006.why",
     "with the rights {rights} a stolen login [orders?calls any number, runs commands, or reads and rewrites configuration "
     "files; originate reaches the application System as well][redirects?sends any call that is up to any number of any context, "
     "also one that the thief has up himself]"},
    {"rule.DWB-AMI-007.title", "the manager interface can be used over HTTP"},
    {"rule.DWB-AMI-007.why",
     "webenabled opens rawman, arawman and mxml on the HTTP server, past every firewall rule for port 5038"},
    {"rule.DWB-AMI-008.title", "manager logins from other machines travel in the clear"},
    {"rule.DWB-AMI-008.why",
     "a user may log in from another machine, and without tlsenable password and orders can be read on the "
     "way"},
    {"rule.DWB-AMI-009.title", "the manager user {user} has a name that attackers try first"},
    {"rule.DWB-AMI-009.why",
     "published attacks on port 5038 go through admin, manager, test, cron and mark: another name costs them "
     "a guess more"},
    {"rule.DWB-AMI-010.title", "the manager lets many strangers wait before they log in ({option})"},
    {"rule.DWB-AMI-010.why",
     "connections without a login hold a place each: more of them, or for longer, help only who guesses"},
    {"rule.DWB-AMI-011.title", "the same manager user may log in many times at once"},
    {"rule.DWB-AMI-011.why",
     "a stolen password is used beside its owner without anybody noticing while allowmultiplelogin is yes, "
     "its default"},
    {"rule.DWB-AMI-012.title", "logins to the manager are hidden from the log[user? for the user {user}]"},
    {"rule.DWB-AMI-012.why", "displayconnects=no leaves no line of who logged in and when"},
    {"rule.DWB-AMI-013.title", "the manager user {user}, who may give no orders, reads everything"},
    {"rule.DWB-AMI-013.why",
     "read=all shows dialled digits, call records and the configuration's values to somebody who needs a few "
     "events"},
    {"rule.DWB-AMI-014.title", "the manager user {user} may read the configuration from other machines"},
    {"rule.DWB-AMI-014.why",
     "the write rights {rights} allow GetConfig or Command: every password of the exchange is one order away, which "
     "published attacks ask for first"},
    {"rule.DWB-AMI-015.title", "users.conf makes {user} a manager user"},
    {"rule.DWB-AMI-015.why", "hasmanager gives the telephone's password the manager's rights"},
    {"rule.DWB-HTTP-001.title", "the HTTP server can be reached from other machines"},
    {"rule.DWB-HTTP-001.why",
     "it listens on [address?{address}][all?every address], and the REST interface, the manager over HTTP and WebSockets hang "
     "on it"},
    {"rule.DWB-HTTP-002.title", "the HTTP server [plain?has no TLS][old?accepts old versions of TLS]"},
    {"rule.DWB-HTTP-002.why",
     "[plain?passwords and orders travel in the clear][old?TLS 1.0 and 1.1 are broken, and allowed unless "
     "they are switched off]"},
    {"rule.DWB-HTTP-003.title", "the HTTP server hands out files"},
    {"rule.DWB-HTTP-003.why",
     "enable_static serves the folder static-http to everybody who can reach the port"},
    {"rule.DWB-HTTP-004.title", "the HTTP server shows a status page"},
    {"rule.DWB-HTTP-004.why", "/httpstatus tells a stranger addresses, ports and that this is Asterisk"},
    {"rule.DWB-HTTP-005.title", "the HTTP server takes uploads or redirects to another page"},
    {"rule.DWB-HTTP-005.why",
     "post_mappings and redirects belong to graphical interfaces, and leave a way in when those are gone"},
    {"rule.DWB-HTTP-006.title", "the REST interface can be reached from the network"},
    {"rule.DWB-HTTP-006.why",
     "ARI places and redirects calls; it is on unless enabled=no, has {users} user(s), and the HTTP server "
     "listens for others"},
    {"rule.DWB-HTTP-007.title", "any web page may use the REST interface through a visitor's browser"},
    {"rule.DWB-HTTP-007.why",
     "allowed_origins=* lets a script of a foreign page speak with ARI from inside the network"},
    {"rule.DWB-HTTP-008.title", "the password of the ARI user {user} stands in the clear"},
    {"rule.DWB-HTTP-008.why",
     "password_format=plain is the default; a hash made by `ari mkpasswd` does as well"},
    {"rule.DWB-HTTP-009.title", "the ARI user {user} may not only read"},
    {"rule.DWB-HTTP-009.why", "read_only is no unless written, so this login can place and end calls"},
    {"rule.DWB-HTTP-010.title", "the password of the ARI user {user} can be guessed"},
    {"rule.DWB-HTTP-010.why",
     "the REST interface places calls, and its password keeps nobody out: [weakness?{weakness}][empty?it is empty]"},
    {"rule.DWB-HTTP-011.title", "the HTTP server answers without a prefix"},
    {"rule.DWB-HTTP-011.why", "scanners ask for /ari, /ws and /rawman; behind a prefix they find nothing"},
    {"rule.DWB-HTTP-012.title", "no path of the HTTP server is restricted to known addresses"},
    {"rule.DWB-HTTP-012.why",
     "newer releases of 20, 22 and later can permit and deny addresses path by path (type=restriction)"},
};

}  // namespace

std::span<const Row> english_rules_management() { return kRows; }

}  // namespace denwaban::text
