// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/status_values.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "pbx/host_spec.h"

namespace denwaban::audit {
namespace {

struct Status {
  std::string_view name;
  std::string_view words;
};

// As the applications document them ("core show application Dial").
constexpr Status kStatus[] = {
    {"DIALSTATUS", "CHANUNAVAIL,CONGESTION,NOANSWER,BUSY,ANSWER,CANCEL,DONTCALL,TORTURE,INVALIDARGS"},
    {"QUEUESTATUS", "TIMEOUT,FULL,JOINEMPTY,LEAVEEMPTY,JOINUNAVAIL,LEAVEUNAVAIL,CONTINUE,WITHDRAW"},
    {"VMSTATUS", "SUCCESS,USEREXIT,FAILED"},
    {"VMBOXEXISTSSTATUS", "SUCCESS,FAILED"},
    {"AGISTATUS", "SUCCESS,FAILURE,NOTFOUND,HANGUP"},
    {"SYSTEMSTATUS", "FAILURE,SUCCESS,APPERROR"},
    {"TRYSTATUS", "SUCCESS,FAILED,NOAPP"},
    {"PLAYBACKSTATUS", "SUCCESS,FAILED"},
    {"BACKGROUNDSTATUS", "SUCCESS,FAILED"},
    {"READSTATUS", "OK,ERROR,HANGUP,INTERRUPTED,SKIPPED,TIMEOUT"},
    {"RECORD_STATUS", "DTMF,SILENCE,SKIP,TIMEOUT,HANGUP,ERROR,OPERATOR"},
    {"TRANSFERSTATUS", "SUCCESS,FAILURE,UNSUPPORTED"},
    {"AQMSTATUS", "ADDED,MEMBERALREADY,NOSUCHQUEUE"},
    {"RQMSTATUS", "REMOVED,NOTINQUEUE,NOSUCHQUEUE,NOTDYNAMIC"},
    {"PQMSTATUS", "PAUSED,NOTFOUND"},
    {"UPQMSTATUS", "UNPAUSED,NOTFOUND"},
    {"AMDSTATUS", "MACHINE,HUMAN,NOTSURE,HANGUP"},
    {"WAITSTATUS", "SILENCE,NOISE,TIMEOUT"},
    {"PRIVACYMGRSTATUS", "SUCCESS,FAILED"},
    {"ORIGINATE_STATUS", "FAILED,SUCCESS,BUSY,CONGESTION,HANGUP,RINGING,UNKNOWN"},
};

// Q.850 has 127 causes; AVAILSTATUS is a state of a device.
constexpr std::string_view kNumbers[] = {"HANGUPCAUSE", "AVAILSTATUS"};

// funcs/func_rand.c: a number of "RAND(200,260)", without zeros in front.
std::optional<NumberSet> values_of_rand(std::string_view call, NumberSets& sets) {
  constexpr std::string_view kName = "RAND(";
  constexpr uint64_t kMost = 999'999'999, kNamed = 300;
  if (!call.starts_with(kName) || !call.ends_with(')')) return std::nullopt;
  call = call.substr(kName.size(), call.size() - kName.size() - 1);
  const size_t comma = call.find(',');
  auto number = [&](std::string_view text) {
    uint64_t value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? value : kMost + 1;
  };
  if (comma == std::string_view::npos) return std::nullopt;
  const uint64_t low = number(call.substr(0, comma)), high = number(call.substr(comma + 1));
  if (low > high || high > kMost) return std::nullopt;
  NumberSet found = sets.none();
  if (high - low < kNamed) {
    for (uint64_t value = low; value <= high; ++value) found = sets.unite(found, sets.of_text(std::to_string(value)));
    return found;
  }
  // More are told by how many digits they have.
  if (low == 0) found = sets.of_text("0");
  for (size_t digits = std::to_string(low).size(); digits <= std::to_string(high).size(); ++digits)
    found = sets.unite(found, sets.of_extension("_Z" + std::string(digits - 1, 'X')));
  return found;
}

}  // namespace

std::optional<NumberSet> values_of_status(std::string_view variable, NumberSets& sets) {
  if (variable.starts_with("${") && variable.ends_with('}')) variable = variable.substr(2, variable.size() - 3);
  if (auto random = values_of_rand(variable, sets)) return random;
  NumberSet unset = sets.of_text("");
  if (std::find(std::begin(kNumbers), std::end(kNumbers), variable) != std::end(kNumbers)) {
    for (const char* digits : {"_X", "_XX", "_1XX"}) unset = sets.unite(unset, sets.of_extension(digits));
    return unset;
  }
  for (const Status& status : kStatus)
    if (status.name == variable) {
      std::vector<std::string_view> words = pbx::split_list(status.words);
      return sets.unite(unset, sets.of_texts(words));
    }
  return std::nullopt;
}

}  // namespace denwaban::audit
