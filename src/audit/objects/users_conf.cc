// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/objects/users_conf.h"

#include "pbx/host_spec.h"

namespace denwaban::audit {
namespace {

constexpr size_t kCopiesMax =
    500'000;  // options copied in all: many sections under a long [general] grow together

bool is_person(const parse::ConfigCategory& category) {
  return !category.is_template && !parse::same_name(category.name, "general");
}

}  // namespace

std::shared_ptr<const parse::ConfigFile> expand_users(const Sources& sources) {
  const parse::ConfigFile* written = sources.file("users.conf");
  if (!written) return nullptr;
  auto expanded = std::make_shared<parse::ConfigFile>(*written);
  const parse::ConfigCategory* general = written->first("general");
  if (!general) return expanded;
  std::vector<parse::ConfigVariable> copies = general->variables;
  int index = static_cast<int>(general - written->categories.data());
  for (parse::ConfigVariable& copy : copies)
    if (copy.inherited_from < 0) copy.inherited_from = index;
  size_t copied = 0;
  for (parse::ConfigCategory& category : expanded->categories) {
    if (!is_person(category)) continue;
    copied += copies.size();
    if (copied > kCopiesMax) break;
    category.variables.insert(category.variables.begin(), copies.begin(), copies.end());
  }
  return expanded;
}

std::vector<const parse::ConfigCategory*> users_with(const parse::ConfigFile& expanded,
                                                     std::string_view flag) {
  std::vector<const parse::ConfigCategory*> found;
  for (const parse::ConfigCategory& category : expanded.categories)
    if (is_person(category) && pbx::is_true(category.value(flag))) found.push_back(&category);
  return found;
}

}  // namespace denwaban::audit
