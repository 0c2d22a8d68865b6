// SPDX-License-Identifier: GPL-3.0-or-later
// Which of Asterisk's modules are loaded, as modules.conf says (main/loader.c): autoload, load, noload, require, preload.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "audit/sources.h"

namespace denwaban::audit {

class Modules {
 public:
  // Everything loads: no modules.conf was there to look at. Asterisk itself would not start without one.
  Modules() = default;
  static Modules read(const Sources& sources);

  // "chan_sip" or "chan_sip.so". Whether modules.conf has it loaded; whether it is installed only `--host` knows.
  bool loaded(std::string_view module) const;
  // Whether the dialplan may use this application, in small letters; one that is not known counts as there.
  bool has_application(std::string_view app) const;
  bool known() const { return known_; }  // a modules.conf was there
  bool autoload() const { return autoload_; }
  bool named_to_load(std::string_view module) const;  // load, preload, require …
  bool named_not_to_load(std::string_view module) const;

 private:
  bool wanted_by_another(std::string_view module) const;
  bool known_ = false;
  bool autoload_ = true;
  std::set<std::string, std::less<>> load_;
  std::set<std::string, std::less<>> noload_;
};

// The module that reads a file, "chan_sip" for "sip.conf"; empty: the core, or not known.
std::string_view reader_of(std::string_view file);

}  // namespace denwaban::audit
