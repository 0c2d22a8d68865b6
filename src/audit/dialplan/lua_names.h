// SPDX-License-Identifier: GPL-3.0-or-later
// Which contexts a dialplan in Lua may have made. It is not followed, but it can only make what it names.
#pragma once

#include <string>
#include <string_view>

#include "audit/estate.h"

namespace denwaban::audit {

class LuaNames {
 public:
  explicit LuaNames(const Estate& estate) {
    if (!estate.dialplan.has_lua || !estate.modules.loaded("pbx_lua")) return;
    if (auto text = estate.sources.tree().read(estate.sources.config_dir() + "/extensions.lua")) text_ = std::move(*text);
  }
  // False: no such text stands in it, or there is no such file.
  bool may_name(std::string_view context) const { return !context.empty() && text_.find(context) != std::string::npos; }

 private:
  std::string text_;
};

}  // namespace denwaban::audit
