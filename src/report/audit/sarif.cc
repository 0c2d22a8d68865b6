// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/audit/sarif.h"

#include <fmt/format.h>

#include <map>

#include "audit/catalogue.h"
#include "model/json_text.h"
#include "model/names.h"
#include "report/audit/sentences.h"
#include "text/message.h"

namespace denwaban::report {
namespace {

constexpr std::string_view kSchema = "https://json.schemastore.org/sarif-2.1.0.json";

std::string_view level_of(const ConfigFinding& f) {
  if (f.inert) return "none";
  return f.severity >= Severity::high ? "error" : f.severity == Severity::medium ? "warning" : "note";
}

// What review tools sort by, on the scale of CVSS.
std::string_view security_severity(Severity severity) {
  constexpr std::string_view kOf[] = {"0.0", "2.5", "5.5", "8.0", "9.5"};
  return kOf[static_cast<size_t>(severity)];
}

// RFC 3986: what is neither unreserved nor a slash is written %XX.
std::string uri_path(std::string_view path) {
  std::string out;
  for (char c : path) {
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

void write_message(JsonText& json, std::string_view text) {
  json.open('{').key("text").string(text), json.close('}');
}

void write_place(JsonText& json, const SourceLine& place) {
  json.open('{').key("artifactLocation").open('{');
  if (place.file.starts_with('/')) {
    json.key("uri").string("file://" + uri_path(place.file));
  } else {
    json.key("uri").string(uri_path(place.file));
    json.key("uriBaseId").string("ROOT");
  }
  json.close('}');
  if (place.line > 0) {
    json.key("region").open('{').key("startLine").number(place.line);
    if (!place.text.empty()) write_message(json.key("snippet"), place.text);
    json.close('}');
  }
  json.close('}');
}

void write_rule(JsonText& json, const audit::Rule& rule) {
  json.open('{').key("id").string(rule.id);
  write_message(json.key("shortDescription"), general_title(rule.id));
  write_message(json.key("fullDescription"), general_why(rule.id));
  write_message(json.key("help"), text::say("audit.rule_help", {{"why", general_why(rule.id)},
                                                                {"sources", std::string(rule.sources)}}));
  json.key("properties").open('{').key("security-severity").string(security_severity(rule.severity));
  json.key("tags").open('[').string("security");
  json.close(']').close('}').close('}');
}

std::string message_of(const ConfigFinding& f) {
  return text::say("audit.result", {{"title", title_of(f)}, {"object", f.object}, {"why", why_of(f)}});
}

void write_related(JsonText& json, int id, const SourceLine& place, std::string_view message) {
  json.open('{').key("id").number(id);
  write_place(json.key("physicalLocation"), place);
  write_message(json.key("message"), message.empty() ? place_text(place) : message);
  json.close('}');
}

void write_trail(JsonText& json, const ConfigFinding& f) {
  if (f.trail.empty() && f.also.empty()) return;
  json.key("relatedLocations").open('[');
  int id = 0;
  for (const SourceLine& step : f.trail) write_related(json, ++id, step, step.text);
  for (const Twin& twin : f.also) write_related(json, ++id, twin.place, twin.object);
  json.close(']');
}

using RuleIndex = std::map<std::string_view, size_t>;

void write_result(JsonText& json, const ConfigFinding& f, const RuleIndex& rules, const std::string* reason) {
  json.open('{').key("ruleId").string(f.rule);
  if (auto found = rules.find(f.rule); found != rules.end()) json.key("ruleIndex").number(found->second);
  json.key("kind").string(f.inert ? "informational" : "fail");
  json.key("level").string(level_of(f));
  write_message(json.key("message"), message_of(f));
  json.key("locations").open('[');
  if (!f.place.file.empty()) {
    json.open('{');
    write_place(json.key("physicalLocation"), f.place);
    json.close('}');
  }
  json.close(']');
  write_trail(json, f);
  json.key("partialFingerprints").open('{').key("denwabanFinding/v1").string(f.id);
  json.close('}');
  if (reason) {
    json.key("suppressions").open('[').open('{').key("kind").string("external");
    json.key("justification").string(*reason);
    json.close('}').close(']');
  }
  json.key("properties").open('{').key("severity").string(name_of(f.severity));
  json.key("security-severity").string(security_severity(f.severity));
  json.key("object").string(f.object);
  json.key("origin").string(name_of(f.origin));
  json.key("fix").string(f.fix);
  json.close('}').close('}');
}

void write_driver(JsonText& json, const RuleIndex& rules, std::string_view version) {
  json.key("tool").open('{').key("driver").open('{').key("name").string("denwaban");
  json.key("version").string(version);
  json.key("rules").open('[');
  for (const auto& [id, index] : rules)
    if (const audit::Rule* rule = audit::find_rule(id)) write_rule(json, *rule);
  json.close(']').close('}').close('}');
}

void write_invocation(JsonText& json, const Review& review) {
  json.key("invocations")
      .open('[')
      .open('{')
      .key("executionSuccessful")
      .word(review.unread.empty() ? "true" : "false");
  json.key("toolExecutionNotifications").open('[');
  auto notify = [&](const std::string& sentence) {
    json.open('{').key("level").string("warning");
    write_message(json.key("message"), sentence);
    json.close('}');
  };
  for (const audit::Unread& unread : review.unread) notify(unread.why);
  for (const std::string& bound : review.bounds) notify(text::say("audit.bound", {{"what", bound}}));
  for (const std::string& remark : review.remarks) notify(remark);
  json.close(']').close('}').close(']');
}

// Those that found something, in the order of their names.
RuleIndex rules_of(const Review& review) {
  RuleIndex rules;
  for (const ConfigFinding& f : review.findings) rules.emplace(f.rule, 0);
  for (const audit::Excused& e : review.excused) rules.emplace(e.finding.rule, 0);
  std::erase_if(rules, [](const auto& rule) { return audit::find_rule(rule.first) == nullptr; });
  size_t index = 0;
  for (auto& [id, place] : rules) place = index++;
  return rules;
}

}  // namespace

std::string sarif_log(const Review& review, std::string_view root, std::string_view version) {
  RuleIndex rules = rules_of(review);
  JsonText json(4000 + 1500 * review.findings.size());
  json.open('{').key("$schema").string(kSchema);
  json.key("version").string("2.1.0");
  json.key("runs").open('[').open('{');
  write_driver(json, rules, version);
  json.key("originalUriBaseIds")
      .open('{')
      .key("ROOT")
      .open('{')
      .key("uri")
      .string(fmt::format("file://{}/", uri_path(root)));
  json.close('}').close('}');
  write_invocation(json, review);
  json.key("results").open('[');
  for (const ConfigFinding& f : review.findings) write_result(json, f, rules, nullptr);
  for (const audit::Excused& e : review.excused) write_result(json, e.finding, rules, &e.reason);
  json.close(']');
  json.key("columnKind").string("utf16CodeUnits");
  return json.close('}').close(']').close('}').take() + "\n";
}

}  // namespace denwaban::report
