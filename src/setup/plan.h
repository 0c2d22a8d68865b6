// SPDX-License-Identifier: GPL-3.0-or-later
// What has to be written so that Asterisk tells us all that it can, and what has to be taken back. Pure: the
// plan is made from what stands in the files now, so a second plan behind the first one's work is empty.
//
// What we add lives in files of our own wherever Asterisk's configuration lets us include one; in files of
// others it is a block between marks (blocks.h). FreePBX writes most files anew; its *_custom.conf are ours
// to add to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "parse/config/file_tree.h"

namespace denwaban::setup {

struct Surroundings {
  std::string config_dir = "/etc/asterisk";
  std::string log_dir = "/var/log/asterisk";
  std::string log_owner, log_group;  // of that folder; empty: root
  std::string rotate_dir;            // logrotate's; empty: none here
  std::string asterisk;              // how `asterisk -rx` is called there
  std::optional<int> major;          // Asterisk's version; nullopt: not known
  std::string ami_user = "denwaban";
  std::string secret_file = "/etc/denwaban/ami.secret";
  std::string fresh_secret;  // taken when there is none yet
  // Who may end calls of fraud, and hears nothing; empty: nobody.
  std::string acting_user, acting_secret_file, fresh_acting_secret;
};

struct Change {
  std::string path;
  std::optional<std::string> before;  // what stands there; nullopt: no such file
  std::optional<std::string> after;   // nullopt: the file goes
  std::string what;                   // for people: "an AMI user that may listen and do nothing"
  std::vector<std::string> lines;     // what is added, for people: secrets left out
  enum class For {
    everybody,
    asterisk,
    guard
  } readers = For::everybody;  // of a new file; others stay as they are
  bool taken_out = false;      // the lines go, instead of coming
};

struct Plan {
  std::vector<Change>
      changes;  // in the order in which they are safe: whatever includes a file comes behind it
  std::vector<std::string> remarks;      // what is not done, and why
  bool manager = false, logger = false;  // what Asterisk has to read again …
  bool sip = false, pjsip = false;       // … and of whose accounts
  bool dialplan = false;
};

// Error{not_found}: no Asterisk configuration there. Error{input}: what Asterisk would make of the result is
// not what we want; nothing may be written then.
Result<Plan> plan_setup(parse::FileTree& files, const Surroundings& here);

// Everything of ours, wherever plan_setup may have put it.
Result<Plan> plan_undo(parse::FileTree& files, const Surroundings& here);

// The secret's place in the text of the secret file: its first line.
std::string secret_in(std::string_view text);

}  // namespace denwaban::setup
