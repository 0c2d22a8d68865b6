// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/dialplan/source_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/secrecy.h"

namespace denwaban::audit {

std::string printable(std::string_view text, size_t max) {
  std::string clean;
  for (char c : text) {
    if (clean.size() >= max) break;
    unsigned char byte = static_cast<unsigned char>(c);
    clean += byte < 0x20 || byte == 0x7f ? ' ' : c;
  }
  while (!clean.empty() && (static_cast<unsigned char>(clean.back()) & 0xC0) == 0x80 && clean.size() >= max) clean.pop_back();
  if (!clean.empty() && clean.size() < text.size() && static_cast<unsigned char>(clean.back()) >= 0xC0) clean.pop_back();
  return clean;
}

std::string without_secrets(std::string_view app, std::string_view arguments) {
  std::string call = fmt::format("{}({})", app, arguments);
  std::string shown = Concealer().text(call);
  size_t open = std::min(app.size(), shown.size());  // applications have no secrets in their names
  std::string_view rest = std::string_view(shown).substr(open);
  if (rest.starts_with('(')) rest.remove_prefix(1);
  if (rest.ends_with(')')) rest.remove_suffix(1);
  return std::string(rest);
}

SourceLine source_line(const Estate& estate, parse::DialplanPlace place, std::string_view context, std::string_view text) {
  const std::vector<std::string>& files = estate.dialplan.files;
  SourceLine line;
  if (place.file < files.size()) line.file = printable(estate.sources.shown(files[place.file]));
  line.line = place.line;
  line.context = printable(context);
  line.text = printable(text);
  return line;
}

SourceLine source_line(const Estate& estate, const parse::Context& context, const parse::Extension& extension,
                       const parse::Priority& priority) {
  std::string caller = extension.match_cid ? "/" + extension.cid : std::string();
  std::string text = fmt::format("exten => {}{},{},{}({})", extension.name, caller, priority.number, priority.app,
                                 without_secrets(priority.app, priority.arguments));
  return source_line(estate, priority.place, context.name, text);
}

SourceLine source_line(const Estate& estate, const parse::Context& context, const parse::ContextInclude& include) {
  return source_line(estate, include.place, context.name, "include => " + include.written);
}

std::string object_name(const parse::Context& context, const parse::Extension& extension) {
  return printable(extension.name + "@" + context.name);
}

}  // namespace denwaban::audit
