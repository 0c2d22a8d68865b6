// SPDX-License-Identifier: GPL-3.0-or-later
// The dialplan that is a program, extensions.lua (pbx/pbx_lua.c): it is not followed, but where it may answer that is known.
#pragma once

#include <string>
#include <string_view>

#include "audit/estate.h"

namespace denwaban::audit {

class LuaDialplan {
 public:
  explicit LuaDialplan(const Estate& estate);
  // A context that the program names; of one that makes names, also every context that no other file has. Of Asterisk's own
  // sample, which stands in many folders as it came, only the one that calls a trunk.
  bool may_answer(std::string_view context) const;

 private:
  const Estate& estate_;
  std::string text_;  // without comments; empty: there is none, or nothing loads it
  bool makes_names_ = false;
};

}  // namespace denwaban::audit
