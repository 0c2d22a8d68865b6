// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/other_dialplans.h"

namespace denwaban::audit {
namespace {

bool is_of_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

}  // namespace

LuaDialplan::LuaDialplan(const Estate& estate) : estate_(estate) {
  if (!estate.modules.loaded("pbx_lua")) return;
  if (auto text = estate.sources.tree().read(estate.sources.config_dir() + "/extensions.lua")) text_ = std::move(*text);
}

bool LuaDialplan::may_answer(std::string_view context) const {
  if (text_.empty() || context.empty()) return false;
  if (!estate_.dialplan.find(context)) return true;
  for (size_t at = text_.find(context); at != std::string::npos; at = text_.find(context, at + context.size())) {
    size_t end = at + context.size();
    bool begins = at == 0 || !is_of_name(text_[at - 1]), ends = end == text_.size() || !is_of_name(text_[end]);
    if (begins && ends) return true;
  }
  return false;
}

}  // namespace denwaban::audit
