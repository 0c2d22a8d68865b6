// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/application_names.h"

#include <algorithm>
#include <iterator>

namespace denwaban::audit {
namespace {

// `core show applications` of Asterisk 16 and 22, the sources of 20 and later, and modules that people add: chan_dongle,
// chan_quectel, chan_mobile, chan_sccp, UniMRCP, speech, fax and conferences.
constexpr std::string_view kKnown[] = {
    "addqueuemember", "adsiprog", "aelsub", "agentlogin", "agentmonitoroutgoing", "agentrequest", "agi",
    "alarmreceiver", "amd", "answer", "appkonference", "attendedtransfer", "audiofork", "audiosocket", "authenticate",
    "background", "backgrounddetect", "blindtransfer", "bridge", "bridgeadd", "bridgewait", "broadcast", "busy",
    "callcompletioncancel", "callcompletionrequest", "celgenuserevent", "cepstral", "changemonitor", "chanisavail",
    "channelredirect", "chanspy", "clearhash", "confbridge", "confkick", "congestion", "continuewhile",
    "controlplayback", "dahdiacceptr2call", "dahdibarge", "dahdiras", "dahdiscan", "dahdisendcallreroutingfacility",
    "dahdisendkeypadfacility", "datetime", "dbdel", "dbdeltree", "deadagi", "dial", "dictate", "directory", "disa",
    "donglereset", "donglesendpdu", "donglesendsms", "donglesendussd", "donglestatus", "dumpchan", "eagi", "echo",
    "else", "elseif", "endif", "endwhile", "espeak", "exec", "execif", "execiftime", "exitif", "exitwhile",
    "extenspy", "externalivr", "festival", "flash", "flite", "followme", "forkcdr", "getcpeid", "gosub", "gosubif",
    "goto", "gotoif", "gotoiftime", "gsmsendsms", "hangup", "hangupcauseclear", "iax2provision", "ices", "if",
    "importvar", "incomplete", "ivrdemo", "jabberjoin", "jabberleave", "jabbersend", "jabbersendgroup",
    "jabberstatus", "jack", "khompsendsms", "konference", "ldapget", "log", "macro", "macroexclusive", "macroexit",
    "macroif", "mailboxexists", "meetme", "meetmeadmin", "meetmechanneladmin", "meetmecount", "messagesend",
    "milliwatt", "minivmaccmess", "minivmdelete", "minivmgreet", "minivmmwi", "minivmnotify", "minivmrecord",
    "mixmonitor", "mobilesendsms", "mobilestatus", "monitor", "morsecode", "mp3player", "mrcprecog", "mrcprecogverif",
    "mrcpsynth", "mset", "musiconhold", "mysql", "nbscat", "nocdr", "noop", "nvbackgrounddetect", "nvfaxdetect",
    "odbc_commit", "odbc_rollback", "odbcfinish", "originate", "ospauth", "ospfinish", "osplookup", "ospnext", "page",
    "park", "parkandannounce", "parkedcall", "pausemonitor", "pausequeuemember", "pickup", "pickupchan",
    "pjsiphangup", "pjsipnotify", "playback", "playtones", "privacymanager", "proceeding", "progress",
    "quectelsendsms", "quectelsendussd", "quectelstatus", "queue", "queuelog", "queueupdate", "raiseexception",
    "read", "readexten", "readfile", "receivefax", "receivemf", "receivesf", "receivetext", "record", "reload",
    "removequeuemember", "resetcdr", "retrydial", "return", "ringing", "rpt", "rxfax", "sayalpha", "sayalphacase",
    "saycountedadj", "saycountednoun", "saycountpl", "saydigits", "saymoney", "saynumber", "sayordinal",
    "sayphonetic", "sayunixtime", "senddtmf", "sendfax", "sendimage", "sendmf", "sendsf", "sendtext", "sendurl",
    "set", "setamaflags", "setcalledparty", "setcallerpres", "setmessage", "setmusiconhold", "signal", "sipaddheader",
    "sipdtmfmode", "sipremoveheader", "sipsendcustominfo", "skelguessnumber", "slastation", "slatrunk", "sms",
    "softhangup", "speechactivategrammar", "speechbackground", "speechcreate", "speechdeactivategrammar",
    "speechdestroy", "speechloadgrammar", "speechprocessingsound", "speechstart", "speechunloadgrammar", "stackpop",
    "startmusiconhold", "stasis", "stasisbroadcast", "statsd", "stopmixmonitor", "stopmonitor", "stopmusiconhold",
    "stopplaytones", "storedtmf", "streamecho", "swift", "synthandrecog", "system", "testclient", "testserver",
    "tonescan", "transfer", "tryexec", "trysystem", "txfax", "unpausemonitor", "unpausequeuemember", "userevent",
    "verbose", "vmauthenticate", "vmsayname", "voicemail", "voicemailmain", "voicemailplaymsg", "wait", "waitdigit",
    "waitexten", "waitforcondition", "waitfordialtone", "waitfornoise", "waitforring", "waitforsignal",
    "waitforsilence", "waitfortone", "waitmusiconhold", "waituntil", "while", "zapateller",
};
static_assert(std::is_sorted(std::begin(kKnown), std::end(kKnown)));

// UPGRADE.txt of 1.2 to 1.6: functions took their places.
constexpr std::string_view kGone[] = {
    "absolutetimeout", "agentcallbacklogin", "appendcdruserfield", "checkgroup", "cut", "dbget", "dbput",
    "digittimeout", "dundilookup", "enumlookup", "eval", "getgroupcount", "groupcount", "groupmatchcount",
    "hasnewvoicemail", "hasvoicemail", "lookupblacklist", "lookupcidname", "math", "md5", "md5check", "prefix",
    "random", "realtimeupdate", "responsetimeout", "setaccount", "setcallerid", "setcdruserfield", "setcidname",
    "setcidnum", "setglobalvar", "setgroup", "setlanguage", "setrdnis", "settransfercapability", "setvar",
    "sipgetheader", "striplsd", "stripmsd", "substring", "suffix", "txtcidname", "voicemail2", "voicemailmain2",
    "zapbarge", "zapras", "zapscan", "zapsendkeypadfacility",
};
static_assert(std::is_sorted(std::begin(kGone), std::end(kGone)));

}  // namespace

ApplicationName application_name(std::string_view name) {
  if (name.empty() || name.find_first_of(",| \t") != std::string_view::npos) return ApplicationName::no_name;
  if (std::binary_search(std::begin(kKnown), std::end(kKnown), name)) return ApplicationName::known;
  return std::binary_search(std::begin(kGone), std::end(kGone), name) ? ApplicationName::gone : ApplicationName::unknown;
}

}  // namespace denwaban::audit
