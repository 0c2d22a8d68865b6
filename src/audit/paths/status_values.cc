// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/status_values.h"

#include <algorithm>
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

}  // namespace

std::optional<NumberSet> values_of_status(std::string_view variable, NumberSets& sets) {
  if (variable.starts_with("${") && variable.ends_with('}')) variable = variable.substr(2, variable.size() - 3);
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
