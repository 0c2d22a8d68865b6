// SPDX-License-Identifier: GPL-3.0-or-later
// One question of the dialplan, from Asterisk's request to the verdict: what is sent for what came. Without a socket and
// without a clock, so it can be tried with any bytes.
//
// The verdict is one command, `EXEC MSet`, which sets all variables at once. Should Asterisk's own lines show up behind an
// end of the request that a caller wrote (parse/agi.h), the verdict is taken back before the dialplan goes on.
#pragma once

#include <string>
#include <string_view>

#include "base/time.h"
#include "fraud/gate_policy.h"
#include "parse/agi.h"

namespace denwaban::serve {

// Who decides.
class GateMind {
 public:
  virtual ~GateMind() = default;
  virtual fraud::GateAnswer decide(const fraud::GateQuestion& question, Time now) = 0;
  // Whether that is the PIN of who calls; counts what is tried. `last`: no more of them for this account.
  struct PinTried {
    bool right = false, last = false;
  };
  virtual PinTried try_pin(const fraud::GateQuestion& question, std::string_view digits, Time now) = 0;
  // How it ended, once a question.
  virtual void told(const fraud::GateQuestion& question, const fraud::GateAnswer& answer, Time now) = 0;
};

class GateDialogue {
 public:
  static constexpr int kTriesMax = 3;

  GateDialogue(GateMind& mind, std::string sound) : mind_(&mind), sound_(std::move(sound)) {}

  // What is to be sent for these bytes.
  std::string take(std::string_view bytes, Time now);
  // Nothing more is said: the connection can be closed once all is sent.
  bool over() const { return step_ == Step::over; }
  // A person is thinking: it may last.
  bool asks_pin() const { return step_ == Step::answering || step_ == Step::asking; }

 private:
  enum class Step : uint8_t { request, answering, asking, telling, over };

  std::string hear(const parse::AgiItem& item, Time now);
  std::string hear_request(const parse::AgiRequest& request, Time now);
  std::string hear_reply(const parse::AgiReply& reply, Time now);
  std::string hear_digits(const parse::AgiReply& reply, Time now);
  std::string ask_digits(std::string_view sound);
  std::string tell(fraud::GateVerdict verdict, fraud::GateReason reason, Time now);
  std::string verdict_line() const;
  std::string end(fraud::GateReason reason, Time now);

  GateMind* mind_;
  std::string sound_;
  parse::AgiReader reader_;
  Step step_ = Step::request;
  fraud::GateQuestion question_;
  fraud::GateAnswer answer_;
  int tries_ = 0;
};

// Arguments of the script: the number dialled; the number the trunk is sent; the trunk; the account. Those that are left out
// are taken from the channel where it tells. A Local channel's account is nobody's.
fraud::GateQuestion question_of(const parse::AgiRequest& request);

}  // namespace denwaban::serve
