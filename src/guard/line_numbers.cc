// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/line_numbers.h"

#include <map>
#include <nlohmann/json.hpp>

#include "sources/evidence.h"

namespace denwaban::guard {
namespace {

using nlohmann::ordered_json;

constexpr size_t kCompared = 200;  // bytes of a line that show that it is still the same

struct Place {
  ordered_json* item = nullptr;
  EvidenceRef ref;
};
using Places = std::map<std::string, std::vector<Place>>;

// JSON has no bytes: whatever is not plain text is told in another way than it stands in the file.
bool same(std::string_view stands, std::string_view told) {
  size_t plain = 0;
  auto is_plain = [](char c) { return c >= ' ' && c <= '~'; };
  while (plain < std::min({stands.size(), told.size(), kCompared}) && is_plain(told[plain])) ++plain;
  return plain > 0 && stands.substr(0, plain) == told.substr(0, plain);
}

void collect(ordered_json& record, Places& places) {
  auto evidence = record.find("evidence");
  if (evidence == record.end() || !evidence->is_array()) return;
  for (ordered_json& item : *evidence) {
    auto offset = item.is_object() ? item.find("offset") : item.end();
    if (offset == item.end()) continue;
    std::string file = item.value("file", ""), text = item.value("text", "");
    if (offset->is_number_unsigned() && item.value("line", uint64_t{0}) == 0 && file.starts_with('/') &&
        !text.empty())
      places[file].push_back({&item, {offset->get<uint64_t>(), 0, kCompared}});
    item.erase("offset");
  }
}

void count(const std::string& file, std::vector<Place>& places) {
  std::vector<EvidenceRef> refs;
  for (const Place& place : places) refs.push_back(place.ref);
  auto texts = sources::read_evidence(file, refs);
  if (!texts) return;  // rotated away: what it said is known all the same
  for (size_t i = 0; i < places.size(); ++i)
    if (same((*texts)[i].text, places[i].item->value("text", "")))
      (*places[i].item)["line"] = (*texts)[i].line;
}

}  // namespace

void number_lines(std::vector<std::string>& records) try {
  std::map<size_t, ordered_json> parsed;
  Places places;
  for (size_t i = 0; i < records.size(); ++i) {
    if (records[i].find("\"offset\":") == std::string::npos) continue;
    ordered_json record = ordered_json::parse(records[i], nullptr, false);
    if (record.is_object()) collect(parsed[i] = std::move(record), places);
  }
  for (auto& [file, at] : places) count(file, at);
  for (const auto& [i, record] : parsed)
    records[i] = record.dump(-1, ' ', true, ordered_json::error_handler_t::replace);
} catch (const nlohmann::json::exception&) {  // an answer of another version: as it is
}

}  // namespace denwaban::guard
