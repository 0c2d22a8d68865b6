// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/audit/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "audit/toll_severity.h"
#include "model/names.h"
#include "report/audit/picture.h"
#include "report/audit/sentences.h"
#include "report/audit/urgency.h"
#include "report/html.h"
#include "text/message.h"
#include "text/printable.h"

namespace denwaban::report {
namespace {

using text::say;

constexpr size_t kWaysMax = 500;  // with their hops; a page is to be read
constexpr size_t kFurtherMax = 200;  // places of one rule
constexpr size_t kLineWidth = 300;

constexpr std::string_view kStyle = R"css(
.reach { height: auto; font-size: 15px; } .reach text { fill: var(--ink); } .reach circle { fill: var(--soft); }
.way { fill: none; stroke: var(--soft); stroke-width: 1.6; } .way.reachable { stroke: var(--now); stroke-width: 3.5; }
.way.weak { stroke: var(--note-line); stroke-width: 2.6; } .way.conditional, .way.opaque { stroke-dasharray: 7 5; }
.way.authenticated { stroke: var(--before); }
.key { display: inline-block; width: 34px; height: 12px; margin-right: 7px; }
.hole { padding: 16px 0 14px; border-top: 1px solid var(--line); break-inside: avoid; }
.hole h3, .hole p, .hole ul, .hole ol { margin: 0 0 6px; } .hole h3 { font-size: 1.05rem; }
.hole pre { margin: 6px 0; padding: 9px 12px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere;
  background: var(--card); border: 1px solid var(--line); border-radius: 4px; font: .88em/1.45 ui-monospace, "DejaVu Sans Mono", monospace; }
.hole ul, .hole ol { padding-left: 1.4rem; } .hole .rule { float: right; margin-left: 1rem; color: var(--soft); font-size: .84rem; }
.tag { display: inline-block; min-width: 4.6rem; margin-right: .6rem; padding: 1px 8px; border-radius: 3px; text-align: center;
  font-size: .8rem; font-weight: 600; border: 1px solid currentColor; color: var(--soft); }
.tag.critical, .tag.high { color: var(--now); } .tag.medium { color: var(--note-line); } .tag.critical { background: var(--now); color: var(--paper); }
)css";

std::string code(std::string_view text) {
  return fmt::format("<code>{}</code>", escaped(text::printable(text, kLineWidth)));
}

std::string tag(Severity severity) {
  return fmt::format("<span class=\"tag {0}\">{0}</span>", name_of(severity));
}

std::string line_of(const SourceLine& place) {
  std::string out = code(place_text(place));
  if (!place.context.empty()) out += " " + code("[" + place.context + "]");
  return place.text.empty() ? out : out + " " + code(place.text);
}

template <class Lines>
std::string list_of(const char* kind, const Lines& lines) {
  if (lines.empty()) return "";
  std::string out = fmt::format("<{}>", kind);
  for (const SourceLine& line : lines) out += "<li>" + line_of(line) + "</li>";
  return out + fmt::format("</{}>\n", kind);
}

std::string fix_of(const ConfigFinding& f) {
  if (f.fix.empty()) return "";
  std::string lines;
  for (std::string_view rest = f.fix; !rest.empty();) {
    size_t end = rest.find('\n');
    lines += escaped(text::printable(rest.substr(0, end), kLineWidth)) + "\n";
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return fmt::format("<p class=\"small\">{}</p><pre>{}</pre>\n", escaped(say("audit.write")), lines);
}

std::string first_of_rule(const ConfigFinding& f) {
  return fmt::format("<h3>{}{} <span class=\"rule\">{}</span></h3>\n<p>{} {}</p>\n<p>{}.</p>\n{}{}",
                     tag(f.severity), escaped(title_of(f)), escaped(f.rule), line_of(f.place),
                     f.object.empty() ? "" : escaped(f.object), escaped(why_of(f)), list_of("ol", f.trail),
                     fix_of(f));
}

// All but the first, twins among them.
std::vector<std::pair<const SourceLine*, const std::string*>> others_of(const std::vector<const ConfigFinding*>& findings) {
  std::vector<std::pair<const SourceLine*, const std::string*>> all;
  for (const ConfigFinding* finding : findings) {
    if (finding != findings.front()) all.emplace_back(&finding->place, &finding->object);
    for (const Twin& twin : finding->also) all.emplace_back(&twin.place, &twin.object);
  }
  return all;
}

std::string further_of_rule(const std::vector<const ConfigFinding*>& findings) {
  const auto others = others_of(findings);
  if (others.empty()) return "";
  std::string out =
      fmt::format("<p class=\"small\">{}</p><ul>", escaped(say("audit.also_there", {{"count", others.size()}})));
  for (size_t i = 0; i < std::min(others.size(), kFurtherMax); ++i)
    out += fmt::format("<li>{} {}</li>", line_of(*others[i].first), escaped(*others[i].second));
  if (others.size() > kFurtherMax)
    out += fmt::format("<li>{}</li>", escaped(say("audit.more_in_records", {{"count", others.size() - kFurtherMax}})));
  return out + "</ul>\n";
}

std::string holes(const Review& review, std::string_view heading,
                  const std::function<bool(const ConfigFinding&)>& wanted) {
  std::vector<std::vector<const ConfigFinding*>> rules;
  for (const ConfigFinding& f : review.findings) {
    if (!wanted(f)) continue;
    auto same = std::find_if(rules.begin(), rules.end(),
                             [&](const auto& list) { return list.front()->rule == f.rule; });
    if (same == rules.end()) same = rules.insert(rules.end(), std::vector<const ConfigFinding*>());
    same->push_back(&f);
  }
  if (rules.empty()) return "";
  std::string out = fmt::format("<section><h2>{}</h2>\n", escaped(say(heading)));
  for (const auto& findings : rules)
    out += "<div class=\"hole\">" + first_of_rule(*findings.front()) + further_of_rule(findings) + "</div>\n";
  return out + "</section>\n";
}

std::string figure(std::string_view label, uint64_t value) {
  return fmt::format("<div><dt>{}</dt><dd class=\"figure\">{}</dd></div>\n", escaped(label),
                     text::grouped(value));
}

std::string head(const Review& review) {
  std::string out = fmt::format(
      "<header>\n<p class=\"over\">denwaban</p>\n<h1>{}</h1>\n<p class=\"lead\">{}</p>\n</header>\n",
      escaped(say("audit.page.title", {{"folder", review.folder}})),
      escaped(
          say("audit.read", {{"folder", review.folder}, {"files", review.files}, {"lines", review.lines}})));
  out += "<main>\n<dl class=\"figures\">\n" +
         figure(say("audit.page.score"), static_cast<uint64_t>(review.score));
  for (Severity severity : {Severity::critical, Severity::high, Severity::medium, Severity::low})
    out += figure(name_of(severity), count_of(review, severity));
  return out + fmt::format("</dl>\n<p class=\"small\">{}.</p>\n", escaped(say("audit.formula")));
}

std::string picture_section(const Review& review) {
  std::string picture = reach_picture(review.paths);
  if (picture.empty())
    return fmt::format("<section><h2>{}</h2><p>{}</p></section>\n", escaped(say("audit.heading.ways")),
                       escaped(no_ways_text(review)));
  std::string keys;
  for (Verdict verdict :
       {Verdict::reachable, Verdict::weak, Verdict::conditional, Verdict::opaque, Verdict::authenticated})
    keys += fmt::format(
        "<li><svg class=\"key\" viewBox=\"0 0 34 12\"><path class=\"way {0}\" d=\"M0 6 H34\"/></svg>{1}</li>",
        name_of(verdict), escaped(say(fmt::format("audit.key.{}", name_of(verdict)))));
  return fmt::format(
      "<section class=\"card\"><h2>{}</h2>\n<figure>{}<ul class=\"legend\">{}</ul></figure></section>\n",
      escaped(say("audit.heading.ways")), picture, keys);
}

std::string way(const TollPath& path) {
  std::string trunk = path.trunk.empty() ? say("audit.no_trunk") : path.trunk;
  return fmt::format(
      "<div class=\"hole\"><h3>{}{} → {}</h3>\n<p>{}. {}.</p>\n{}</div>\n", tag(audit::severity_of(path)),
      escaped(entry_text(path.entry)), escaped(trunk), escaped(verdict_text(path)),
      escaped(dialled_text(path)),
      list_of("ol", path.steps));
}

std::string ways(const Review& review) {
  if (review.paths.empty()) return "";
  std::string out = fmt::format("<section><h2>{}</h2>\n", escaped(say("audit.heading.proof")));
  size_t count = std::min(review.paths.size(), kWaysMax);
  for (size_t i = 0; i < count; ++i) out += way(review.paths[i]);
  if (count < review.paths.size())
    out += fmt::format("<p class=\"note\">{}</p>",
                       escaped(say("audit.more_ways", {{"count", review.paths.size() - count}})));
  return out + "</section>\n";
}

std::string notes(const Review& review) {
  std::string out;
  auto add = [&](const std::string& sentence) {
    out += fmt::format("<p class=\"note\">{}</p>\n", escaped(sentence));
  };
  for (const audit::Unread& unread : review.unread) add(say("audit.unread", {{"why", unread.why}}));
  for (const std::string& bound : review.bounds) add(say("audit.bound", {{"what", bound}}));
  for (const std::string& remark : review.remarks) add(remark);
  for (const audit::Excused& e : review.excused)
    add(say("audit.excused",
            {{"rule", e.finding.rule}, {"place", place_text(e.finding.place)}, {"reason", e.reason}}));
  if (review.known > 0) add(say("audit.known", {{"count", review.known}}));
  return out.empty() ? out : "<section>\n" + out + "</section>\n";
}

}  // namespace

std::string audit_page(const Review& review, const PageFacts& facts) {
  std::string page = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light "
      "dark\">\n<title>{}</title>\n<style>{}{}</style>\n</head>\n<body>\n",
      escaped(say("audit.page.title", {{"folder", review.folder}})), report_style(), kStyle);
  page += head(review) + notes(review) + picture_section(review);
  for (Urgency urgency : {Urgency::now, Urgency::soon, Urgency::consider})
    page += holes(review, urgency_sentence(urgency),
                  [&](const ConfigFinding& f) { return !f.inert && urgency_of(f.severity) == urgency; });
  page += holes(review, "audit.heading.inert", [](const ConfigFinding& f) { return f.inert; }) + ways(review);
  page += fmt::format(
      "</main>\n<footer>\n<p>{}</p>\n</footer>\n</body>\n</html>\n",
      escaped(say("audit.page.made", {{"version", facts.version}, {"time", to_rfc3339(facts.made)}})));
  return page;
}

}  // namespace denwaban::report
