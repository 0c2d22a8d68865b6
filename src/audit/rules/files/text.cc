// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-CFG: what Asterisk stumbles over in the text (main/config.c).
#include <set>
#include <utility>

#include "audit/rules/files/checks.h"

namespace denwaban::audit::files {
namespace {

using parse::ConfigFile;
using parse::ConfigProblem;
using Kind = ConfigProblem::Kind;

constexpr std::string_view kUsualFolder = "/etc/asterisk/";

// Each problem once, though two files may include the one that has it.
template <class Wanted, class Found>
void each_problem(Check& check, Wanted wanted, Found found) {
  const Sources& sources = check.estate().sources;
  std::set<std::string> seen;
  for (std::string_view name : sources.names()) {
    const ConfigFile& config = *sources.file(name);
    for (const ConfigProblem& problem : config.problems) {
      if (!wanted(problem) || problem.file >= config.files.size()) continue;
      SourceLine place = line_of(sources, config, problem.file, problem.line);
      if (!seen.insert(place.file + '\n' + std::to_string(place.line) + '\n' + problem.what).second) continue;
      ConfigFinding& finding = check.about(std::move(place));
      finding.inert = !is_read(check, name);
      fact(finding, "file", name);
      fact(finding, "what", problem.what);
      fact(finding, problem.file != 0 ? "included" : "whole", "yes");
      found(finding, problem, config);
    }
  }
}

bool is_rejection(const ConfigProblem& p) {
  return p.fatal && (p.kind == Kind::syntax || p.kind == Kind::header);
}

bool is_inside(const Sources& sources, std::string_view path) {
  const std::string& folder = sources.config_dir();
  bool below = path.starts_with(folder) && path.substr(folder.size()).starts_with('/');
  return below || !path.starts_with('/') || path.starts_with(kUsualFolder);
}

// On the machine itself, where the configuration stands where Asterisk looks for it, what is not there is
// missing.
bool on_its_machine(const Sources& sources) { return kUsualFolder.starts_with(sources.config_dir() + "/"); }

}  // namespace

SourceLine line_of(const Sources& sources, const ConfigFile& config, uint32_t file, int line) {
  return {sources.shown(config.files[file]), line, {}, {}};
}

// The first of each file: behind it Asterisk reads no further.
void rejected(Check& check) {
  std::set<std::pair<const ConfigFile*, uint32_t>> told;
  const Sources& sources = check.estate().sources;
  std::set<const ConfigProblem*> first;
  for (std::string_view name : sources.names())
    for (const ConfigProblem& problem : sources.file(name)->problems)
      if (is_rejection(problem) && told.emplace(sources.file(name), problem.file).second)
        first.insert(&problem);
  each_problem(
      check, [&](const ConfigProblem& p) { return first.count(&p) != 0; },
      [](ConfigFinding&, const ConfigProblem&, const ConfigFile&) {});
  rejected_ael(check);
}

void header_slip(Check& check) {
  each_problem(
      check, [](const ConfigProblem& p) { return p.kind == Kind::header; },
      [](ConfigFinding& finding, const ConfigProblem& problem, const ConfigFile&) {
        if (problem.fatal) fact(finding, "fatal", "yes");
        finding.fix = "[name](!,base1,base2)";
      });
}

void missing_include(Check& check) {
  const Sources& sources = check.estate().sources;
  each_problem(
      check, [](const ConfigProblem& p) { return p.kind == Kind::missing_include; },
      [&](ConfigFinding& finding, const ConfigProblem& problem, const ConfigFile&) {
        std::string path = sources.shown(problem.path);
        if (!is_inside(sources, problem.path) && !on_its_machine(sources)) {
          finding.severity = Severity::medium;
          fact(finding, "outside", "yes");
        }
        fact(finding, "path", path);
        fact(finding, "conf", "yes");
        finding.fix = "#tryinclude " + path;
      });
  missing_ael_include(check);
}

void open_comment(Check& check) {
  each_problem(
      check, [](const ConfigProblem& p) { return p.kind == Kind::comment; },
      [](ConfigFinding& finding, const ConfigProblem&, const ConfigFile&) { finding.fix = ";-- ... --;"; });
}

void programs(Check& check) {
  each_problem(
      check, [](const ConfigProblem& p) { return p.kind == Kind::exec; },
      [](ConfigFinding&, const ConfigProblem&, const ConfigFile&) {});
}

// The mark at the start of a file is text to releases before 13 only.
void encoding(Check& check) {
  const AsteriskVersion& version = check.estate().version();
  bool old = version.known && !version.at_least(13);
  each_problem(
      check,
      [&](const ConfigProblem& p) {
        return p.kind == Kind::encoding || (old && p.kind == Kind::byte_order_mark);
      },
      [](ConfigFinding&, const ConfigProblem&, const ConfigFile&) {});
}

void long_line(Check& check) {
  each_problem(
      check, [](const ConfigProblem& p) { return p.kind == Kind::long_line; },
      [](ConfigFinding&, const ConfigProblem&, const ConfigFile&) {});
}

void outside(Check& check) {
  const Sources& sources = check.estate().sources;
  bool here = on_its_machine(sources);
  each_problem(
      check,
      [&](const ConfigProblem& p) {
        return p.kind == Kind::unreadable ||
               (p.kind == Kind::missing_include && !here && !is_inside(sources, p.path));
      },
      [&](ConfigFinding& finding, const ConfigProblem& problem, const ConfigFile&) {
        fact(finding, "path", sources.shown(problem.path));
      });
  for (const Unread& unread : sources.unread()) {
    ConfigFinding& finding = check.about(SourceLine{unread.file, 0, {}, {}});
    finding.origin = Origin::missing;
    fact(finding, "path", unread.file);
    fact(finding, "what", unread.why);
  }
  std::set<std::string> seen;
  for (std::string_view name : sources.names())
    for (const std::string& path : sources.file(name)->files)
      if (!is_inside(sources, path) && seen.insert(path).second)
        fact(check.about(SourceLine{path, 0, {}, {}}), "read", path);
}

}  // namespace denwaban::audit::files
