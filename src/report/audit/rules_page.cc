// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/audit/rules_page.h"

#include <fmt/format.h>

#include "audit/catalogue.h"
#include "model/json_text.h"
#include "model/names.h"
#include "report/audit/sentences.h"
#include "text/message.h"

namespace denwaban::report {
namespace {

// "SIP" of "DWB-SIP-001".
std::string_view family_of(std::string_view id) {
  size_t from = id.find('-') + 1;
  return id.substr(from, id.find('-', from) - from);
}

// A cell of a table in Markdown.
std::string cell(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (std::string_view("|<>*_`[]\\").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

std::string rules_page() {
  std::string out = text::say("audit.rules.head") + "\n";
  std::string_view family;
  for (std::span<const audit::Rule> rules : audit::catalogue()) {
    for (const audit::Rule& rule : rules) {
      if (family_of(rule.id) != family) {
        family = family_of(rule.id);
        out +=
            fmt::format("\n## {}\n\n| {} |\n|---|---|---|---|\n",
                        text::say(fmt::format("audit.family.{}", family)), text::say("audit.rules.columns"));
      }
      out += fmt::format("| {} | {} | {} | {} |\n", rule.id, name_of(rule.severity),
                         cell(general_title(rule.id)), cell(rule.sources));
    }
  }
  return out;
}

std::string rule_records() {
  std::string out;
  for (std::span<const audit::Rule> rules : audit::catalogue()) {
    for (const audit::Rule& rule : rules) {
      JsonText json(600);
      json.open('{').key("type").string("rule");
      json.key("rule").string(rule.id);
      json.key("severity").string(name_of(rule.severity));
      json.key("module").string(rule.module);
      json.key("title").string(general_title(rule.id));
      json.key("why").string(general_why(rule.id));
      json.key("sources").open('[');
      for (std::string_view source : sources_of(rule.id)) json.string(source);
      out += json.close(']').close('}').take() + "\n";
    }
  }
  return out;
}

}  // namespace denwaban::report
