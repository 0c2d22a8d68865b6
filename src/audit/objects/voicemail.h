// SPDX-License-Identifier: GPL-3.0-or-later
// voicemail.conf: mailboxes with the options of their line, over those of [general] (apps/app_voicemail.c).
#pragma once

#include <string>
#include <vector>

#include "audit/object.h"
#include "audit/sources.h"

namespace denwaban::audit {

struct Mailbox {
  std::string context;
  std::string number;
  std::string pin;  // a secret, with the blanks around it, which Asterisk keeps
  std::string dialout;      // context for outside calls from the menu; empty: none
  std::string callback;
  std::string exit_context;
  bool operator_exit = false;
  const parse::ConfigFile* config = nullptr;
  const parse::ConfigVariable* variable = nullptr;
};

struct Voicemail {
  bool has_file = false;
  Object general;
  std::vector<Mailbox> mailboxes;
};

Voicemail read_voicemail(const Sources& sources);

}  // namespace denwaban::audit
