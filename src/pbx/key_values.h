// SPDX-License-Identifier: GPL-3.0-or-later
// Files of keys and values that are not Asterisk's: odbc.ini, FreePBX's freepbx.conf (PHP) and amportal.conf. Pure;
// what cannot be understood is passed over.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace denwaban::pbx {

struct KeyValue {
  std::string section, key, value;
  int line = 0;
};

class KeyValues {
 public:
  static constexpr size_t kEntriesMax = 10'000;

  // `[section]`, `key = value`; lines that begin with ; or # are comments.
  static KeyValues read_ini(std::string_view text);
  // `$amp_conf['KEY'] = 'value';`
  static KeyValues read_php(std::string_view text);

  // The last value; section and key without case. nullptr: not there.
  const KeyValue* find(std::string_view section, std::string_view key) const;
  // The first of several keys that is there and not empty, or nothing.
  std::string value(std::string_view section, std::initializer_list<std::string_view> keys) const;

 private:
  std::vector<KeyValue> entries_;
};

}  // namespace denwaban::pbx
