// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rule.h"

namespace denwaban::audit {

namespace {

// Asterisk 21 has no chan_sip any more.
bool is_gone(std::string_view module, const AsteriskVersion& version) {
  return module == "chan_sip" && version.known && version.at_least(21);
}

}  // namespace

ConfigFinding& Check::add(ConfigFinding finding) {
  finding.rule = std::string(rule_.id);
  finding.severity = rule_.severity;
  finding.inert = !rule_.module.empty() &&
                  (!estate().heeds(rule_.module) || is_gone(rule_.module, estate().version()));
  if (++added_ > kFindingsMax) {
    ++uncounted_;
    return spare_ = std::move(finding);
  }
  return findings_.emplace_back(std::move(finding));
}

ConfigFinding& Check::about(const Object& object) {
  ConfigFinding finding;
  finding.object = object.title();
  if (object.config && object.category) {
    finding.place = estate().sources.line_of(*object.config, *object.category);
  } else {
    finding.origin = Origin::missing;
    if (object.config && !object.config->files.empty()) finding.place.file = estate().sources.shown(object.config->files[0]);
  }
  return add(std::move(finding));
}

ConfigFinding& Check::about_secret(const Object& object, const Option& option) {
  ConfigFinding& finding = about(object);
  finding.key = option.key;
  finding.origin = option.origin;
  if (!option.written()) {
    finding.place.line = object.category ? finding.place.line : 0;
    return finding;
  }
  const Sources& sources = estate().sources;
  if (option.origin == Origin::templated && option.variable->inherited_from >= 0 &&
      static_cast<size_t>(option.variable->inherited_from) < option.config->categories.size())
    finding.trail.push_back(sources.line_of(*option.config, option.config->categories[option.variable->inherited_from]));
  finding.place = sources.line_of(*option.config, *option.variable);
  return finding;
}

ConfigFinding& Check::about(const Object& object, const Option& option) {
  ConfigFinding& finding = about_secret(object, option);
  if (option.written()) {
    finding.value = option.value;
    finding.place.text = option.key + "=" + option.value;
  }
  return finding;
}

ConfigFinding& Check::about(SourceLine place, std::string object, std::string key) {
  ConfigFinding finding;
  finding.place = std::move(place);
  finding.object = std::move(object);
  finding.key = std::move(key);
  return add(std::move(finding));
}

}  // namespace denwaban::audit
