// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/sources.h"

#include "parse/config/reader.h"

namespace denwaban::audit {
namespace {

// Everything that a rule asks for. extensions.conf is read by the dialplan's reader, too, and here for the rules on files.
constexpr std::string_view kFiles[] = {
    "acl.conf",        "ari.conf",       "asterisk.conf",     "cdr.conf",      "cdr_adaptive_odbc.conf",
    "cdr_custom.conf", "cdr_manager.conf", "cdr_mysql.conf",  "cdr_odbc.conf",   "cdr_pgsql.conf",
    "cdr_sqlite3_custom.conf", "cdr_syslog.conf", "cdr_tds.conf", "cel.conf",        "chan_dahdi.conf", "confbridge.conf",
    "dundi.conf",      "extconfig.conf", "extensions.conf",   "features.conf", "followme.conf",
    "func_odbc.conf",
    "http.conf",       "iax.conf",       "logger.conf",       "manager.conf",  "meetme.conf",
    "mgcp.conf",       "minivm.conf",    "modules.conf",      "ooh323.conf",   "pjsip.conf",    "pjsip_notify.conf",
    "pjsip_wizard.conf", "queues.conf",  "res_parking.conf",  "rtp.conf",      "sip.conf",
    "skinny.conf",     "sorcery.conf",   "stasis.conf",       "udptl.conf",    "unistim.conf",
    "users.conf",      "voicemail.conf", "xmpp.conf",         "zapata.conf"};

// What the includes of a copied folder name is looked for in the copy.
constexpr std::string_view kUsualFolder = "/etc/asterisk";

}  // namespace

Sources::Sources(parse::FileTree& tree, std::string config_dir) : tree_(tree), config_dir_(std::move(config_dir)) {
  while (config_dir_.size() > 1 && config_dir_.back() == '/') config_dir_.pop_back();
  for (std::string_view name : kFiles) {
    auto config = parse::read_config(tree_, config_dir_, std::string(name));
    if (config)
      files_.emplace(name, std::make_unique<const parse::ConfigFile>(std::move(*config)));
    else if (config.error().kind != ErrorKind::not_found)
      unread_.push_back({std::string(name), config.error().message});
  }
}

const parse::ConfigFile* Sources::file(std::string_view name) const {
  auto found = files_.find(name);
  return found == files_.end() ? nullptr : found->second.get();
}

std::vector<std::string_view> Sources::names() const {
  std::vector<std::string_view> all;
  for (const auto& [name, config] : files_) all.push_back(name);
  return all;
}

std::string Sources::shown(std::string_view path) const {
  for (std::string_view folder : {std::string_view(config_dir_), kUsualFolder}) {
    if (!path.starts_with(folder) || !path.substr(folder.size()).starts_with('/')) continue;
    path.remove_prefix(folder.size() + 1);
    break;
  }
  return std::string(path);
}

SourceLine Sources::line_of(const parse::ConfigFile& config, const parse::ConfigVariable& variable) const {
  return {shown(config.files[variable.file]), variable.line, {}, {}};
}

SourceLine Sources::line_of(const parse::ConfigFile& config, const parse::ConfigCategory& category) const {
  return {shown(config.files[category.file]), category.line, {}, "[" + category.name + "]"};
}

}  // namespace denwaban::audit
