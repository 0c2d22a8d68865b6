// SPDX-License-Identifier: GPL-3.0-or-later
// The options that stand in the files, one after the other, and how findings speak of them.
#pragma once

#include "audit/object.h"
#include "audit/rule.h"

namespace denwaban::audit::files {

inline bool is_general(const parse::ConfigCategory& section) { return parse::same_name(section.name, "general"); }

inline Object object_of(const parse::ConfigFile& config, const parse::ConfigCategory& section) {
  return {"", section.name, &config, &section, nullptr};
}

inline Option option_of(const parse::ConfigFile& config, const parse::ConfigCategory& section, const parse::ConfigVariable& v) {
  return {v.name, v.value, v.file ? Origin::included : Origin::written, &config, &section, &v};
}

// Every option that is written in a section itself, templates' too: each(file, config, section, variable).
template <class Each>
void each_option(Check& check, Each each) {
  const Sources& sources = check.estate().sources;
  for (std::string_view name : sources.names()) {
    const parse::ConfigFile& config = *sources.file(name);
    for (const parse::ConfigCategory& section : config.categories)
      for (const parse::ConfigVariable& v : section.variables)
        if (v.inherited_from < 0) each(name, config, section, v);
  }
}

}  // namespace denwaban::audit::files
