// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/edits.h"

namespace denwaban::audit {

std::optional<SafeEdit> edit_of(const Object& object, const Option& option, std::string line) {
  SafeEdit edit;
  edit.text = std::move(line);
  bool own = option.written() && option.category == object.category && option.variable->inherited_from < 0;
  if (own) {
    edit.path = option.config->files[option.variable->file];
    edit.line = option.variable->line;
    return edit;
  }
  if (!object.category || !object.config) return std::nullopt;
  edit.kind = SafeEdit::Kind::insert_after;
  edit.path = object.config->files[object.category->file];
  edit.line = object.category->line;
  return edit;
}

}  // namespace denwaban::audit
