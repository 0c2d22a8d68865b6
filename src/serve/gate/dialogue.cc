// SPDX-License-Identifier: GPL-3.0-or-later
#include "serve/gate/dialogue.h"

#include <fmt/format.h>

namespace denwaban::serve {
namespace {

using fraud::GateReason;
using fraud::GateVerdict;

constexpr std::string_view kAskSound = "agent-pass", kAgainSound = "auth-incorrect";
constexpr int kDigitsMax = 16, kPatienceMs = 10'000;

// "PJSIP/100-00000001": 100.
std::string account_of(std::string_view channel) {
  size_t slash = channel.find('/'), dash = channel.rfind('-');
  if (slash == std::string_view::npos || dash == std::string_view::npos || dash < slash) return {};
  if (channel.starts_with("Local/")) return {};
  return std::string(channel.substr(slash + 1, dash - slash - 1));
}

}  // namespace

fraud::GateQuestion question_of(const parse::AgiRequest& request) {
  auto argument = [&](size_t place) { return place < request.arguments.size() ? request.arguments[place] : std::string(); };
  fraud::GateQuestion question;
  question.doubtful = request.doubled;
  Call& call = question.call;
  call.id = request.unique_id;
  call.channel = request.channel;
  call.direction = CallDirection::outgoing;
  call.context = request.context;
  call.dialled = request.arguments.empty() ? request.extension : argument(0);
  call.trunk_number = argument(1);
  call.trunk = argument(2);
  call.account = argument(3).empty() ? account_of(request.channel) : argument(3);
  call.account_code = request.account_code;
  call.caller_number = request.caller_number;
  return question;
}

std::string GateDialogue::take(std::string_view bytes, Time now) {
  std::string out;
  reader_.feed(bytes);
  while (!over()) {
    auto item = reader_.next();
    if (!item) break;
    out += hear(*item, now);
  }
  if (reader_.broken() && !over()) out += end(GateReason::doubtful, now);
  return out;
}

std::string GateDialogue::hear(const parse::AgiItem& item, Time now) {
  if (const auto* request = std::get_if<parse::AgiRequest>(&item)) return hear_request(*request, now);
  if (const auto* reply = std::get_if<parse::AgiReply>(&item)) return hear_reply(*reply, now);
  if (std::holds_alternative<parse::AgiHangup>(item)) return end(GateReason::hung_up, now);
  if (answer_.reason == GateReason::doubtful) return {};
  return tell(GateVerdict::refuse, GateReason::doubtful, now);  // takes back what was said
}

std::string GateDialogue::hear_request(const parse::AgiRequest& request, Time now) {
  question_ = question_of(request);
  answer_ = mind_->decide(question_, now);
  if (answer_.verdict != GateVerdict::ask_pin) return tell(answer_.verdict, answer_.reason, now);
  step_ = Step::answering;  // many telephones send no digits before
  return "ANSWER\n";
}

std::string GateDialogue::hear_reply(const parse::AgiReply& reply, Time now) {
  switch (step_) {
    case Step::answering:
      if (reply.code != 200) return end(GateReason::hung_up, now);
      return ask_digits(kAskSound);
    case Step::asking:
      return hear_digits(reply, now);
    case Step::telling:
      step_ = Step::over;
      return {};
    case Step::request:
    case Step::over:
      break;
  }
  return {};
}

std::string GateDialogue::ask_digits(std::string_view sound) {
  step_ = Step::asking;
  return fmt::format("GET DATA {} {} {}\n", sound, kPatienceMs, kDigitsMax);
}

std::string GateDialogue::hear_digits(const parse::AgiReply& reply, Time now) {
  if (reply.code != 200 || reply.result == "-1") return end(GateReason::hung_up, now);
  ++tries_;
  GateMind::PinTried tried;
  if (!reply.result.empty()) tried = mind_->try_pin(question_, reply.result, now);
  if (tried.right) return tell(GateVerdict::allow, GateReason::pin_right, now);
  if (tried.last) return tell(GateVerdict::refuse, GateReason::pin_locked, now);
  if (tries_ >= kTriesMax) return tell(GateVerdict::refuse, GateReason::pin_wrong, now);
  return ask_digits(kAgainSound);
}

std::string GateDialogue::tell(GateVerdict verdict, GateReason reason, Time now) {
  answer_.verdict = verdict;
  answer_.reason = reason;
  if (reason != GateReason::ordinary && reason != GateReason::fraud) answer_.meant = verdict;
  step_ = Step::telling;
  mind_->told(question_, answer_, now);
  return verdict_line();
}

// Words of ours only: nothing in it needs to be escaped.
std::string GateDialogue::verdict_line() const {
  bool refused = answer_.verdict == GateVerdict::refuse;
  return fmt::format("EXEC MSet \"DENWABAN_VERDICT={},DENWABAN_REASON={},DENWABAN_SOUND={}\"\n", to_string(answer_.verdict),
                     to_string(answer_.reason), refused ? sound_ : "");
}

std::string GateDialogue::end(GateReason reason, Time now) {
  bool decided = step_ == Step::telling;
  step_ = Step::over;
  if (decided) return {};
  answer_.verdict = answer_.meant = GateVerdict::refuse;
  answer_.reason = reason;
  mind_->told(question_, answer_, now);
  return verdict_line();
}

}  // namespace denwaban::serve
