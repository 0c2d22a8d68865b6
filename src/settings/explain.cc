// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/explain.h"

#include <fmt/format.h>

#include <iterator>

#include "settings/nearest.h"
#include "text/printable.h"

namespace denwaban::settings {
namespace {

// What a slot of a default Settings says: the default itself.
struct Facts {
  explicit Facts(const Key& key) {
    Settings settings;
    Slot slot = key.slot(settings);
    fallback = value_text(slot);
    type = type_text(slot);
    allowed = bounds_text(slot, key.bounds);
    bool counted =
        std::holds_alternative<std::string*>(slot) || std::holds_alternative<std::vector<std::string>*>(slot);
    if (counted) allowed.clear();
    for (std::string_view choice : choices_of(key)) {
      type = "a choice";
      allowed += fmt::format("{}\"{}\"", allowed.empty() ? "" : ", ", choice);
    }
  }
  std::string fallback, type, allowed;
};

std::string explain_key(const Key& key) {
  Facts facts(key);
  std::string out =
      fmt::format("{}\n  {}\n  {}{}{}; default {}\n  Why: {}\n", key.name, key.meaning, facts.type,
                  facts.allowed.empty() ? "" : ": ", facts.allowed, facts.fallback, key.reason);
  return out;
}

std::string origin_text(const Loaded& loaded, const Origin& origin) {
  switch (origin.from) {
    case Origin::From::default_value:
      return "default";
    case Origin::From::preset:
      return fmt::format("preset {}", loaded.settings.preset.preset);
    case Origin::From::file:
      return fmt::format("{}:{}", loaded.file, origin.line);
    case Origin::From::command_line:
      return "--set";
  }
  return {};
}

constexpr std::string_view kReferenceHead =
    "# Configuration reference\n"
    "\n"
    "<!-- Made by `denwaban config reference`; change src/settings/schema instead. -->\n"
    "\n"
    "Denwaban reads `/etc/denwaban/denwaban.toml` (or the file that `--config` names), written in\n"
    "[TOML](https://toml.io). The empty file, or none, is a good configuration: logs, ports, trunks and "
    "local networks are\n"
    "found by looking at the PBX. `denwaban config show` tells what is in force and where each value comes "
    "from,\n"
    "`denwaban config check` whether a file is right, and `--set KEY=VALUE` puts one value over the file for "
    "one command.\n"
    "\n"
    "Durations are written `\"90s\"`, `\"10m\"`, `\"4h\"`, `\"1d\"`, `\"1w\"` or as a number of seconds. A "
    "key that is not\n"
    "known is an error that names the nearest one. After a change, `systemctl reload denwaban`: a file with "
    "a mistake\n"
    "changes nothing and the log says why. `firewall.backend`, `policy.dry_run`, `control.socket` and the "
    "keys of "
    "`[store]` are\n"
    "read at the start only: the log names those that a reload left as they run.\n"
    "\n"
    "```toml\n"
    "[policy]\n"
    "allow = [\"192.0.2.0/24\"]            # the office\n"
    "ban_seconds = [\"1h\", \"4h\", \"1d\", \"1w\"]\n"
    "\n"
    "[firewall]\n"
    "backend = \"nftables\"\n"
    "```\n";

// Pipes would end a cell of the table.
std::string cell(std::string_view text) {
  std::string out;
  for (char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

}  // namespace

Result<std::string> explain(std::string_view name) {
  std::string out;
  for (const Key* key : schema()) {
    bool wanted = name.empty() || key->name == name ||
                  (key->name.size() > name.size() && key->name.substr(0, name.size()) == name &&
                   key->name[name.size()] == '.');
    if (wanted) out += (out.empty() ? "" : "\n") + explain_key(*key);
  }
  if (!out.empty()) return out;
  auto words = completion_words();
  for (size_t i = 0, keys = words.size(); i < keys; ++i) words.push_back(words[i].substr(0, words[i].rfind('.')));  // tables
  auto guess = nearest(name, words);
  return fail(ErrorKind::usage, fmt::format("unknown key {}: {}", text::printable(name, 80),
                                            guess ? fmt::format("did you mean {}?", *guess)
                                                  : std::string("denwaban config explain lists all")));
}

std::vector<ShownKey> show(const Loaded& loaded) {
  Settings settings = loaded.settings;
  std::vector<ShownKey> rows;
  auto keys = schema();
  for (size_t i = 0; i < keys.size(); ++i)
    rows.push_back({keys[i]->name, value_text(keys[i]->slot(settings)),
                    origin_text(loaded, loaded.origins[i]),
                    loaded.origins[i].from == Origin::From::default_value});
  return rows;
}

std::string reference() {
  std::string out(kReferenceHead);
  for (const Section& section : sections()) {
    fmt::format_to(std::back_inserter(out), "\n## [{}]\n\n{}\n\n", section.name, section.about);
    out += "| Key | Type | Default | Meaning | Why this default |\n| --- | --- | --- | --- | --- |\n";
    for (const Key& key : section.keys) {
      Facts facts(key);
      std::string type = facts.type + (facts.allowed.empty() ? "" : ": " + facts.allowed);
      fmt::format_to(std::back_inserter(out), "| `{}` | {} | `{}` | {} | {} |\n",
                     key.name.substr(section.name.size() + 1), cell(type), facts.fallback, cell(key.meaning),
                     cell(key.reason));
    }
  }
  return out;
}

std::vector<std::string_view> completion_words() {
  std::vector<std::string_view> words;
  for (const Key* key : schema()) words.push_back(key->name);
  return words;
}

}  // namespace denwaban::settings
