// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "model/json.h"
#include "model/names.h"

namespace denwaban {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) { return json.dump(-1, ' ', true, Json::error_handler_t::replace); }

Json subject_object(const Subject& subject) {
  Json json = Json::object();
  if (subject.address) json["address"] = subject.address->to_string();
  if (subject.prefix) json["prefix"] = subject.prefix->to_string();
  if (subject.account) json["account"] = *subject.account;
  return json;
}

template <class Range, class ToText>
Json list(const Range& range, ToText to_text) {
  Json json = Json::array();
  for (const auto& element : range) {
    if (json.size() == Finding::kListMax) break;
    json.push_back(to_text(element));
  }
  return json;
}

Json witness_list(uint8_t witnesses) {
  Json json = Json::array();
  auto names = names_of<Witness>();
  for (size_t i = 0; i < names.size(); ++i)
    if (witnesses >> i & 1) json.push_back(names[i]);
  return json;
}

Json evidence_list(const std::vector<EvidenceText>& evidence) {
  Json json = Json::array();
  for (const EvidenceText& place : evidence)
    json.push_back(Json{{"file", place.file}, {"line", place.line}, {"text", place.text}});
  return json;
}

bool is_set(const IpPrefix& prefix) { return prefix != IpPrefix(); }

Json target_of(const Decision& decision) {
  if (decision.action == Action::ban || decision.action == Action::unban || decision.action == Action::shed)
    return decision.target.to_string();
  Subject subject = decision.subject;
  if (is_set(decision.target) && !subject.address && !subject.prefix) {
    if (decision.target.is_host())
      subject.address = decision.target.address();
    else
      subject.prefix = decision.target;
  }
  return subject_object(subject);
}

bool has_span(Action action) {
  return action == Action::ban || action == Action::shed || action == Action::allow;
}

}  // namespace

std::string finding_json(const Finding& f, const FindingTexts& texts, Stream stream) {
  auto as_is = [](const std::string& text) { return text; };
  Json json;
  json["type"] = "finding";
  json["ring"] = "intrusion";
  json["id"] = f.id;
  json["time"] = to_rfc3339(f.last);
  if (stream == Stream::live) json["state"] = name_of(f.state);
  json["detector"] = name_of(f.detector);
  json["severity"] = name_of(f.severity);
  json["subject"] = subject_object(f.subject);
  json["service"] = name_of(f.service);
  json["count"] = f.count;
  json["count_proven"] = f.count_proven;
  json["first"] = to_rfc3339(f.first);
  json["last"] = to_rfc3339(f.last);
  json["accounts"] = list(f.accounts, as_is);
  json["accounts_total"] = std::max<uint64_t>(f.accounts_total, f.accounts.size());
  json["addresses"] = list(f.addresses, [](const IpAddress& address) { return address.to_string(); });
  json["addresses_total"] = std::max<uint64_t>(f.addresses_total, f.addresses.size());
  json["addresses_proven"] = f.addresses_proven;
  json["address_proof"] = name_of(f.proof);
  if (f.port != 0) json["port"] = f.port;
  json["witnesses"] = witness_list(f.witnesses);
  json["pattern"] = f.pattern;
  json["title"] = texts.title;
  json["why"] = texts.why;
  json["evidence"] = evidence_list(texts.evidence);
  return dump(json);
}

std::string decision_json(const Decision& d) {
  Json json;
  json["type"] = "decision";
  json["time"] = to_rfc3339(d.time);
  json["action"] = name_of(d.action);
  json["target"] = target_of(d);
  if (d.port != 0) json["port"] = d.port;
  if (has_span(d.action)) json["seconds"] = d.span ? Json(d.span->count()) : Json(nullptr);
  json["because"] = d.because;
  json["dry_run"] = d.dry_run;
  json["reason"] = name_of(d.reason);
  json["id"] = d.id;
  json["level"] = d.level;
  if (!d.by.empty()) json["by"] = d.by;
  if (!d.note.empty()) json["note"] = d.note;
  return dump(json);
}

std::string summary_json(const Summary& s) {
  double seconds = std::isfinite(s.seconds) ? std::round(s.seconds * 1000) / 1000 : 0.0;
  return dump(Json{{"type", "summary"},
                   {"lines", s.lines},
                   {"events", s.events},
                   {"findings", s.findings},
                   {"bans", s.bans},
                   {"bytes", s.bytes},
                   {"seconds", seconds},
                   {"unrecognised", s.unrecognised},
                   {"dropped", s.dropped}});
}

std::string json_string(std::string_view text) { return dump(Json(text)); }

}  // namespace denwaban
