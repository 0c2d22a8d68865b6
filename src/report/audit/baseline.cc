// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/audit/baseline.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "model/json.h"
#include "model/names.h"

namespace denwaban::report {
namespace {

std::string word(const nlohmann::json& record, const char* key) {
  auto found = record.find(key);
  return found != record.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// The holes that were told together with this one.
void add_twins(const nlohmann::json& record, Baseline& ids) {
  auto also = record.find("also");
  if (also == record.end() || !also->is_array()) return;
  for (const nlohmann::json& twin : *also)
    if (std::string id = twin.is_object() ? word(twin, "id") : std::string(); !id.empty()) ids.insert(std::move(id));
}

}  // namespace

Result<Baseline> read_baseline(std::string_view text, std::string_view name) {
  Baseline ids;
  bool audit = false;
  for (size_t line = 1; !text.empty(); ++line) {
    size_t end = text.find('\n');
    std::string_view record_text = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (record_text.empty()) continue;
    auto record = record_text.size() > kJsonLineMax
                      ? nlohmann::json(nullptr)
                      : nlohmann::json::parse(record_text.begin(), record_text.end(), nullptr, false);
    if (!record.is_object())
      return fail(ErrorKind::input,
                  fmt::format("{}:{}: no JSON object: give what denwaban audit --json printed", name, line));
    std::string type = word(record, "type"), id = word(record, "id");
    audit |= (type == "summary" && record.contains("score")) || word(record, "ring") == "configuration" ||
             type == "toll_path";
    if (!id.empty() && (word(record, "ring") == "configuration" || type == "toll_path"))
      ids.insert(std::move(id));
    add_twins(record, ids);
  }
  if (!audit)
    return fail(ErrorKind::input,
                fmt::format("{} is no baseline: give what denwaban audit --json printed", name));
  return ids;
}

std::string id_of(const TollPath& p) {
  return stable_id(fmt::format("{}\n{}\n{}\n{}\n{}\n{}", name_of(p.entry.kind), p.entry.name, p.entry.context,
                               p.trunk, name_of(p.gate), name_of(p.verdict)));
}

}  // namespace denwaban::report
