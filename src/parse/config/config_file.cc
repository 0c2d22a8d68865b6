// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/config/config_file.h"

#include <algorithm>

namespace denwaban::parse {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

const ConfigVariable* ConfigCategory::last(std::string_view variable) const {
  auto found = std::find_if(variables.rbegin(), variables.rend(),
                            [&](const ConfigVariable& v) { return same_name(v.name, variable); });
  return found == variables.rend() ? nullptr : &*found;
}

std::string_view ConfigCategory::value(std::string_view variable, std::string_view otherwise) const {
  const ConfigVariable* found = last(variable);
  return found ? std::string_view(found->value) : otherwise;
}

const ConfigCategory* ConfigFile::first(std::string_view category) const {
  auto found = std::find_if(categories.begin(), categories.end(), [&](const ConfigCategory& c) {
    return !c.is_template && same_name(c.name, category);
  });
  return found == categories.end() ? nullptr : &*found;
}

}  // namespace denwaban::parse
