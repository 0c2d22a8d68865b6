// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of everything that can be set. It feeds the loader and its error messages, `config explain`,
// `config show`, the completion and docs/configuration.md. A new setting is a row here and nothing else.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "settings/settings.h"
#include "settings/slot.h"

namespace denwaban::settings {

// What a text must look like beyond its type.
enum class Shape : uint8_t {
  any,
  absolute_path,
  choice,
  country,
  currency,
  time_zone,
  digits,
  money,
  guarded_port,
  allowed,
  address,
  record_place,
  gate_rule,
  sound,
  web_address,
  mail_server,
  mail_address
};

struct Key {
  std::string_view name;     // "policy.ban_seconds": table and key
  std::string_view meaning;  // one sentence or two
  std::string_view reason;   // of the default
  Slot (*slot)(Settings&);
  Bounds bounds{};
  Shape shape = Shape::any;
  std::string_view choices{};  // for Shape::choice: "nftables|none"
};

// What stands in one TOML table, with a sentence for the reference. The order is that of the reference.
struct Section {
  std::string_view name;
  std::string_view about;
  std::span<const Key> keys;
};
std::span<const Section> sections();

// All keys, in the same order. The place of a key in it is its number.
std::vector<const Key*> schema();
const Key* find_key(std::string_view name);

// The allowed words of a choice.
std::vector<std::string_view> choices_of(const Key& key);

// Whether a text that has the right type has the right shape too; else what to write.
std::optional<std::string> check_shape(const Key& key, std::string_view text);

}  // namespace denwaban::settings
