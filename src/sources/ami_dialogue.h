// SPDX-License-Identifier: GPL-3.0-or-later
// Our side of a session with Asterisk's manager (main/manager.c): the greeting, the login by MD5 challenge,
// and asking now and then whether it is alive. Pure: bytes and time go in, bytes come out. What the manager
// tells after the login is for parse/ami_events.h; here only the answers to our own questions are looked for,
// by an id that nobody else can know, as a stranger may write whole blocks into the session.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace denwaban::sources {

struct AmiDialogueOptions {
  std::string user, secret;  // without line breaks
  std::string events;        // EventMask: "security", "security,call" …
  std::string id;            // begins each ActionID; unguessable
  Milliseconds login_within{10'000};
  Milliseconds ask_every{5'000};  // whether it is alive
  Milliseconds answer_within{10'000};
};

// What the manager answered to an order.
struct AmiAnswer {
  uint64_t order = 0;
  bool success = false;
  std::string message;  // its own words, cut; may hold any byte
};

class AmiDialogue {
 public:
  static constexpr size_t kOrdersMax = 1'000;  // without an answer
  // What is held of an answer whose end did not come yet.
  static constexpr size_t kAnswerMax = 64 * 1024;

  // How much is read before the login is done; a manager needs about 300 bytes.
  static constexpr size_t kLoginBytesMax = 16 * 1024;

  enum class Phase : uint8_t { greeting, challenge, login, listening, over };
  enum class Ending : uint8_t {
    none,
    no_manager,  // what answered does not speak as a manager does
    refused,     // the login
    silent,      // no answer in time
  };

  AmiDialogue(AmiDialogueOptions options, Milliseconds now);

  // What came, from the first byte that was not consumed. Returns how many bytes belonged to the login; once
  // `phase` is listening none do.
  size_t receive(std::string_view bytes, Milliseconds now);
  // What came, each byte once, while listening: answers to our questions are looked for.
  void listen(std::string_view bytes, Milliseconds now);
  void pass_time(Milliseconds now);
  // Orders something, while listening: an action and its headers, each "Name: value\r\n", checked by the caller. Its number;
  // 0: too many wait for their answers.
  uint64_t order(std::string_view action, std::string_view headers);
  std::vector<AmiAnswer> take_answers() { return std::exchange(answers_, {}); }
  // When pass_time has something to do.
  Milliseconds due() const { return due_; }

  // What is to be sent.
  std::string take_output() { return std::exchange(output_, {}); }
  Phase phase() const { return phase_; }
  Ending ending() const { return ending_; }
  // One clause, once it is over; may hold bytes of the server's.
  const std::string& why() const { return why_; }

 private:
  void answered(std::string_view block, Milliseconds now);
  void hear_answers(std::string_view bytes);
  void ask(std::string_view action, std::string_view more);
  void end_with(Ending ending, std::string why);

  AmiDialogueOptions options_;
  Phase phase_ = Phase::greeting;
  Ending ending_ = Ending::none;
  std::string why_, output_;
  size_t login_bytes_ = 0;
  uint64_t asked_ = 0;    // questions, numbered from 1
  std::string awaited_;   // "ActionID: …" of the last one, with its line break
  bool waiting_ = false;  // for an answer to it
  std::string tail_;      // of what was listened to: an answer may be cut in two
  std::set<uint64_t> orders_;  // without an answer
  std::string held_;           // of what came since the last whole block, while there are orders
  std::vector<AmiAnswer> answers_;
  Milliseconds due_;
};

}  // namespace denwaban::sources
