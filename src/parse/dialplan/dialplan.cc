// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/dialplan/dialplan.h"

#include <algorithm>

namespace denwaban::parse {
namespace {

template <typename Item>
const Item* find_named(const std::vector<Item>& items, const std::unordered_map<std::string, size_t>& index,
                       std::string_view name) {
  if (index.size() == items.size()) {
    auto found = index.find(std::string(name));
    return found == index.end() ? nullptr : &items[found->second];
  }
  auto found = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

const Priority* Extension::find(int number) const {
  if (has_hint && number == hint.number) return &hint;
  auto found =
      std::lower_bound(priorities.begin(), priorities.end(), number,
                       [](const Priority& priority, int wanted) { return priority.number < wanted; });
  return found != priorities.end() && found->number == number ? &*found : nullptr;
}

const Context* Dialplan::find(std::string_view context) const {
  return find_named(contexts, context_index_, context);
}

const GlobalVariable* Dialplan::global(std::string_view name) const {
  return find_named(globals, global_index_, name);
}

void Dialplan::index() {
  context_index_.clear();
  global_index_.clear();
  for (size_t i = 0; i < contexts.size(); ++i) context_index_.emplace(contexts[i].name, i);
  for (size_t i = 0; i < globals.size(); ++i) global_index_.emplace(globals[i].name, i);
}

}  // namespace denwaban::parse
