// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "parse/dialplan/reading.h"

namespace denwaban::parse {
namespace {

struct Folder {
  std::string_view name, path;
};
// Asterisk's own, as Debian has them; asterisk.conf may name others.
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

Globals::Globals(std::string config_dir) : config_dir_(std::move(config_dir)) {}

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
  if (name == "ASTETCDIR") return config_dir_;
  auto folder =
      std::find_if(kFolders.begin(), kFolders.end(), [&](const Folder& f) { return f.name == name; });
  if (folder != kFolders.end()) return std::string(folder->path);
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

}  // namespace denwaban::parse
