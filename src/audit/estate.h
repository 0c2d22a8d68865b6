// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that the rules and the toll-path analysis look at: the whole configuration of one exchange as objects, read once.
#pragma once

#include <optional>
#include <string>

#include "audit/access_list.h"
#include "audit/modules.h"
#include "audit/objects/chan_sip.h"
#include "audit/objects/dahdi.h"
#include "audit/objects/iax.h"
#include "audit/objects/management.h"
#include "audit/objects/pjsip.h"
#include "audit/objects/voicemail.h"
#include "audit/sources.h"
#include "parse/dialplan/dialplan.h"

namespace denwaban::audit {

// 20.6.0; what is not known counts as a current long-term release.
struct AsteriskVersion {
  int major = 20;
  int minor = 0;
  int patch = 0;
  bool known = false;  // told by the user, or found on this machine
  bool at_least(int wanted) const { return major >= wanted; }
  bool before_1_6() const { return known && major == 1 && minor < 6; }  // "Dial,SIP/1|20" calls Dial
};

struct HostFacts;  // audit/host_facts.h: what `--host` found on the running machine

struct EstateOptions {
  AsteriskVersion version;
  std::string country;  // ISO 3166, decides the numbering plan; empty: taken from what the files say, else unknown
  std::string today;    // "2026-11-22": what is out of support; empty: not asked
  const HostFacts* host = nullptr;
};

// Not movable: its objects point into its sources.
struct Estate {
  Estate(parse::FileTree& tree, const std::string& config_dir, const EstateOptions& options);
  Estate(const Estate&) = delete;
  Estate& operator=(const Estate&) = delete;

  EstateOptions options;
  Sources sources;
  Modules modules;
  NamedAccessLists access_lists;  // acl.conf
  ChanSip chan_sip;
  Pjsip pjsip;
  Iax iax;
  Management management;
  Voicemail voicemail;
  std::vector<DahdiChannels> dahdi;
  parse::Dialplan dialplan;  // without the switches that answer nothing
  std::vector<std::pair<std::string, parse::ContextSwitch>> silent_switches;  // by context
  std::vector<std::string> replaced_files;  // a database stands in for them
  bool freepbx = false;  // the files are FreePBX's or Issabel's

  // Whether that module is loaded and reads its file: a database may stand in for it.
  bool heeds(std::string_view module) const;
  const AsteriskVersion& version() const { return options.version; }
};

}  // namespace denwaban::audit
