// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "model/json.h"
#include "model/json_parts.h"
#include "model/names.h"

namespace denwaban {
namespace {

void write_subject(JsonText& json, const Subject& subject, const CallTarget* about = nullptr) {
  json.open('{');
  if (subject.address) json.key("address").string(subject.address->to_string());
  if (subject.prefix) json.key("prefix").string(subject.prefix->to_string());
  if (subject.account) json.key("account").string(*subject.account);
  if (about != nullptr) {
    const std::pair<std::string_view, const std::string&> parts[] = {
        {"call", about->call},   {"channel", about->channel}, {"trunk", about->trunk},
        {"place", about->place}, {"number", about->number}};
    for (const auto& [name, text] : parts)
      if (!text.empty()) json.key(name).string(text);
  }
  json.close('}');
}

template <class Range, class ToText>
void write_list(JsonText& json, const Range& range, ToText to_text) {
  json.open('[');
  for (size_t i = 0; i < std::min(range.size(), Finding::kListMax); ++i) json.string(to_text(range[i]));
  json.close(']');
}

void write_witnesses(JsonText& json, uint8_t witnesses) {
  json.open('[');
  auto names = names_of<Witness>();
  for (size_t i = 0; i < names.size(); ++i)
    if (witnesses >> i & 1) json.string(names[i]);
  json.close(']');
}

// Longer than most lines; a longer one moves the string a few times.
size_t length_of(const Finding& f, const FindingTexts& texts) {
  size_t length =
      800 + texts.title.size() + texts.why.size() + 20 * f.accounts.size() + 20 * f.addresses.size();
  for (const EvidenceText& place : texts.evidence) length += 60 + place.file.size() + place.text.size();
  return length;
}

bool is_set(const IpPrefix& prefix) { return prefix != IpPrefix(); }

void write_target(JsonText& json, const Decision& decision) {
  if (decision.action == Action::ban || decision.action == Action::unban || decision.action == Action::shed)
    return json.string(decision.target.to_string());
  Subject subject = decision.subject;
  if (is_set(decision.target) && !subject.address && !subject.prefix) {
    if (decision.target.is_host())
      subject.address = decision.target.address();
    else
      subject.prefix = decision.target;
  }
  write_subject(json, subject, decision.about.get());
}

bool has_span(Action action) {
  return action == Action::ban || action == Action::shed || action == Action::allow || action == Action::lock_account ||
         action == Action::close_trunk;
}

}  // namespace

std::string finding_json(const Finding& f, const FindingTexts& texts, Stream stream) {
  auto as_is = [](const std::string& text) -> std::string_view { return text; };
  std::string last = to_rfc3339(f.last);
  JsonText json(length_of(f, texts));
  json.open('{').key("type").string("finding");
  json.key("ring").string("intrusion");
  json.key("id").string(f.id);
  json.key("time").string(last);
  if (stream == Stream::live) json.key("state").string(name_of(f.state));
  json.key("detector").string(name_of(f.detector));
  json.key("severity").string(name_of(f.severity));
  write_subject(json.key("subject"), f.subject);
  json.key("service").string(name_of(f.service));
  json.key("count").number(f.count);
  json.key("count_proven").number(f.count_proven);
  json.key("first").string(to_rfc3339(f.first));
  json.key("last").string(last);
  write_list(json.key("accounts"), f.accounts, as_is);
  json.key("accounts_total").number(std::max<uint64_t>(f.accounts_total, f.accounts.size()));
  write_list(json.key("addresses"), f.addresses,
             [](const IpAddress& address) { return address.to_string(); });
  json.key("addresses_total").number(std::max<uint64_t>(f.addresses_total, f.addresses.size()));
  json.key("addresses_proven").number(f.addresses_proven);
  json.key("address_proof").string(name_of(f.proof));
  if (f.port != 0) json.key("port").number(f.port);
  write_witnesses(json.key("witnesses"), f.witnesses);
  json.key("pattern").string(f.pattern);
  if (!f.details.empty()) write_list(json.key("details"), f.details, as_is);
  json.key("title").string(texts.title);
  json.key("why").string(texts.why);
  write_evidence(json.key("evidence"), texts.evidence);
  return json.close('}').take();
}

std::string decision_json(const Decision& d) {
  JsonText json(400 + d.by.size() + d.note.size() + 20 * d.because.size());
  json.open('{').key("type").string("decision");
  json.key("time").string(to_rfc3339(d.time));
  json.key("action").string(name_of(d.action));
  write_target(json.key("target"), d);
  if (d.port != 0) json.key("port").number(d.port);
  if (has_span(d.action)) {
    json.key("seconds");
    d.span ? json.number(d.span->count()) : json.word("null");
  }
  json.key("because").open('[');
  for (const std::string& id : d.because) json.string(id);
  json.close(']');
  json.key("dry_run").word(d.dry_run ? "true" : "false");
  json.key("reason").string(name_of(d.reason));
  json.key("id").string(d.id);
  json.key("level").number(d.level);
  if (!d.by.empty()) json.key("by").string(d.by);
  if (!d.note.empty()) json.key("note").string(d.note);
  return json.close('}').take();
}

std::string summary_json(const Summary& s) {
  double seconds = std::isfinite(s.seconds) ? std::round(s.seconds * 1000) / 1000 : 0.0;
  nlohmann::ordered_json summary{
      {"type", "summary"},   {"lines", s.lines}, {"events", s.events}, {"findings", s.findings},
      {"bans", s.bans},      {"bytes", s.bytes}, {"seconds", seconds}, {"unrecognised", s.unrecognised},
      {"dropped", s.dropped}};
  if (s.calls > 0) summary["calls"] = s.calls;        // sessions of the manager were
  if (s.packets > 0) summary["packets"] = s.packets;  // captures were among the inputs
  return summary.dump();
}

std::string json_string(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  append_json_string(out, text);
  return out;
}

}  // namespace denwaban
