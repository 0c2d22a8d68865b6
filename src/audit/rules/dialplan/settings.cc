// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-DP: what [general] of extensions.conf changes for all contexts.
#include "audit/rules/dialplan/common.h"

namespace denwaban::audit {
namespace {

struct Setting {
  std::string_view key;
  bool wanted;  // told when it is this
  std::string_view fix;
};

constexpr Setting kSettings[] = {
    {"extenpatternmatchnew", true, "[general]\nextenpatternmatchnew=no"},
    {"clearglobalvars", true, "[general]\nclearglobalvars=no"},
};

ConfigFinding& about_setting(Check& check, const Option& option) {
  SourceLine place = check.estate().sources.line_of(*option.config, *option.variable);
  place.text = printable(option.key + "=" + option.value);
  ConfigFinding& found = check.about(std::move(place), "[general]", option.key);
  found.value = printable(option.value);
  fact(found, "key", option.key);
  fact(found, "value", option.value);
  return found;
}

void general_settings(Check& check) {
  const parse::ConfigFile* config = check.estate().sources.file("extensions.conf");
  if (!config) return;
  Object general;
  general.name = "general";
  general.config = config;
  general.category = config->first("general");
  for (const Setting& setting : kSettings) {
    Option option = general.option(setting.key);
    if (!option.written() || option.yes() != setting.wanted) continue;
    ConfigFinding& found = about_setting(check, option);
    if (setting.key == "extenpatternmatchnew") fact(found, "matcher", "1");
    if (setting.key == "clearglobalvars") fact(found, "globals", "1");
    found.fix = std::string(setting.fix);
  }
  Option overriding = general.option("overrideswitch");
  if (overriding.written() && !overriding.value.empty()) {
    ConfigFinding& found = about_setting(check, overriding);
    fact(found, "switch", overriding.value);
    found.fix = "[general]\n;overrideswitch=";
  }
  Option fixed = general.option("static"), protect = general.option("writeprotect", "no");
  if (fixed.written() && fixed.yes() && protect.written() && !protect.yes()) {
    ConfigFinding& found = about_setting(check, protect);
    fact(found, "save", "1");
    found.fix = "[general]\nwriteprotect=yes";
  }
}

constexpr Rule kRules[] = {
    {"DWB-DP-035", Severity::info, "", "Asterisk pbx_config", general_settings},
};

}  // namespace

std::span<const Rule> dialplan_setting_rules() { return kRules; }

}  // namespace denwaban::audit
