// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/toml_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>

#define TOML_ENABLE_FORMATTERS 0
// Its assertions look at input ("[?" breaks one) and would end the program; what they guard is an error one
// step later.
#define TOML_ASSERT(expression) static_cast<void>(0)
#define TOML_EXCEPTIONS 1
#define TOML_MAX_NESTED_VALUES 16
#include <toml++/toml.h>

#include "text/printable.h"

namespace denwaban::settings {
namespace {

constexpr int kDotsMax = 256;  // in one line, outside of text
constexpr int kDepthMax = 8;   // of tables in tables

tl::unexpected<Error> fail_at(std::string_view name, size_t line, size_t column, std::string_view what) {
  return fail(ErrorKind::input, fmt::format("{}:{}:{}: {}", name, line, column, what));
}

// toml++ destroys tables recursively, and `a.a.a…` makes a table for each dot: such lines are refused before
// it sees them.
std::optional<size_t> line_with_too_many_dots(std::string_view text) {
  size_t line = 1;
  int dots = 0;
  char quote = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '\n') {
      ++line;
      dots = 0;
      quote = 0;
    } else if (quote != 0) {
      if (c == '\\' && quote == '"') ++i;
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#') {
      i = std::min(text.find('\n', i), text.size()) - 1;
    } else if (c == '.' && ++dots > kDotsMax) {
      return line;
    }
  }
  return std::nullopt;
}

Written written_of(const toml::node& node, int depth) {
  if (auto* value = node.as_boolean()) return {value->get()};
  if (auto* value = node.as_integer()) return {value->get()};
  if (auto* value = node.as_floating_point()) return {value->get()};
  if (auto* value = node.as_string()) return {value->get()};
  if (node.is_table()) return {Written::Other{"a table", ""}};
  if (auto* date = node.as_date())
    return {Written::Other{"a date", fmt::format("{:04}-{:02}-{:02}", date->get().year, date->get().month, date->get().day)}};
  auto* array = node.as_array();
  if (array == nullptr) return {Written::Other{"a date or time", ""}};
  if (depth == 0) return {Written::Other{"a list in a list", ""}};
  std::vector<Written> list;
  for (const toml::node& element : *array) list.push_back(written_of(element, depth - 1));
  return {std::move(list)};
}

std::string key_text(std::string_view part) {
  bool bare = !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  return bare ? text::printable(part, 80) : fmt::format("\"{}\"", text::printable(part, 80));
}

void flatten(const toml::table& table, const std::string& prefix, int depth, TomlLists lists, std::vector<TomlEntry>& out);

// True: it was a list of tables, and has been taken apart.
bool flatten_list(const toml::array* list, const std::string& name, int depth, std::vector<TomlEntry>& out) {
  if (list == nullptr || list->empty() || !list->is_homogeneous<toml::table>() || depth >= kDepthMax) return false;
  for (size_t i = 0; i < list->size(); ++i)
    flatten(*list->get_as<toml::table>(i), fmt::format("{}[{}].", name, i), depth + 1, TomlLists::numbered_tables, out);
  return true;
}

void flatten(const toml::table& table, const std::string& prefix, int depth, TomlLists lists, std::vector<TomlEntry>& out) {
  for (const auto& [key, node] : table) {
    std::string name = prefix + key_text(key.str());
    auto at = key.source().begin;
    auto value_at = node.source().begin;
    const toml::table* inner = node.as_table();
    if (inner != nullptr && !inner->empty() && depth < kDepthMax) {
      flatten(*inner, name + ".", depth + 1, lists, out);
      continue;
    }
    if (lists == TomlLists::numbered_tables && flatten_list(node.as_array(), name, depth, out)) continue;
    out.push_back({std::move(name), written_of(node, 1), static_cast<int>(at.line),
                   static_cast<int>(at.column), static_cast<int>(value_at.line),
                   static_cast<int>(value_at.column)});
  }
}

// Behind the string that begins at text[at], or at the end of its line if it does not end there.
size_t behind_string(std::string_view text, size_t at) {
  char quote = text[at];
  bool escapes = quote == '"',
       triple = text.size() - at >= 3 && text[at + 1] == quote && text[at + 2] == quote;
  for (at += triple ? 3 : 1; at < text.size(); ++at) {
    if (escapes && text[at] == '\\')
      ++at;
    else if (!triple && (text[at] == quote || text[at] == '\n'))
      return at + 1;
    else if (triple && text.substr(at, 3) == std::string(3, quote))
      return at + 3;
  }
  return text.size();
}

// The first byte beyond ASCII that stands neither in a string nor in a comment. toml++ asks of such whether
// they are letters, and for some of them runs into what it declares unreachable; no key of ours has any.
std::optional<size_t> odd_letter(std::string_view text) {
  constexpr std::string_view kMark = "\xef\xbb\xbf";  // of UTF-8, at the front
  for (size_t at = text.starts_with(kMark) ? kMark.size() : 0; at < text.size();) {
    if (text[at] == '#')
      at = std::min(text.find('\n', at), text.size());
    else if (text[at] == '"' || text[at] == '\'')
      at = behind_string(text, at);
    else if (static_cast<unsigned char>(text[at]) >= 0x80)
      return at;
    else
      ++at;
  }
  return std::nullopt;
}

}  // namespace

Result<std::vector<TomlEntry>> read_toml(std::string_view text, std::string_view name, TomlLists lists) {
  if (text.size() > kTomlBytesMax)
    return fail(ErrorKind::input,
                fmt::format("{}: a file of {} bytes is no settings file: at most {} are read", name,
                            text.size(), kTomlBytesMax));
  if (auto line = line_with_too_many_dots(text))
    return fail_at(name, *line, 1, "a key of so many parts is not known");
  if (auto at = odd_letter(text)) {
    std::string_view before = text.substr(0, *at);
    auto line = static_cast<size_t>(std::count(before.begin(), before.end(), '\n'));
    return fail_at(name, line + 1, *at - (before.rfind('\n') + 1) + 1,
                   "not TOML: a letter like this stands in quotes only");
  }
  std::vector<TomlEntry> entries;
  try {
    flatten(toml::parse(text), "", 0, lists, entries);
  } catch (const toml::parse_error& error) {
    auto at = error.source().begin;
    return fail_at(name, at.line, at.column,
                   fmt::format("not TOML: {}", text::printable(error.description(), 200)));
  }
  std::sort(entries.begin(), entries.end(), [](const TomlEntry& a, const TomlEntry& b) {
    return std::tie(a.line, a.column, a.key) < std::tie(b.line, b.column, b.key);
  });
  return entries;
}

}  // namespace denwaban::settings
