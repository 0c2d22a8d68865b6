// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/modules.h"

#include "audit/object.h"

namespace denwaban::audit {
namespace {

std::string plain(std::string_view module) {
  if (module.ends_with(".so")) module.remove_suffix(3);
  return std::string(module);
}

}  // namespace

Modules Modules::read(const Sources& sources) {
  Modules modules;
  const parse::ConfigFile* config = sources.file("modules.conf");
  if (!config) return modules;
  modules.known_ = true;
  modules.autoload_ = false;
  const parse::ConfigCategory* section = config->first("modules");
  if (!section) return modules;
  Object object{"modules", "modules", config, section, nullptr};
  modules.autoload_ = object.option("autoload").yes();
  for (const Option& o : object.list({"load", "preload", "require", "preload-require"})) modules.load_.insert(plain(o.value));
  for (const Option& o : object.list({"noload"})) modules.noload_.insert(plain(o.value));
  return modules;
}

bool Modules::named_to_load(std::string_view module) const { return load_.contains(plain(module)); }
bool Modules::named_not_to_load(std::string_view module) const { return noload_.contains(plain(module)); }

bool Modules::loaded(std::string_view module) const {
  if (named_not_to_load(module)) return false;
  return autoload_ || named_to_load(module);
}

}  // namespace denwaban::audit
