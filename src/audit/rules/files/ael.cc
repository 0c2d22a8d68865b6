// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-CFG: extensions.ael, which Asterisk takes as a whole or not at all (pbx/pbx_ael.c).
#include <algorithm>

#include "audit/rules/files/checks.h"
#include "text/message.h"

namespace denwaban::audit::files {

namespace {

// Remarks alone, which pbx_ael refuses as well: nothing is lost.
bool says_nothing(Check& check) {
  auto text = check.estate().sources.tree().read(check.estate().sources.config_dir() + "/extensions.ael");
  if (!text) return false;
  for (size_t at = 0; at < text->size(); ++at) {
    if (text->compare(at, 2, "//") == 0)
      at = std::min(text->find('\n', at), text->size());
    else if (text->compare(at, 2, "/*") == 0)
      at = std::min(text->find("*/", at + 2), text->size() - 1) + 1;
    else if (std::string_view(" \t\r\n").find((*text)[at]) == std::string_view::npos)
      return false;
  }
  return true;
}

}  // namespace

void rejected_ael(Check& check) {
  using Kind = parse::DialplanProblem::Kind;
  const parse::Dialplan& dialplan = check.estate().dialplan;
  if (!dialplan.ael_refused || says_nothing(check)) return;
  for (const parse::DialplanProblem& problem : dialplan.problems) {
    if (problem.kind != Kind::ael_syntax && problem.kind != Kind::ael_meaning) continue;
    SourceLine place;
    if (problem.place.file < dialplan.files.size())
      place = {check.estate().sources.shown(dialplan.files[problem.place.file]), problem.place.line, {}, {}};
    ConfigFinding& finding = check.about(std::move(place));
    finding.inert = !check.estate().modules.loaded("pbx_ael");
    fact(finding, "file", "extensions.ael");
    fact(finding, "whole", "yes");
    fact(finding, "what", text::say("audit.ael_refused", {{"near", problem.what}}));
    return;
  }
}

namespace {

constexpr std::string_view kInclude = "#include";

// The name in `#include "name"`; empty: another line.
std::string_view included_name(std::string_view line) {
  size_t begin = line.find_first_not_of(" \t");
  if (begin == std::string_view::npos || !line.substr(begin).starts_with(kInclude)) return {};
  size_t open = line.find('"', begin), close = open == std::string_view::npos ? open : line.find('"', open + 1);
  return close == std::string_view::npos ? std::string_view() : line.substr(open + 1, close - open - 1);
}

void missing_in(Check& check, const std::string& file, const std::string& text) {
  const Sources& sources = check.estate().sources;
  int number = 0;
  for (size_t at = 0; at < text.size(); ++number) {
    size_t end = std::min(text.find('\n', at), text.size());
    std::string name(included_name(std::string_view(text).substr(at, end - at)));
    at = end + 1;
    if (name.empty() || name.find_first_of("*?[{") != std::string::npos) continue;
    std::string path = name.starts_with('/') ? name : sources.config_dir() + "/" + name;
    auto read = sources.tree().read(path);
    if (read || read.error().kind != ErrorKind::not_found) continue;
    ConfigFinding& finding = check.about({sources.shown(file), number + 1, {}, {}});
    finding.severity = Severity::medium;  // pbx_ael goes on without it
    finding.inert = !check.estate().modules.loaded("pbx_ael");
    fact(finding, "file", sources.shown(file));
    fact(finding, "ael", "yes");
    fact(finding, "path", name);
  }
}

}  // namespace

void missing_ael_include(Check& check) {
  for (const std::string& file : check.estate().dialplan.files) {
    if (!file.ends_with(".ael")) continue;
    if (auto text = check.estate().sources.tree().read(file)) missing_in(check, file, *text);
  }
}

}  // namespace denwaban::audit::files
