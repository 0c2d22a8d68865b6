// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/answers.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "model/json.h"
#include "store/store.h"
#include "text/sentences.h"

namespace denwaban::guard {
namespace {

// With the place of each line, for whoever asks to count its number (line_numbers.h).
std::string to_json(const store::FindingRecord& record) {
  if (!record.told.empty()) return record.told;
  FindingTexts texts{text::finding_title(record.finding), text::finding_why(record.finding), {}};
  for (const auto& e : record.evidence) texts.evidence.push_back({e.file, e.line, e.text});
  std::string line = finding_json(record.finding, texts, Stream::live);
  nlohmann::ordered_json json = nlohmann::ordered_json::parse(line, nullptr, false);
  auto evidence = json.is_object() ? json.find("evidence") : json.end();
  if (evidence == json.end() || evidence->size() != record.evidence.size()) return line;
  for (size_t i = 0; i < record.evidence.size(); ++i)
    if (record.evidence[i].line == 0) (*evidence)[i]["offset"] = record.evidence[i].offset;
  return json.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
}

std::string title_of(const store::FindingRecord& record) {
  if (record.told.empty()) return text::finding_title(record.finding);
  auto json = nlohmann::json::parse(record.told, nullptr, false);
  auto title = json.is_object() ? json.find("title") : json.end();
  return title != json.end() && title->is_string() ? title->get<std::string>() : std::string();
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
  query.fraud_detector = question.fraud_detector;
  if (question.address) query.about = IpPrefix::source(*question.address);
  query.severity_min = question.severity_min.value_or(Severity::info);
  query.limit = static_cast<uint32_t>(std::min<size_t>(question.limit, 10'000));
  auto ids = database->finding_ids(query);
  if (!ids) return tl::unexpected(ids.error());
  std::vector<std::string> lines;
  for (auto at = ids->rbegin(); at != ids->rend(); ++at) {
    auto record = database->finding(*at);
    if (!record) return tl::unexpected(record.error());
    if (*record) lines.push_back(to_json(**record));
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
      titles[id] = title_of(**record);
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
