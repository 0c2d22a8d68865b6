// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "report/observation.h"

namespace denwaban::report {
namespace {

using nlohmann::ordered_json;

std::string line(const ordered_json& record) {
  return record.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

double share(uint64_t part, uint64_t whole) {
  return whole == 0 ? 0
                    : std::round(static_cast<double>(part) * 10'000 / static_cast<double>(whole)) / 10'000;
}

ordered_json row_json(const Observation& observation, const Observation::Part& part,
                      const Observation::Row& row) {
  ordered_json record{
      {"type", "observed"}, {"month", observation.month}, {"dimension", name_of(part.dimension)},
      {"key", row.key},     {"count", row.count},         {"share", share(row.count, part.total)}};
  if (row.too_high > 0) record["too_high_by_at_most"] = row.too_high;
  if (!observation.against.empty()) record["before"] = row.before;
  return record;
}

ordered_json summary_json(const Observation& observation) {
  ordered_json totals = ordered_json::object(), totals_before = ordered_json::object();
  for (const Observation::Part& part : observation.parts) {
    totals[std::string(name_of(part.dimension))] = part.total;
    totals_before[std::string(name_of(part.dimension))] = part.total_before;
  }
  ordered_json record{{"type", "observation"},
                      {"month", observation.month},
                      {"attempts", observation.attempts},
                      {"addresses", observation.addresses},
                      {"proven", observation.proven},
                      {"days", observation.days},
                      {"totals", totals}};
  if (!observation.against.empty())
    record["against"] = {{"month", observation.against},
                         {"attempts", observation.attempts_before},
                         {"addresses", observation.addresses_before},
                         {"days", observation.days_before},
                         {"totals", totals_before}};
  record["remarks"] = observation.remarks;
  return record;
}

void read_month(const ordered_json& record, Observation& out) {
  out.months.push_back({record.at("month"), record.at("attempts"), record.at("addresses")});
}

// Rows of one dimension come one after another.
void read_row(const ordered_json& record, Observation& out) {
  auto dimension = parse_dimension(record.at("dimension").get<std::string>());
  if (!dimension) return;  // of a later version
  if (out.parts.empty() || out.parts.back().dimension != *dimension) {
    out.parts.emplace_back();
    out.parts.back().dimension = *dimension;
  }
  out.parts.back().rows.push_back({record.at("key"), record.at("count"),
                                   record.value("too_high_by_at_most", uint64_t{0}),
                                   record.value("before", uint64_t{0})});
}

void read_summary(const ordered_json& record, Observation& out) {
  out.month = record.at("month");
  out.attempts = record.at("attempts");
  out.addresses = record.at("addresses");
  out.proven = record.at("proven");
  out.days = record.at("days").get<std::vector<uint64_t>>();
  out.remarks = record.at("remarks").get<std::vector<std::string>>();
  ordered_json before = record.value("against", ordered_json::object());
  out.against = before.value("month", "");
  out.attempts_before = before.value("attempts", uint64_t{0});
  out.addresses_before = before.value("addresses", uint64_t{0});
  out.days_before = before.value("days", std::vector<uint64_t>());
  std::vector<Observation::Part> parts;
  for (const auto& [name, total] : record.at("totals").items()) {
    auto dimension = parse_dimension(name);
    if (!dimension) continue;
    Observation::Part part;
    part.dimension = *dimension;
    for (Observation::Part& read : out.parts)
      if (read.dimension == *dimension) part.rows = std::move(read.rows);
    part.total = total;
    part.total_before = before.value("totals", ordered_json::object()).value(name, uint64_t{0});
    parts.push_back(std::move(part));
  }
  out.parts = std::move(parts);
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos && !text.empty() &&
      std::string_view("=+-@\t").find(text.front()) == std::string_view::npos)
    return std::string(text);
  // A spreadsheet would take what begins like this for a formula (OWASP, CSV injection).
  std::string out = "\"";
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) out += '\'';
  for (char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

}  // namespace

std::vector<std::string> observation_json(const Observation& observation) {
  std::vector<std::string> lines;
  for (const Observation::MonthSum& month : observation.months)
    lines.push_back(line({{"type", "observed_month"},
                          {"month", month.month},
                          {"attempts", month.attempts},
                          {"addresses", month.addresses}}));
  for (const Observation::Part& part : observation.parts)
    for (const Observation::Row& row : part.rows) lines.push_back(line(row_json(observation, part, row)));
  lines.push_back(line(summary_json(observation)));
  return lines;
}

Result<Observation> read_observation(const std::vector<std::string>& lines) {
  Observation observation;
  bool whole = false;
  try {
    for (const std::string& text : lines) {
      ordered_json record = ordered_json::parse(text);
      std::string type = record.at("type");
      if (type == "observed_month") read_month(record, observation);
      if (type == "observed") read_row(record, observation);
      if (type != "observation") continue;
      read_summary(record, observation);
      whole = true;
    }
  } catch (const ordered_json::exception&) {
    whole = false;
  }
  if (!whole)
    return fail(ErrorKind::input, "the guard's answer is not understood: is it of another version?");
  return observation;
}

std::string observation_csv(const Observation& observation) {
  std::string out = "month,dimension,key,count,share,before\r\n";
  for (const Observation::Part& part : observation.parts)
    for (const Observation::Row& row : part.rows)
      out += fmt::format("{},{},{},{},{},{}\r\n", observation.month, name_of(part.dimension),
                         csv_cell(row.key), row.count, share(row.count, part.total),
                         observation.against.empty() ? std::string() : std::to_string(row.before));
  return out;
}

}  // namespace denwaban::report
