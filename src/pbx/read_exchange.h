// SPDX-License-Identifier: GPL-3.0-or-later
// From the folder of Asterisk's configuration to an Exchange. Never fails: what is missing or broken becomes
// a remark, and Asterisk's own default (or a cautious guess) stands in for it.
#pragma once

#include <string>

#include "parse/config/file_tree.h"
#include "pbx/exchange.h"

namespace denwaban::pbx {

struct ReadOptions {
  std::string host_name;  // for logger.conf's appendhostname; empty: the files' names are taken without, with
                          // a remark
  std::string log_dir;    // where the logs lie, whatever asterisk.conf says; empty: in its astlogdir
};

// `config_dir` is usually /etc/asterisk. Its asterisk.conf may name another astetcdir: that one is followed
// only when `config_dir` itself holds no logger.conf, sip.conf or pjsip.conf, so that a copied folder is read
// where it lies. Secrets (of `register =>` lines, users, managers) are not kept, and no value that may hold
// one appears in a remark.
Exchange read_exchange(parse::FileTree& files, const std::string& config_dir,
                       const ReadOptions& options = {});

}  // namespace denwaban::pbx
