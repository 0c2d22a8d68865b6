// SPDX-License-Identifier: GPL-3.0-or-later
#include "pbx/key_values.h"

#include "parse/config/config_file.h"

namespace denwaban::pbx {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  size_t begin = text.find_first_not_of(kBlank);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

// What stands between the quotes at the front; \' and \\ are ' and \. False: there are none.
bool take_quoted(std::string_view& text, std::string& out) {
  text = trimmed(text);
  if (text.empty() || (text[0] != '\'' && text[0] != '"')) return false;
  char quote = text[0];
  for (size_t i = 1; i < text.size(); ++i) {
    if (text[i] == quote) {
      text.remove_prefix(i + 1);
      return true;
    }
    bool escaped = text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == quote || text[i + 1] == '\\');
    out += text[escaped ? ++i : i];
  }
  return false;
}

bool take(std::string_view& text, char c) {
  text = trimmed(text);
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

template <class TakeLine>
void each_line(std::string_view text, const TakeLine& take_line) {
  for (int number = 1; !text.empty(); ++number) {
    size_t end = text.find('\n');
    take_line(trimmed(text.substr(0, end)), number);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
}

}  // namespace

KeyValues KeyValues::read_ini(std::string_view text) {
  KeyValues out;
  std::string section;
  each_line(text, [&](std::string_view line, int number) {
    if (line.empty() || line[0] == ';' || line[0] == '#' || out.entries_.size() >= kEntriesMax) return;
    if (line[0] == '[') {
      section = trimmed(line.substr(1, line.find(']') - 1));
      return;
    }
    size_t equals = line.find('=');
    if (equals == line.npos) return;
    std::string_view value = trimmed(line.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    out.entries_.push_back({section, std::string(trimmed(line.substr(0, equals))), std::string(value), number});
  });
  return out;
}

KeyValues KeyValues::read_php(std::string_view text) {
  constexpr std::string_view kArray = "$amp_conf[";
  KeyValues out;
  each_line(text, [&](std::string_view line, int number) {
    if (!line.starts_with(kArray) || out.entries_.size() >= kEntriesMax) return;
    line.remove_prefix(kArray.size());
    KeyValue entry;
    entry.line = number;
    if (take_quoted(line, entry.key) && take(line, ']') && take(line, '=') && take_quoted(line, entry.value))
      out.entries_.push_back(std::move(entry));
  });
  return out;
}

const KeyValue* KeyValues::find(std::string_view section, std::string_view key) const {
  const KeyValue* found = nullptr;
  for (const KeyValue& entry : entries_)
    if (parse::same_name(entry.section, section) && parse::same_name(entry.key, key)) found = &entry;
  return found;
}

std::string KeyValues::value(std::string_view section, std::initializer_list<std::string_view> keys) const {
  for (std::string_view key : keys)
    if (const KeyValue* entry = find(section, key); entry != nullptr && !entry->value.empty()) return entry->value;
  return {};
}

}  // namespace denwaban::pbx
