// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "parse/dialplan/reading.h"

namespace denwaban::parse {
namespace {

struct Folder {
  std::string_view name, path;
};
// Asterisk's own, as Debian has them.
constexpr std::array<Folder, 12> kFolders{{
    {"ASTCACHEDIR", "/var/cache/asterisk"},
    {"ASTMODDIR", "/usr/lib/asterisk/modules"},
    {"ASTVARLIBDIR", "/var/lib/asterisk"},
    {"ASTDBDIR", "/var/lib/asterisk"},
    {"ASTKEYDIR", "/var/lib/asterisk"},
    {"ASTDATADIR", "/usr/share/asterisk"},
    {"ASTAGIDIR", "/usr/share/asterisk/agi-bin"},
    {"ASTSPOOLDIR", "/var/spool/asterisk"},
    {"ASTRUNDIR", "/var/run/asterisk"},
    {"ASTLOGDIR", "/var/log/asterisk"},
    {"ASTSBINDIR", "/usr/sbin"},
    {"SYSTEMNAME", ""},
}};

std::string_view without_underscores(std::string_view name) {
  for (int i = 0; i < 2 && name.starts_with('_'); ++i) name.remove_prefix(1);
  return name;
}

}  // namespace

Globals::Globals(const std::string& config_dir) {
  folders_.emplace("ASTETCDIR", config_dir);
  for (const Folder& folder : kFolders) folders_.emplace(folder.name, folder.path);
}

// asterisk.conf calls `astlogdir` what a dialplan calls ASTLOGDIR.
void Globals::set_folder(std::string_view option, std::string_view path) {
  for (auto& [name, folder] : folders_) {
    if (same_name(name, option)) folder = std::string(path);
  }
}

// A name that ends in ')' is a function that is written to; GLOBAL() leads back here, others do nothing that
// a dialplan could see.
void Globals::set(std::string_view name, std::string value, bool complete, DialplanPlace place) {
  if (name.ends_with(')')) {
    if (!name.starts_with("GLOBAL(")) return;
    name = name.substr(7, name.size() - 8);
    if (name.empty() || name.ends_with(')')) return;
  }
  name = without_underscores(name);
  values_[std::string(name)] = {{std::string(name), std::move(value), complete, place}, order_++};
}

std::optional<std::string> Globals::get(std::string_view name) const {
  auto folder = folders_.find(name);
  if (folder != folders_.end()) return folder->second;
  auto found = values_.find(name);
  if (found == values_.end()) return std::nullopt;
  return found->second.variable.value;
}

Expanded Globals::expand(std::string_view text, size_t bytes_max) const {
  if (text.find('$') == std::string_view::npos && text.size() <= bytes_max)
    return {std::string(text), true, {}};
  return expand_variables(
      text, [this](std::string_view name) { return get(name); }, bytes_max);
}

std::vector<GlobalVariable> Globals::take() {
  std::vector<const Value*> sorted;
  for (const auto& [name, value] : values_) sorted.push_back(&value);
  std::sort(sorted.begin(), sorted.end(), [](const Value* a, const Value* b) { return a->order < b->order; });
  std::vector<GlobalVariable> globals;
  globals.reserve(sorted.size());
  for (const Value* value : sorted) globals.push_back(value->variable);
  return globals;
}

std::string expand_hint(NewPriority& hint, const std::string& context, const Globals& globals) {
  std::string& app = hint.priority.app;
  if (app.find("${") == std::string::npos || hint.extension.starts_with('_')) return {};
  auto lookup = [&](std::string_view name) -> std::optional<std::string> {
    if (name == "EXTEN") return std::string(hint.extension);
    if (name == "CONTEXT") return context;
    return globals.get(name);
  };
  Expanded result = expand_variables(app, lookup, 4095);
  app = std::move(result.text);
  return std::move(result.left_out);
}

}  // namespace denwaban::parse
