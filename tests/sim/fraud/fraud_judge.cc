// SPDX-License-Identifier: GPL-3.0-or-later
// fraud_judge [--verbose] TRUTH FINDINGS [TRUTH FINDINGS]...: how well `denwaban replay --json` (its output
// is FINDINGS) did on the records beside which fraud_sim wrote TRUTH.
#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_map>

#include "base/money.h"
#include "verdicts.h"

namespace denwaban::sim {
namespace {

using Json = nlohmann::json;

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> out(1);
  for (char c : line) c == ',' ? static_cast<void>(out.emplace_back()) : out.back().push_back(c);
  return out;
}

template <class Number>
Number number_of(std::string_view text) {
  Number value{};
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

struct Told {
  FraudWorld world;
  std::unordered_map<std::string, uint32_t> by_channel, by_id;
};

int32_t person_of(FraudWorld& world, const std::string& account) {
  if (account.empty()) return -1;
  auto& people = world.company.people;
  for (size_t i = 0; i < people.size(); ++i)
    if (people[i].account == account) return static_cast<int32_t>(i);
  people.emplace_back().account = account;
  return static_cast<int32_t>(people.size() - 1);
}

// A call that the truth does not list.
constexpr uint32_t kHonestCall = UINT32_MAX;

int32_t seconds_between(Time a, Time b) { return static_cast<int32_t>(to_epoch_s(b) - to_epoch_s(a)); }

// A line of the truth: see truth_csv.
bool add_line(const std::string& line, Told& told) {
  const std::vector<std::string> cell = cells(line);
  if (cell.size() != 10) return false;
  const auto began = parse_rfc3339(cell[2]), ended = parse_rfc3339(cell[4]);
  if (!began || !ended) return false;
  SimCall call;
  call.began = *began;
  call.ring = seconds_between(*began, *ended);
  call.outcome = Outcome::no_answer;
  if (const auto answered = parse_rfc3339(cell[3])) {
    call.ring = seconds_between(*began, *answered);
    call.talk = seconds_between(*answered, *ended);
    call.outcome = Outcome::answered;
  }
  const auto cost = Amount::parse(cell[9]);
  if (call.talk > 0 && cost) call.number.price = cost->micros * 60 / call.talk;
  call.person = person_of(told.world, cell[5]);
  call.number.e164 = call.number.dialled = cell[6];
  call.way = Way::outgoing;
  call.theft = static_cast<int16_t>(number_of<int>(cell[7]));
  if (call.theft < 0) return false;
  const auto index = static_cast<uint32_t>(told.world.calls.size());
  told.by_id.emplace(cell[0], index);
  told.by_channel.emplace(cell[1], index);
  told.world.calls.push_back(std::move(call));
  auto& thefts = told.world.thefts;
  thefts.resize(std::max(thefts.size(), static_cast<size_t>(told.world.calls.back().theft) + 1));
  for (size_t k = 0; k < kTheftKinds; ++k)
    if (to_string(static_cast<TheftKind>(k)) == cell[8])
      thefts[static_cast<size_t>(told.world.calls.back().theft)].kind = static_cast<TheftKind>(k);
  return true;
}

bool read_truth(const char* path, Told& told) {
  constexpr std::string_view kHonest = "# honest_outside_calls=";
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line) || !line.starts_with(kHonest)) return false;
  told.world.honest_outside = number_of<size_t>(std::string_view(line).substr(kHonest.size()));
  std::getline(file, line);  // the names of the columns
  while (std::getline(file, line))
    if (!add_line(line, told)) return false;
  list_thefts(told.world);
  return true;
}

void insert_texts(const Json& json, const char* key, std::set<std::string>& out) {
  if (const auto list = json.find(key); list != json.end() && list->is_array())
    for (const Json& one : *list)
      if (one.is_string()) out.insert(one.get<std::string>());
}

// The calls that a record names by its columns for the channel and the uniqueid.
void insert_calls(const Told& told, const std::string& text, std::vector<uint32_t>& out) {
  size_t begin = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != '"' && text[i] != ',') continue;
    const std::string cell = text.substr(begin, i - begin);
    begin = i + 1;
    for (const auto* known : {&told.by_channel, &told.by_id})
      if (const auto found = known->find(cell); found != known->end()) out.push_back(found->second);
  }
}

std::optional<Alarm> alarm_of(const Json& json, const Told& told) {
  const std::string severity = json.value("severity", "");
  if (json.value("type", "") != "finding" || json.value("ring", "") != "fraud") return std::nullopt;
  if (severity != "medium" && severity != "high" && severity != "critical") return std::nullopt;
  Alarm alarm;
  alarm.id = json.value("id", "");
  alarm.what = json.value("detector", "");
  const auto time =
      parse_rfc3339(json.contains("raised") ? json.value("raised", "") : json.value("time", ""));
  if (!time) return std::nullopt;
  alarm.time = *time;
  insert_texts(json, "accounts", alarm.accounts);
  insert_texts(json, "numbers", alarm.numbers);
  if (const auto subject = json.find("subject"); subject != json.end() && subject->is_object()) {
    alarm.accounts.insert(subject->value("account", ""));
    alarm.numbers.insert(subject->value("number", ""));
    alarm.accounts.erase("");
    alarm.numbers.erase("");
  }
  std::set<std::string> ids;
  insert_texts(json, "calls", ids);
  for (const std::string& id : ids) insert_calls(told, id, alarm.calls);
  if (const auto evidence = json.find("evidence"); evidence != json.end() && evidence->is_array())
    for (const Json& one : *evidence) {
      const size_t before = alarm.calls.size();
      insert_calls(told, one.value("text", ""), alarm.calls);
      if (alarm.calls.size() == before) alarm.calls.push_back(kHonestCall);
    }
  return alarm;
}

std::vector<Alarm> read_alarms(const char* path, const Told& told) {
  std::vector<Alarm> alarms;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object()) continue;
    if (auto alarm = alarm_of(json, told)) alarms.push_back(std::move(*alarm));
  }
  std::stable_sort(alarms.begin(), alarms.end(),
                   [](const Alarm& a, const Alarm& b) { return a.time < b.time; });
  return alarms;
}

int main(int argc, char** argv) {
  Verdicts verdicts;
  int first = 1;
  if (argc > 1 && std::string_view(argv[1]) == "--verbose") verdicts.verbose = true, ++first;
  if (first + 1 >= argc || (argc - first) % 2 != 0) {
    fmt::print(stderr, "usage: {} [--verbose] TRUTH FINDINGS [TRUTH FINDINGS]...\n", argv[0]);
    return 2;
  }
  for (int i = first; i + 1 < argc; i += 2) {
    Told told;
    if (!read_truth(argv[i], told)) {
      fmt::print(stderr, "cannot read {}: it is no truth.csv of fraud_sim\n", argv[i]);
      return 2;
    }
    verdicts.judge(told.world, read_alarms(argv[i + 1], told));
  }
  fmt::print("{}", verdicts.table("replay"));
  return 0;
}

}  // namespace
}  // namespace denwaban::sim

int main(int argc, char** argv) { return denwaban::sim::main(argc, argv); }
