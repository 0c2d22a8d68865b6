// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/audit/records.h"

#include "audit/toll_severity.h"
#include "model/json_text.h"
#include "model/names.h"
#include "report/audit/sentences.h"

namespace denwaban::report {
namespace {

void write_line(JsonText& json, const SourceLine& line) {
  json.open('{').key("file").string(line.file);
  json.key("line").number(line.line);
  if (!line.context.empty()) json.key("context").string(line.context);
  json.key("text").string(line.text);
  json.close('}');
}

void write_lines(JsonText& json, const std::vector<SourceLine>& lines) {
  json.open('[');
  for (const SourceLine& line : lines) write_line(json, line);
  json.close(']');
}

template <class List>
void write_words(JsonText& json, const List& words) {
  json.open('[');
  for (const auto& word : words) json.string(word);
  json.close(']');
}

void write_twins(JsonText& json, const std::vector<Twin>& twins) {
  json.open('[');
  for (const Twin& twin : twins) {
    json.open('{').key("id").string(twin.id);
    json.key("file").string(twin.place.file);
    json.key("line").number(twin.place.line);
    json.key("object").string(twin.object);
    json.close('}');
  }
  json.close(']');
}

void write_bool(JsonText& json, bool value) { json.word(value ? "true" : "false"); }

void write_entry(JsonText& json, const TollEntry& entry) {
  json.open('{').key("kind").string(name_of(entry.kind));
  json.key("name").string(entry.name);
  json.key("context").string(entry.context);
  write_bool(json.key("authenticated"), entry.authenticated);
  json.close('}');
}

void write_counts(JsonText& json, const Review& review) {
  json.key("findings").open('{');
  for (Severity severity :
       {Severity::critical, Severity::high, Severity::medium, Severity::low, Severity::info})
    json.key(name_of(severity)).number(count_of(review, severity));
  json.close('}');
  json.key("score").number(review.score);
  json.key("verdicts").open('{');
  for (const auto& [verdict, count] : verdicts_of(review)) json.key(name_of(verdict)).number(count);
  json.close('}');
}

size_t inert_of(const Review& review) {
  size_t count = 0;
  for (const ConfigFinding& finding : review.findings) count += finding.inert;
  return count;
}

// What is told beside findings and paths.
std::string notes(const Review& review) {
  std::string out;
  for (const audit::Unread& unread : review.unread) out += unread_record(unread) + "\n";
  for (const std::string& remark : review.remarks) out += remark_record(remark) + "\n";
  return out + summary_record(review) + "\n";
}

}  // namespace

std::string finding_record(const ConfigFinding& f) {
  JsonText json(1000);
  json.open('{').key("type").string("finding");
  json.key("ring").string("configuration");
  json.key("id").string(f.id);
  json.key("rule").string(f.rule);
  json.key("severity").string(name_of(f.severity));
  write_bool(json.key("inert"), f.inert);
  json.key("file").string(f.place.file);
  json.key("line").number(f.place.line);
  if (!f.place.context.empty()) json.key("context").string(f.place.context);
  json.key("text").string(f.place.text);
  json.key("object").string(f.object);
  json.key("key").string(f.key);
  json.key("value");
  if (f.value)
    json.string(*f.value);
  else
    json.word("null");
  json.key("origin").string(name_of(f.origin));
  json.key("title").string(title_of(f));
  json.key("why").string(why_of(f));
  json.key("fix").string(f.fix);
  write_bool(json.key("safe_fix"), f.edit.has_value());
  write_words(json.key("sources"), sources_of(f.rule));
  write_lines(json.key("trail"), f.trail);
  json.key("count").number(f.also.size() + 1);
  write_twins(json.key("also"), f.also);
  return json.close('}').take();
}

std::string toll_path_record(const TollPath& p) {
  JsonText json(1000);
  json.open('{').key("type").string("toll_path");
  json.key("id").string(id_of(p));
  write_entry(json.key("entry"), p.entry);
  json.key("trunk").string(p.trunk);
  json.key("numbers").string(p.numbers);
  json.key("example").string(p.example);
  if (!p.then_numbers.empty()) {
    json.key("then_numbers").string(p.then_numbers);
    json.key("then_example").string(p.then_example);
  }
  if (!p.caller_id.empty()) json.key("caller_id").string(p.caller_id);
  json.key("sent").string(p.sent);
  write_bool(json.key("international"), p.international);
  write_bool(json.key("premium"), p.premium);
  write_bool(json.key("emergency_only"), p.emergency_only);
  json.key("gate").string(name_of(p.gate));
  json.key("verdict").string(name_of(p.verdict));
  json.key("severity").string(name_of(audit::severity_of(p)));
  json.key("condition").string(p.condition);
  write_words(json.key("classes"), p.classes);
  write_lines(json.key("steps"), p.steps);
  return json.close('}').take();
}

std::string unread_record(const audit::Unread& unread) {
  JsonText json(200);
  json.open('{').key("type").string("unread");
  json.key("file").string(unread.file);
  json.key("why").string(unread.why);
  return json.close('}').take();
}

std::string remark_record(const std::string& remark) {
  JsonText json(200);
  json.open('{').key("type").string("note");
  json.key("text").string(remark);
  return json.close('}').take();
}

std::string summary_record(const Review& review) {
  JsonText json(500);
  json.open('{').key("type").string("summary");
  json.key("files").number(review.files);
  json.key("lines").number(review.lines);
  write_counts(json, review);
  json.key("inert").number(inert_of(review));
  json.key("suppressed").number(review.excused.size());
  json.key("known").number(review.known);
  json.key("unread").number(review.unread.size());
  write_words(json.key("bounds"), review.bounds);
  return json.close('}').take();
}

std::string audit_records(const Review& review) {
  std::string out;
  for (const ConfigFinding& finding : review.findings) out += finding_record(finding) + "\n";
  for (const TollPath& path : review.paths) out += toll_path_record(path) + "\n";
  return out + notes(review);
}

std::string toll_path_records(const Review& review) {
  std::string out;
  for (const TollPath& path : review.paths) out += toll_path_record(path) + "\n";
  if (review.paths.empty()) out += remark_record(no_ways_text(review)) + "\n";
  for (const std::string& sentence : reservations(review)) out += remark_record(sentence) + "\n";
  return out + notes(review);
}

}  // namespace denwaban::report
