// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/realtime.h"

#include <algorithm>

#include "parse/config/config_file.h"

namespace denwaban::audit {
namespace {

// main/config.c, read_config_maps.
bool is_bound_to_files(std::string_view name) {
  return name == "extconfig.conf" || name == "asterisk.conf" || name == "logger.conf";
}

}  // namespace

bool is_mapped(const Sources& sources, std::string_view family) {
  constexpr std::string_view kFile = "extconfig.conf";
  const parse::ConfigFile* map = sources.file(kFile);
  if (!map) return std::ranges::any_of(sources.unread(), [&](const Unread& one) { return one.file.ends_with(kFile); });
  if (std::ranges::any_of(map->problems, &parse::ConfigProblem::hides)) return true;
  const parse::ConfigCategory* settings = map->first("settings");
  return settings && std::ranges::any_of(settings->variables, [&](const parse::ConfigVariable& one) {
           return parse::same_name(one.name, family);
         });
}

bool answers_nothing(const Sources& sources, const parse::ContextSwitch& line) {
  if (!parse::same_name(line.name, "Realtime") || line.data.find('$') != std::string::npos) return false;
  std::string_view family(line.data);
  family = family.substr(0, family.find('/'));
  const size_t at = family.find('@');
  family = at == std::string_view::npos ? std::string_view() : family.substr(at + 1);
  return !is_mapped(sources, family.empty() ? "extensions" : family);
}

std::vector<std::string> replaced_files(const Sources& sources, const Modules& modules) {
  std::vector<std::string> all;
  const parse::ConfigFile* map = sources.file("extconfig.conf");
  const parse::ConfigCategory* settings = map ? map->first("settings") : nullptr;
  if (!settings) return all;
  for (const parse::ConfigVariable& one : settings->variables) {
    if (!one.name.ends_with(".conf") || is_bound_to_files(one.name)) continue;
    const std::string driver = one.value.substr(0, one.value.find(','));
    if (modules.loaded("res_config_" + driver)) all.push_back(one.name);
  }
  return all;
}

}  // namespace denwaban::audit
