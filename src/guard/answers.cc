// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/answers.h"

#include <algorithm>
#include <map>

#include "model/json.h"
#include "sources/evidence.h"
#include "store/store.h"
#include "text/sentences.h"

namespace denwaban::guard {
namespace {

using EvidenceList = std::vector<store::EvidenceText>;

// The database keeps where a line stood and what it said; its number is counted when somebody asks, if it
// still stands there.
void number_lines(EvidenceList& evidence) {
  std::map<std::string, std::vector<size_t>> by_file;
  for (size_t i = 0; i < evidence.size(); ++i)
    if (evidence[i].line == 0 && !evidence[i].file.empty()) by_file[evidence[i].file].push_back(i);
  for (const auto& [file, places] : by_file) {
    std::vector<EvidenceRef> refs;
    for (size_t i : places)
      refs.push_back({evidence[i].offset, 0, static_cast<uint32_t>(evidence[i].text.size())});
    auto texts = sources::read_evidence(file, refs);
    if (!texts) continue;  // rotated away: what it said is known all the same
    for (size_t n = 0; n < places.size(); ++n)
      if ((*texts)[n].text.substr(0, 200) == evidence[places[n]].text.substr(0, 200))
        evidence[places[n]].line = (*texts)[n].line;
  }
}

std::string to_json(store::FindingRecord record) {
  number_lines(record.evidence);
  FindingTexts texts{text::finding_title(record.finding), text::finding_why(record.finding), {}};
  for (const auto& e : record.evidence) texts.evidence.push_back({e.file, e.line, e.text});
  return finding_json(record.finding, texts, Stream::live);
}

bool is_missing(const Error& error) { return error.kind == ErrorKind::not_found; }

}  // namespace

Result<std::vector<std::string>> answer_findings(const std::string& store_folder,
                                                 const serve::FindingQuestion& question) {
  auto database = store::Database::open_read_only(store::StorePaths(store_folder).database);
  if (!database && is_missing(database.error())) return std::vector<std::string>();
  if (!database) return tl::unexpected(database.error());
  store::FindingQuery query;
  query.since = question.since;
  query.detector = question.detector;
  if (question.address) query.about = IpPrefix::source(*question.address);
  query.severity_min = question.severity_min.value_or(Severity::info);
  query.limit = static_cast<uint32_t>(std::min<size_t>(question.limit, 10'000));
  auto findings = database->findings(query);
  if (!findings) return tl::unexpected(findings.error());
  std::vector<std::string> lines;
  for (auto at = findings->rbegin(); at != findings->rend(); ++at) {
    auto record = database->finding(at->id);
    if (!record) return tl::unexpected(record.error());
    if (*record) lines.push_back(to_json(std::move(**record)));
  }
  return lines;
}

std::map<std::string, std::string> answer_titles(const std::string& store_folder,
                                                 const std::vector<std::string>& finding_ids) {
  std::map<std::string, std::string> titles;
  auto database = store::Database::open_read_only(store::StorePaths(store_folder).database);
  if (!database) return titles;
  for (const std::string& id : finding_ids)
    if (auto record = database->finding(id); record && *record)
      titles[id] = text::finding_title((*record)->finding);
  return titles;
}

Result<std::vector<Decision>> answer_decisions(const std::string& store_folder, const IpAddress& address,
                                               size_t limit) {
  auto database = store::Database::open_read_only(store::StorePaths(store_folder).database);
  if (!database && is_missing(database.error())) return std::vector<Decision>();
  if (!database) return tl::unexpected(database.error());
  auto decisions = database->decisions_about(IpPrefix::source(address), static_cast<uint32_t>(limit));
  if (!decisions) return tl::unexpected(decisions.error());
  std::reverse(decisions->begin(), decisions->end());
  return decisions;
}

}  // namespace denwaban::guard
