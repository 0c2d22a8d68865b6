// SPDX-License-Identifier: GPL-3.0-or-later
// How far somebody gets who may enter a context with any number: what raises and lowers the severity of rules.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace denwaban::audit {

enum class Reach : uint8_t {
  undefined,      // the context does not exist
  nothing,        // it exists and ends there
  extensions,     // telephones, menus, mailboxes
  trunk,          // a trunk, with national numbers
  international,  // a trunk, with international or premium numbers
};

class Reaches {
 public:
  void set(std::string_view context, Reach reach) { by_context_[std::string(context)] = reach; }
  Reach of(std::string_view context) const {
    auto found = by_context_.find(context);
    return found == by_context_.end() ? Reach::undefined : found->second;
  }
  bool reaches_trunk(std::string_view context) const { return of(context) >= Reach::trunk; }

 private:
  std::map<std::string, Reach, std::less<>> by_context_;
};

}  // namespace denwaban::audit
