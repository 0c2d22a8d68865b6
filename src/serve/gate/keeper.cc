// SPDX-License-Identifier: GPL-3.0-or-later
#include "serve/gate/keeper.h"

#include <fmt/format.h>

#include "base/hash.h"
#include "net/pin_hash.h"
#include "text/message.h"

namespace denwaban::serve {
namespace {

using fraud::GateReason;
using fraud::GateVerdict;

std::string note_of(const fraud::GateAnswer& answer) {
  return text::say(fmt::format("gate.because.{}", to_string(answer.reason)), {{"rule", uint64_t{answer.rule}}});
}

Decision decision_of(const fraud::GateQuestion& question, const fraud::GateAnswer& answer, Time now) {
  Decision decision;
  decision.id = stable_id(fmt::format("gate {} {} {}", question.call.id, question.call.dialled, to_epoch_ms(now)));
  decision.time = now;
  decision.action = answer.meant == GateVerdict::ask_pin ? Action::ask_pin : Action::refuse_call;
  if (!question.call.account.empty()) decision.subject.account = question.call.account;
  CallTarget about;
  about.call = question.call.id;
  about.trunk = question.call.trunk;
  about.number = question.call.dialled;
  decision.about = std::make_shared<const CallTarget>(std::move(about));
  decision.note = note_of(answer);
  decision.dry_run = answer.meant != answer.verdict;
  return decision;
}

}  // namespace

GateKeeper::GateKeeper(GateKeeperOptions options, GateSenses senses)
    : options_(std::move(options)),
      senses_(std::move(senses)),
      reader_(options_.numbers, HashSeed()),
      clock_(options_.numbers.zone),
      tries_(options_.pin_failures, options_.pin_lock) {}

void GateKeeper::reconfigure(GateKeeperOptions options) {
  options_ = std::move(options);
  clock_ = fraud::OfficeClock(options_.numbers.zone);
  tries_.reconfigure(options_.pin_failures, options_.pin_lock);
}

std::string GateKeeper::save() const {
  ByteWriter out;
  tries_.save(out);
  return out.take();
}

bool GateKeeper::load(std::string_view bytes) {
  ByteReader in(bytes);
  return tries_.load(in);
}

// The detectors are not even asked about who calls for help.
fraud::GateAnswer GateKeeper::decide(const fraud::GateQuestion& question, Time now) {
  ++counted_.asked;
  counted_.last = now;
  const Call& call = question.call;
  fraud::GateKnowledge known;
  if (reader_.is_emergency(call, false)) return fraud::decide(reader_, options_.policy, question, known);
  known.to = reader_.read(call, false, false);
  known.at = clock_.at(now);
  known.locked = senses_.locked && senses_.locked(call.account, now);
  known.closed = known.to && senses_.closed && senses_.closed(call.trunk, known.to->place, now);
  known.has_pin = options_.pins.contains(call.account);
  known.pin_locked = known.has_pin && tries_.locked(call.account, now);
  known.watching = senses_.watching && senses_.watching();
  if (senses_.weigh) known.weighed = senses_.weigh(call, now);
  return fraud::decide(reader_, options_.policy, question, known);
}

GateMind::PinTried GateKeeper::try_pin(const fraud::GateQuestion& question, std::string_view digits, Time now) {
  const std::string& account = question.call.account;
  auto kept = options_.pins.find(account);
  if (kept == options_.pins.end() || tries_.locked(account, now)) return {false, true};
  if (net::is_pin(digits, kept->second)) {
    tries_.succeeded(account);
    return {true, false};
  }
  return {false, tries_.failed(account, now)};
}

void GateKeeper::told(const fraud::GateQuestion& question, const fraud::GateAnswer& answer, Time now) {
  bool refused = answer.verdict == GateVerdict::refuse, would = answer.meant != answer.verdict;
  ++(refused ? counted_.refused : counted_.allowed);
  counted_.emergencies += answer.reason == GateReason::emergency;
  counted_.would_refuse += would;
  bool of_pin = answer.reason == GateReason::pin_right || answer.reason == GateReason::pin_wrong;
  counted_.pins_asked += of_pin;
  if (!refused && !would) return;
  if (!may_tell(question.call.account, now)) {
    ++counted_.untold;
    return;
  }
  if (senses_.resolve) senses_.resolve(decision_of(question, answer, now));
}

bool GateKeeper::may_tell(std::string_view account, Time now) {
  int64_t minute = to_epoch_ms(now) / 60'000;
  if (std::exchange(minute_, minute) != minute) {
    told_ = 0;
    told_of_.clear();
  }
  if (told_ >= kToldAMinute) return false;
  uint32_t& of_account = told_of_[std::string(account)];
  if (of_account >= kToldOfAccount) return false;
  ++of_account;
  ++told_;
  return true;
}

}  // namespace denwaban::serve
