// SPDX-License-Identifier: GPL-3.0-or-later
// main/manager.c (__init_manager), main/http.c (__ast_http_load), res/ari/config.c.
#include "audit/objects/management.h"

#include <map>

#include "pbx/host_spec.h"

namespace denwaban::audit {
namespace {

using parse::ConfigCategory;
using parse::ConfigFile;
using parse::ConfigVariable;
using parse::same_name;

std::string lower(std::string_view text) {
  std::string copy(text);
  for (char& c : copy)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return copy;
}

bool is_access(const ConfigVariable& v) {
  return same_name(v.name, "permit") || same_name(v.name, "deny") || same_name(v.name, "acl");
}

Object whole(const Sources& sources, std::string_view file, const char* kind, const char* section) {
  const ConfigFile* config = sources.file(file);
  return {kind, section, config, config ? config->first(section) : nullptr, nullptr};
}

// Sections of one name update one user: what the later one says counts, but its access list starts from nothing.
void merge(ConfigFile& copy, const std::vector<size_t>& sections) {
  ConfigCategory& target = copy.categories[sections.front()];
  std::vector<ConfigVariable> variables;
  for (size_t index : sections)
    for (const ConfigVariable& v : copy.categories[index].variables)
      if (index == sections.back() || !is_access(v)) variables.push_back(v);
  target.variables = std::move(variables);
}

void read_manager_users(const ConfigFile& config, Management& management) {
  std::map<std::string, std::vector<size_t>> by_name;
  std::vector<std::string> order;
  bool repeated = false;
  for (size_t i = 0; i < config.categories.size(); ++i) {
    const ConfigCategory& section = config.categories[i];
    if (section.is_template || same_name(section.name, "general")) continue;
    auto& sections = by_name[lower(section.name)];
    if (sections.empty()) order.push_back(lower(section.name));
    sections.push_back(i);
    repeated = repeated || sections.size() > 1;
  }
  const ConfigFile* from = &config;
  if (repeated) {
    auto copy = std::make_shared<ConfigFile>(config);
    for (const auto& [name, sections] : by_name)
      if (sections.size() > 1) merge(*copy, sections);
    management.merged = copy;
    from = copy.get();
  }
  for (const std::string& name : order) {
    const ConfigCategory& section = from->categories[by_name[name].front()];
    management.manager_users.push_back({"manager user", section.name, from, &section, nullptr});
  }
}

void read_users_conf(const Sources& sources, Management& management) {
  const ConfigFile* config = sources.file("users.conf");
  if (!config) return;
  const ConfigCategory* general = config->first("general");
  for (const ConfigCategory& section : config->categories) {
    if (section.is_template || same_name(section.name, "general")) continue;
    Object user{"users.conf manager", section.name, config, &section, general};
    if (user.option("hasmanager").yes()) management.users_conf_managers.push_back(user);
  }
}

void read_typed(const ConfigFile* config, const char* kind, std::string_view type, std::vector<Object>& into) {
  if (!config) return;
  for (const ConfigCategory& section : config->categories) {
    if (section.is_template || same_name(section.name, "general")) continue;
    if (same_name(section.value("type"), type)) into.push_back({kind, section.name, config, &section, nullptr});
  }
}

bool tls_is_reachable(const Object& general, const Option& plain) {
  if (!general.option_of({"tlsenable", "sslenable"}).yes()) return false;
  Option bind = general.option_of({"tlsbindaddr", "sslbindaddr"});
  return !is_loopback_bind(bind.written() ? bind.value : plain.value);
}

}  // namespace

bool Management::ari_enabled() const {
  Option enabled = ari_general.option("enabled", "yes");
  return has_ari && enabled.yes();
}

Management read_management(const Sources& sources) {
  Management management;
  const ConfigFile* manager = sources.file("manager.conf");
  management.has_manager = manager != nullptr;
  management.manager_general = whole(sources, "manager.conf", "manager", "general");
  if (manager) read_manager_users(*manager, management);
  read_users_conf(sources, management);
  management.has_http = sources.file("http.conf") != nullptr;
  management.http_general = whole(sources, "http.conf", "http", "general");
  read_typed(sources.file("http.conf"), "http restriction", "restriction", management.http_restrictions);
  management.has_ari = sources.file("ari.conf") != nullptr;
  management.ari_general = whole(sources, "ari.conf", "ari", "general");
  read_typed(sources.file("ari.conf"), "ari user", "user", management.ari_users);
  return management;
}

bool is_loopback_bind(std::string_view bind) {
  auto spec = pbx::parse_host(bind);
  if (!spec) return false;
  if (same_name(spec->host, "localhost")) return true;
  auto address = IpAddress::parse(spec->host);
  return address && address->is_loopback();
}

bool manager_is_reachable(const Management& management) {
  if (!management.manager_enabled()) return false;
  Option bind = management.manager_general.option("bindaddr");
  return !is_loopback_bind(bind.value) || tls_is_reachable(management.manager_general, bind);
}

// Without a bindaddr nothing is opened (since 11), TLS only where it has one of its own.
bool http_is_reachable(const Management& management) {
  if (!management.has_http) return false;
  const Object& general = management.http_general;
  Option bind = general.option("bindaddr");
  bool plain = general.option("enabled").yes() && !bind.value.empty();
  if (plain && !is_loopback_bind(bind.value)) return true;
  bool tls_bound = plain || !general.option_of({"tlsbindaddr", "sslbindaddr"}).value.empty();
  return tls_bound && tls_is_reachable(general, bind);
}

}  // namespace denwaban::audit
