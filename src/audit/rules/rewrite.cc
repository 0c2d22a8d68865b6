// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/rewrite.h"

namespace denwaban::audit {
namespace {

const std::string* path_of(const parse::ConfigFile* config, uint32_t file) {
  return config && file < config->files.size() ? &config->files[file] : nullptr;
}

}  // namespace

void rewrite_line(ConfigFinding& finding, const Option& option, const std::string& value) {
  if (!option.written() || (option.origin != Origin::written && option.origin != Origin::included)) return;
  const std::string* path = path_of(option.config, option.variable->file);
  if (!path || option.variable->line < 1) return;
  finding.edit = SafeEdit{SafeEdit::Kind::replace, *path, option.variable->line, option.key + " = " + value};
}

void insert_line(ConfigFinding& finding, const Object& object, const std::string& text) {
  if (!object.config || !object.category || object.category->line < 1) return;
  const std::string* path = path_of(object.config, object.category->file);
  if (path) finding.edit = SafeEdit{SafeEdit::Kind::insert_after, *path, object.category->line, text};
}

void set_option(ConfigFinding& finding, const Object& object, const Option& option, const std::string& value) {
  if (option.written())
    rewrite_line(finding, option, value);
  else
    insert_line(finding, object, option.key + " = " + value);
}

}  // namespace denwaban::audit
