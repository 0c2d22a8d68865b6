// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/object.h"

#include <algorithm>

#include "pbx/host_spec.h"

namespace denwaban::audit {
namespace {

using parse::ConfigCategory;
using parse::ConfigVariable;
using parse::same_name;

Option make(const parse::ConfigFile* config, const ConfigCategory* category, const ConfigVariable& variable,
            bool from_defaults) {
  Option option{variable.name, variable.value, Origin::written, config, category, &variable};
  if (from_defaults)
    option.origin = Origin::inherited;
  else if (variable.inherited_from >= 0)
    option.origin = Origin::templated;
  else if (variable.file != 0)
    option.origin = Origin::included;
  return option;
}

const ConfigVariable* last_of(const ConfigCategory* category, std::initializer_list<std::string_view> keys) {
  if (!category) return nullptr;
  auto found =
      std::find_if(category->variables.rbegin(), category->variables.rend(), [&](const ConfigVariable& v) {
        return std::any_of(keys.begin(), keys.end(),
                           [&](std::string_view key) { return same_name(v.name, key); });
      });
  return found == category->variables.rend() ? nullptr : &*found;
}

}  // namespace

bool Option::yes() const { return pbx::is_true(value); }

bool Option::no() const {
  static constexpr std::string_view kFalse[] = {"no", "false", "n", "f", "0", "off"};
  return std::any_of(std::begin(kFalse), std::end(kFalse),
                     [&](std::string_view word) { return same_name(word, value); });
}

Option Object::option(std::string_view key, std::string_view otherwise) const {
  return option_of({key}, otherwise);
}

Option Object::own(std::string_view key, std::string_view otherwise) const {
  Object alone = *this;
  alone.defaults = nullptr;
  return alone.option(key, otherwise);
}

Option Object::option_of(std::initializer_list<std::string_view> keys, std::string_view otherwise) const {
  if (const ConfigVariable* own = last_of(category, keys)) return make(config, category, *own, false);
  if (const ConfigVariable* general = last_of(defaults, keys))
    return make(defaults_config ? defaults_config : config, defaults, *general, true);
  Option none;
  none.key = keys.size() ? std::string(*keys.begin()) : std::string();
  none.value = std::string(otherwise);
  return none;
}

std::vector<Option> Object::list(std::initializer_list<std::string_view> keys) const {
  std::vector<Option> all;
  if (!category) return all;
  for (const ConfigVariable& v : category->variables) {
    bool wanted =
        std::any_of(keys.begin(), keys.end(), [&](std::string_view key) { return same_name(v.name, key); });
    if (wanted) all.push_back(make(config, category, v, false));
  }
  return all;
}

std::string Object::title() const { return "[" + name + "]"; }

}  // namespace denwaban::audit
