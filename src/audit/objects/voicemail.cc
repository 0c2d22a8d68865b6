// SPDX-License-Identifier: GPL-3.0-or-later
// apps/app_voicemail.c: append_mailbox, apply_option, actual_load_config.
#include "audit/objects/voicemail.h"

#include <map>

namespace denwaban::audit {
namespace {

using parse::ConfigCategory;
using parse::ConfigFile;
using parse::ConfigVariable;
using parse::same_name;

std::string_view take(std::string_view& rest, char separator) {
  size_t end = rest.find(separator);
  std::string_view part = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return part;
}

void apply(Mailbox& box, std::string_view key, const std::string& value) {
  if (same_name(key, "dialout")) box.dialout = value;
  if (same_name(key, "callback")) box.callback = value;
  if (same_name(key, "exitcontext")) box.exit_context = value;
  if (same_name(key, "operator")) box.operator_exit = Option{"operator", value, Origin::written, nullptr, nullptr, nullptr}.yes();
}

Mailbox with_defaults(const Object& general) {
  Mailbox box;
  for (const char* key : {"dialout", "callback", "exitcontext", "operator"}) apply(box, key, general.option(key).value);
  return box;
}

// "PIN,name,email,pager,option=value|option=value"
Mailbox parse_line(const Object& general, const ConfigFile& config, const ConfigCategory& section, const ConfigVariable& line) {
  Mailbox box = with_defaults(general);
  box.context = section.name;
  box.number = line.name;
  box.config = &config;
  box.variable = &line;
  std::string_view rest = line.value;
  box.pin = std::string(take(rest, ','));
  for (int i = 0; i < 3; ++i) take(rest, ',');
  while (!rest.empty()) {
    std::string_view option = take(rest, '|');
    size_t equals = option.find('=');
    if (equals != std::string_view::npos) apply(box, option.substr(0, equals), std::string(option.substr(equals + 1)));
  }
  return box;
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

}  // namespace

Voicemail read_voicemail(const Sources& sources) {
  Voicemail voicemail;
  const ConfigFile* config = sources.file("voicemail.conf");
  voicemail.has_file = config != nullptr;
  if (!config) return voicemail;
  voicemail.general = {"general", "general", config, config->first("general"), nullptr};
  std::string aliases = voicemail.general.option("aliasescontext").value;
  std::map<std::string, size_t> known;
  for (const ConfigCategory& section : config->categories) {
    if (section.is_template || same_name(section.name, "general") || same_name(section.name, "zonemessages")) continue;
    if (!aliases.empty() && same_name(section.name, aliases)) continue;
    for (const ConfigVariable& line : section.variables) {
      Mailbox box = parse_line(voicemail.general, *config, section, line);
      auto [at, is_new] = known.try_emplace(lower(box.number + "@" + box.context), voicemail.mailboxes.size());
      if (is_new)
        voicemail.mailboxes.push_back(std::move(box));
      else
        voicemail.mailboxes[at->second] = std::move(box);
    }
  }
  return voicemail;
}

}  // namespace denwaban::audit
