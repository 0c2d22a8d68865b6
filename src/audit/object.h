// SPDX-License-Identifier: GPL-3.0-or-later
// A thing that a configuration makes (a peer, an endpoint, a manager's user) and its options as Asterisk uses them: the last
// value of the section with what it inherited, then what [general] says for all, then Asterisk's default.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/config_finding.h"
#include "parse/config/config_file.h"

namespace denwaban::audit {

struct Option {
  std::string key;
  std::string value;  // the default when nothing is written
  Origin origin = Origin::missing;
  // Both null when nothing is written.
  const parse::ConfigFile* config = nullptr;
  const parse::ConfigCategory* category = nullptr;  // where it was found; of an inherited one the object's own
  const parse::ConfigVariable* variable = nullptr;

  bool written() const { return variable != nullptr; }
  bool yes() const;  // Asterisk's ast_true
  bool no() const;   // ast_false; a word that Asterisk does not know is neither
};

struct Object {
  std::string kind;  // "general", "friend", "endpoint", "manager user" …
  std::string name;  // as written in the header
  const parse::ConfigFile* config = nullptr;
  const parse::ConfigCategory* category = nullptr;  // null: nothing is written at all, only defaults hold
  const parse::ConfigCategory* defaults = nullptr;  // the [general] that decides where the object is silent; may be null
  const parse::ConfigFile* defaults_config = nullptr;  // where that stands; null: in `config`

  // The last value counts, names compare without case.
  Option option(std::string_view key, std::string_view otherwise = {}) const;
  // The same, but [general] has no say: for options that no device takes from there, its password among them.
  Option own(std::string_view key, std::string_view otherwise = {}) const;
  // The first of several spellings that is written, the last written of all of them.
  Option option_of(std::initializer_list<std::string_view> keys, std::string_view otherwise = {}) const;
  // Every value in order, for options that accumulate (permit, deny, match, context of IAX). Own section only.
  std::vector<Option> list(std::initializer_list<std::string_view> keys) const;
  // "[name]".
  std::string title() const;
};

}  // namespace denwaban::audit
