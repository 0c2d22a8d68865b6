// SPDX-License-Identifier: GPL-3.0-or-later
// What the audit of a configuration concludes: one hole, where it is, why, and what to write instead. Values, no behaviour.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/finding.h"

namespace denwaban {

// How a value got there.
enum class Origin : uint8_t {
  written,    // in the section itself
  templated,  // copied from a template or another section; recorded as "template"
  inherited,  // the module's [general] decides for its objects
  missing,    // nothing is written: Asterisk's default decides
  included,   // in another file than the one that Asterisk opens
};

// A line of the configuration as proof. Line 0: not a line, but a default of Asterisk's or something that is absent.
struct SourceLine {
  std::string file;  // as people call it: "sip.conf", relative to the configuration's folder where it lies below it
  int line = 0;
  std::string context;  // of a dialplan; empty else
  std::string text;     // printable and without secrets
};

// A change of one line that is safe to make: it closes something and opens nothing, and breaks no ordinary set-up.
struct SafeEdit {
  enum class Kind : uint8_t { replace, insert_after, remove };
  Kind kind = Kind::replace;
  std::string path;  // absolute
  int line = 0;      // from 1; insert_after 0: before the first line
  std::string text;  // without line end
};

// The same hole once more, told together with the first one.
struct Twin {
  std::string id;
  SourceLine place;
  std::string object;
};

struct ConfigFinding {
  std::string id;  // stable_id of rule, file, object and key: the same when other lines move
  std::string rule;  // "DWB-SIP-001"
  Severity severity = Severity::info;
  bool inert = false;  // the module that would read this is not loaded, or a database stands in for the file
  SourceLine place;
  std::string object;  // "[general]", "100@default"
  std::string key;     // the option it is about; may be empty
  std::optional<std::string> value;  // as Asterisk uses it; never a secret
  Origin origin = Origin::written;
  // Arguments of the rule's sentences ("rule.DWB-SIP-001.title", ".why"), all text; a stranger's words among them.
  std::vector<std::pair<std::string, std::string>> facts;
  std::vector<SourceLine> trail;  // templates, includes and hops on the way, at most 64
  std::string fix;                // what to write, as configuration text; may have several lines
  std::optional<SafeEdit> edit;
  std::vector<Twin> also;  // others with the same cause; filled in where findings are told
};

}  // namespace denwaban
