// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-CFG: options that Asterisk reads otherwise than they are meant, or not at all.
#include <set>

#include "audit/refused_options.h"
#include "audit/rules/files/checks.h"
#include "audit/rules/files/each_option.h"
#include "audit/rules/files/known_options.h"
#include "audit/secrecy.h"
#include "pbx/host_spec.h"

namespace denwaban::audit::files {
namespace {

using parse::ConfigCategory;
using parse::ConfigFile;
using parse::ConfigVariable;
using parse::same_name;

struct ReadOnce {
  std::string_view file;
  std::string_view section;
};

// Sections of which the module takes the first and no other.
constexpr ReadOnce kReadOnce[] = {
    {"sip.conf", "general"},         {"sip.conf", "authentication"}, {"iax.conf", "general"},
    {"manager.conf", "general"},     {"http.conf", "general"},       {"rtp.conf", "general"},
    {"logger.conf", "general"},      {"logger.conf", "logfiles"},    {"voicemail.conf", "general"},
    {"modules.conf", "modules"},     {"asterisk.conf", "options"},   {"asterisk.conf", "directories"},
    {"asterisk.conf", "files"},      {"users.conf", "general"},      {"queues.conf", "general"},
    {"chan_dahdi.conf", "channels"}, {"extconfig.conf", "settings"}};

// Which options want yes or no, and are read by ast_true.
struct Words {
  std::string_view file;
  bool general;
  std::string_view keys;
};
constexpr Words kBooleans[] = {
    {"sip.conf", true,
     " allowguest alwaysauthreject autodomain allowexternaldomains match_auth_username promiscredir "
     "tcpenable tlsenable srvlookup"
     " dynamic_exclude_static auth_options_requests auth_message_requests accept_outofcall_message "
     "allowtransfer"
     " tlsdontverifyserver callcounter rtcachefriends rtupdate notifyhold "},
    {"sip.conf", false, " promiscredir allowtransfer callcounter "},
    {"manager.conf", true,
     " enabled webenabled allowmultiplelogin displayconnects timestampevents tlsenable "},
    {"manager.conf", false, " displayconnects allowmultiplelogin "},
    {"http.conf", true, " enabled enablestatic enable_static enable_status tlsenable "},
    {"ari.conf", true, " enabled pretty "},
    {"ari.conf", false, " read_only "},
    {"cdr.conf", true, " enable unanswered congestion batch safeshutdown "},
    {"modules.conf", false, " autoload "},
    {"asterisk.conf", false, " execincludes live_dangerously hideconnect lockconfdir "},
};

// Options whose value is a list of words; the words that some release knows. yes and no in all of their spellings are known.
struct Choice {
  std::string_view file;
  std::string_view key;
  std::string_view words;
};
constexpr Choice kChoices[] = {
    {"sip.conf", "insecure", " port invite "},
    {"sip.conf", "nat", " route never rfc3581 force_rport comedia auto_force_rport auto_comedia "},
};

struct Range {
  std::string_view file;
  std::string_view key;
  long least, most;
};
constexpr Range kNumbers[] = {{"manager.conf", "port", 1024, 65535},
                              {"manager.conf", "authlimit", 1, 2147483647},
                              {"manager.conf", "authtimeout", 1, 2147483647},
                              {"http.conf", "bindport", 0, 65535},
                              {"http.conf", "sessionlimit", 1, 2147483647},
                              {"sip.conf", "bindport", 1, 65535},
                              {"iax.conf", "bindport", 0, 65535},
                              {"rtp.conf", "rtpstart", 1024, 65535},
                              {"rtp.conf", "rtpend", 1024, 65535}};

constexpr std::string_view kSecretNames = " secret md5secret remotesecret password md5_cred vmsecret ";

// Codes of [featuremap]; [general] has refused them since 12, and with them the file.
constexpr std::string_view kFeatureKeys = " blindxfer atxfer disconnect automon automixmon parkcall ";

std::string_view type_of(std::string_view file, const ConfigCategory& section) {
  return file == "pjsip.conf" ? section.value("type") : std::string_view();
}

bool is_always_known(std::string_view file, const ConfigVariable& v) {
  if (same_name(v.name, "type")) return file == "pjsip.conf" || file == "sip.conf" || file == "iax.conf";
  if (file == "pjsip.conf" && v.name.starts_with('@')) return true;
  if (file == "sip.conf" &&
      (v.name.starts_with("cc_") || v.name.starts_with("ccnr_") || v.name.starts_with("ccbs_")))
    return true;
  return file == "manager.conf" && v.name.starts_with("eventfilter");
}

bool parse_number(std::string_view text, long& number) {
  if (text.empty() || text.size() > 10 || text.find_first_not_of("0123456789") != std::string_view::npos)
    return false;
  number = std::stol(std::string(text));
  return true;
}

}  // namespace

void second_general(Check& check) {
  const Sources& sources = check.estate().sources;
  for (const ReadOnce& once : kReadOnce) {
    const ConfigFile* config = sources.file(once.file);
    const ConfigCategory* first = config ? config->first(once.section) : nullptr;
    if (!first) continue;
    for (const ConfigCategory& section : config->categories) {
      bool more = &section != first && !section.is_template && same_name(section.name, once.section);
      if (!more || section.variables.empty()) continue;
      ConfigFinding& found = check.about(object_of(*config, section));
      found.inert = !is_read(check, once.file);
      found.trail.push_back(sources.line_of(*config, *first));
      fact(found, "section", once.section);
      fact(found, "first", std::to_string(first->line));
      found.fix = "[" + std::string(once.section) + "](+)";
    }
  }
}

namespace {

// chan_sip takes nothing but `auth` from there: who bans addresses in it bans nobody.
// One that its reader does not know, and for which it takes nothing of the file.
void refused_with_its_file(Check& check, const ConfigFile& config, const ConfigCategory& section, const ConfigVariable& v) {
  ConfigFinding& found = check.about(object_of(config, section), option_of(config, section, v));
  fact(found, "option", v.name);
  const bool misplaced = is_known(kFeatureKeys, v.name);
  fact(found, misplaced ? "elsewhere" : "unknown", "yes");
  fact(found, "void", "yes");
  if (misplaced) found.fix = "[featuremap]\n" + v.name + "=" + v.value;
}

void unread_in_authentication(Check& check, const ConfigFile& config, const ConfigCategory& section,
                              const ConfigVariable& v) {
  if (!closes_something(v.name)) return;
  bool secret = is_known(kSecretNames, v.name);
  ConfigFinding& found = secret ? check.about_secret(object_of(config, section), option_of(config, section, v))
                                : check.about(object_of(config, section), option_of(config, section, v));
  found.inert = !is_read(check, "sip.conf");
  fact(found, "option", v.name);
  fact(found, "misplaced", "yes");
  fact(found, "open", "yes");
}

// Asterisk knows no lines that go on: what stands below a mailbox is one, too.
bool names_no_mailbox(const ConfigCategory& section, std::string_view name) {
  constexpr std::string_view kOptions =
      " attach attachfmt backupdeleted callback delete dialout envelope exitcontext forcegreetings forcename hidefromdir locale"
      " maxmsg maxsecs messagewrap moveheard nextaftercmd operator review saycid sayduration sendvoicemail tempgreetwarn tz"
      " volgain ";
  return !is_general(section) && !same_name(section.name, "zonemessages") && is_known(kOptions, name);
}

void option_as_mailbox(Check& check, const ConfigFile& config, const ConfigCategory& section, const ConfigVariable& v) {
  ConfigFinding& found = check.about_secret(object_of(config, section), option_of(config, section, v));
  found.severity = Severity::low;
  found.inert = !is_read(check, "voicemail.conf");
  fact(found, "option", v.name);
  fact(found, "mailbox", "yes");
  found.fix = "100 => <PIN>,<name>,<address>,," + v.name + "=...";
}

}  // namespace

void unknown_option(Check& check) {
  std::set<std::string> told;
  each_option(check, [&](std::string_view file, const ConfigFile& config, const ConfigCategory& section,
                         const ConfigVariable& v) {
    if (is_always_known(file, v) || same_name(section.name, "callnumberlimits")) return;
    if (refused_option(check.estate(), file) == &v) return refused_with_its_file(check, config, section, v);
    if (file == "features.conf" && is_general(section) && is_known(kFeatureKeys, v.name)) {
      ConfigFinding& found = check.about(object_of(config, section), option_of(config, section, v));
      fact(found, "option", v.name);
      fact(found, "misplaced", "yes");
      found.fix = "[featuremap]\n" + v.name + "=" + v.value;
      return;
    }
    if (file == "voicemail.conf" && names_no_mailbox(section, v.name)) return option_as_mailbox(check, config, section, v);
    if (same_name(section.name, "authentication")) return unread_in_authentication(check, config, section, v);
    bool general = is_general(section) && file != "pjsip.conf";
    std::string_view known = known_options(file, general, type_of(file, section));
    if (known.empty() || is_known(known, v.name)) return;
    std::string_view meant = meant_option(known, v.name);
    std::string_view others = known_options(file, !general, "");
    bool misplaced = is_known(others, v.name);
    if (misplaced) meant = {};
    bool loses_object = file == "pjsip.conf";
    bool matters = !meant.empty() || closes_something(v.name) || loses_object;
    if (!matters && !told.insert(std::string(file) + '\n' + v.name).second) return;
    // What an option means that nobody knows, nobody knows: its value may be a password.
    bool shown = misplaced && !is_known(kSecretNames, v.name);
    ConfigFinding& found = shown ? check.about(object_of(config, section), option_of(config, section, v))
                                 : check.about_secret(object_of(config, section), option_of(config, section, v));
    const bool holds_anyway = same_name(v.name, "requirecalltoken") && option_of(config, section, v).yes();  // the default
    if (!matters || holds_anyway) found.severity = Severity::info;
    found.inert = !is_read(check, file);
    fact(found, "option", v.name);
    fact(found, "meant", meant);
    fact(found, misplaced ? "misplaced" : "unknown", "yes");
    if (misplaced && closes_something(v.name) && !holds_anyway) fact(found, "open", "yes");
    if (!misplaced) fact(found, loses_object ? "lost" : "silent", "yes");
    if (!meant.empty()) found.fix = "[" + section.name + "]\n" + std::string(meant) + "=...";
  });
}

namespace {

// The first word of a list that no release knows since 1.6; empty: all are known.
std::string unknown_word(const Choice& choice, std::string_view value) {
  for (std::string_view word : pbx::split_list(value)) {
    Option one;
    one.value = std::string(word);
    bool yes_is_known = choice.key != "insecure";  // 1.4 knew it there
    if (one.no() || (yes_is_known && one.yes()) || is_known(choice.words, word)) continue;
    return one.value;
  }
  return {};
}

void unknown_words(Check& check) {
  const AsteriskVersion& version = check.estate().version();
  if (version.known && version.major == 1 && version.minor < 6) return;
  each_option(check, [&](std::string_view file, const ConfigFile& config, const ConfigCategory& section,
                         const ConfigVariable& v) {
    for (const Choice& choice : kChoices) {
      if (choice.file != file || !same_name(choice.key, v.name)) continue;
      std::string word = unknown_word(choice, v.value);
      if (word.empty()) continue;
      ConfigFinding& found = check.about(object_of(config, section), option_of(config, section, v));
      found.inert = !is_read(check, file);
      fact(found, "option", v.name);
      fact(found, "unread", "yes");
      fact(found, "choice", word);
      if (choice.key == "insecure") fact(found, "old", "yes");
    }
  });
}

// By PjsipValue.
constexpr std::string_view kFaults[] = {"",       "nonumber", "noword",   "nonetwork",      "noaddress",
                                         "nouser", "nodigest", "toosmall", "twocertificates"};

void refused_sections(Check& check) {
  for (const RefusedSection& refused : check.estate().pjsip.refused) {
    ConfigFinding& found = check.about(refused.object, refused.option);
    found.inert = !is_read(check, "pjsip.conf");
    fact(found, "option", refused.option.key);
    fact(found, refused.fault < PjsipValue::no_user ? "unread" : "unfit", "yes");
    fact(found, kFaults[static_cast<size_t>(refused.fault)], refused.option.value.empty() ? "yes" : refused.option.value);
    fact(found, "gone", refused.object.kind + " " + refused.object.name);
  }
}

}  // namespace

namespace {

// localnet=: addresses, alone or with their mask.
bool is_local_network(std::string_view value) {
  for (std::string_view one : pbx::split_list(value))
    if (!pbx::parse_network(one.substr(one.starts_with('!') ? 1 : 0))) return false;
  return true;
}

}  // namespace

void no_boolean(Check& check) {
  unknown_words(check);
  refused_sections(check);
  each_option(check, [&](std::string_view file, const ConfigFile& config, const ConfigCategory& section,
                         const ConfigVariable& v) {
    Option option = option_of(config, section, v);
    const char* wrong = nullptr;
    for (const Words& words : kBooleans) {
      bool here = words.file == file && words.general == is_general(section) && is_known(words.keys, v.name);
      if (here && !v.value.empty() && !option.yes() && !option.no()) wrong = "word";
    }
    for (const Range& range : kNumbers) {
      if (range.file != file || !is_general(section) || !same_name(range.key, v.name) || v.value.empty())
        continue;
      long number = 0;
      if (!parse_number(v.value, number) || number < range.least || number > range.most) wrong = "number";
    }
    const bool network = file == "sip.conf" && is_general(section) && same_name(v.name, "localnet");
    if (network && !is_local_network(v.value)) wrong = "nonetwork";
    if (!wrong) return;
    ConfigFinding& found = check.about(object_of(config, section), option);
    found.inert = !is_read(check, file);
    fact(found, "option", v.name);
    fact(found, "unread", "yes");
    fact(found, wrong, v.value);
    found.fix = std::string(wrong) == "word" ? v.name + "=yes" : "";
  });
}

}  // namespace denwaban::audit::files
