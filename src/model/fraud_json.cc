// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/fraud_json.h"

#include <algorithm>

#include "model/json_parts.h"
#include "model/names.h"

namespace denwaban {
namespace {

void write_subject(JsonText& json, const FraudSubject& subject) {
  json.open('{');
  if (!subject.account.empty()) json.key("account").string(subject.account);
  if (!subject.trunk.empty()) json.key("trunk").string(subject.trunk);
  if (!subject.number.empty()) json.key("number").string(subject.number);
  json.close('}');
}

void write_list(JsonText& json, std::string_view key, const std::vector<std::string>& list) {
  json.key(key).open('[');
  for (size_t i = 0; i < std::min(list.size(), FraudFinding::kListMax); ++i) json.string(list[i]);
  json.close(']');
}

void write_facts(JsonText& json, const std::vector<FraudFact>& facts) {
  json.key("facts").open('{');
  for (const FraudFact& fact : facts) json.key(fact.name).string(fact.value);
  json.close('}');
}

}  // namespace

std::string fraud_finding_json(const FraudFinding& f, const FindingTexts& texts, Stream stream) {
  JsonText json(1200 + 300 * texts.evidence.size());
  json.open('{').key("type").string("finding");
  json.key("ring").string("fraud");
  json.key("id").string(f.id);
  json.key("time").string(to_rfc3339(f.raised));
  if (stream == Stream::live) json.key("state").string(name_of(f.state));
  json.key("detector").string(name_of(f.detector));
  json.key("severity").string(name_of(f.severity));
  write_subject(json.key("subject"), f.subject);
  json.key("count").number(f.count);
  json.key("first").string(to_rfc3339(f.first));
  json.key("last").string(to_rfc3339(f.last));
  write_list(json, "accounts", f.accounts);
  write_list(json, "numbers", f.numbers);
  write_list(json, "countries", f.countries);
  write_list(json, "calls", f.calls);
  write_money(json.key("cost"), f.cost);
  write_money(json.key("cost_at_alarm"), f.cost_at_alarm);
  json.key("pattern").string(f.pattern);
  write_facts(json, f.facts);
  json.key("title").string(texts.title);
  json.key("why").string(texts.why);
  write_evidence(json.key("evidence"), texts.evidence);
  return json.close('}').take();
}

}  // namespace denwaban
