// SPDX-License-Identifier: GPL-3.0-or-later
// The configuration files that an audit looks at, each read once. Addresses stay valid as long as this lives.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/config_finding.h"
#include "parse/config/config_file.h"
#include "parse/config/file_tree.h"

namespace denwaban::audit {

struct Unread {
  std::string file;
  std::string why;  // a sentence
};

class Sources {
 public:
  // Reads what Asterisk's modules would open in `config_dir`: every *.conf that a rule knows. A file that is absent is no error;
  // one that cannot be read is in unread().
  Sources(parse::FileTree& tree, std::string config_dir);
  Sources(const Sources&) = delete;
  Sources& operator=(const Sources&) = delete;

  parse::FileTree& tree() const { return tree_; }
  const std::string& config_dir() const { return config_dir_; }
  const parse::ConfigFile* file(std::string_view name) const;  // "sip.conf"; null: absent or unreadable
  std::vector<std::string_view> names() const;                 // of those that are there
  const std::vector<Unread>& unread() const { return unread_; }

  // "sip.conf" or "sip.d/a.conf" for a path below the folder or below /etc/asterisk, which a copied folder stands for; else the
  // path.
  std::string shown(std::string_view path) const;
  SourceLine line_of(const parse::ConfigFile& config, const parse::ConfigVariable& variable) const;
  SourceLine line_of(const parse::ConfigFile& config, const parse::ConfigCategory& category) const;

 private:
  parse::FileTree& tree_;
  std::string config_dir_;
  std::map<std::string, std::unique_ptr<const parse::ConfigFile>, std::less<>> files_;
  std::vector<Unread> unread_;
};

}  // namespace denwaban::audit
