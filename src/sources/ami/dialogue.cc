// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "net/tls.h"
#include "sources/ami_dialogue.h"

namespace denwaban::sources {
namespace {

constexpr std::string_view kGreeting = "Asterisk Call Manager/";
constexpr std::string_view kBlockEnd = "\r\n\r\n";
constexpr size_t kGreetingMax = 128;

// The first of that name; empty where there is none.
std::string_view header(std::string_view block, std::string_view key) {
  while (!block.empty()) {
    size_t end = block.find("\r\n");
    std::string_view line = block.substr(0, end);
    if (line.substr(0, key.size()) == key && line.substr(key.size(), 2) == ": ")
      return line.substr(key.size() + 2);
    block = end == block.npos ? std::string_view() : block.substr(end + 2);
  }
  return {};
}

}  // namespace

AmiDialogue::AmiDialogue(AmiDialogueOptions options, Milliseconds now)
    : options_(std::move(options)), due_(now + options_.login_within) {}

size_t AmiDialogue::receive(std::string_view bytes, Milliseconds now) {
  size_t consumed = 0;
  while (phase_ < Phase::listening) {
    std::string_view rest = bytes.substr(consumed);
    bool greeting = phase_ == Phase::greeting;
    std::string_view mark = greeting ? kBlockEnd.substr(2) : kBlockEnd;
    size_t end = rest.find(mark), most = greeting ? kGreetingMax : kLoginBytesMax - login_bytes_;
    // How long it is at least: its end may be cut in two.
    size_t least = end == rest.npos ? rest.size() - std::min(rest.size(), mark.size() - 1) : end;
    size_t seen = std::min(rest.size(), kGreeting.size());
    if (greeting && rest.substr(0, seen) != kGreeting.substr(0, seen))
      end_with(Ending::no_manager, "what answers does not greet as Asterisk's manager does");
    else if (least >= most)
      end_with(Ending::no_manager, "what answers says more than Asterisk's manager does before a login");
    if (phase_ == Phase::over || end == rest.npos) break;
    consumed += end + mark.size();
    login_bytes_ = std::min(kLoginBytesMax, login_bytes_ + end + mark.size());
    if (greeting) {
      phase_ = Phase::challenge;
      ask("Challenge", "AuthType: MD5\r\n");
    } else {
      answered(rest.substr(0, end), now);
    }
  }
  return consumed;
}

void AmiDialogue::answered(std::string_view block, Milliseconds now) {
  std::string_view id = header(block, "ActionID");
  if (id.empty() || fmt::format("ActionID: {}\r\n", id) != awaited_) return;
  std::string_view challenge = header(block, "Challenge");
  bool good = header(block, "Response") == "Success";
  if (!good || (phase_ == Phase::challenge && challenge.empty()))
    return end_with(Ending::refused, std::string(header(block, "Message").substr(0, 100)));
  if (phase_ == Phase::login) {
    phase_ = Phase::listening;
    waiting_ = false;
    due_ = now + options_.ask_every;
    return;
  }
  phase_ = Phase::login;
  ask("Login", fmt::format("AuthType: MD5\r\nUsername: {}\r\nKey: {}\r\nEvents: {}\r\n", options_.user,
                           net::md5_hex(std::string(challenge) + options_.secret), options_.events));
}

void AmiDialogue::ask(std::string_view action, std::string_view more) {
  std::string id = fmt::format("{}-{}", options_.id, ++asked_);
  awaited_ = fmt::format("ActionID: {}\r\n", id);
  output_ += fmt::format("Action: {}\r\nActionID: {}\r\n{}\r\n", action, id, more);
}

uint64_t AmiDialogue::order(std::string_view action, std::string_view headers) {
  if (phase_ != Phase::listening || orders_.size() >= kOrdersMax) return 0;
  uint64_t number = ++asked_;
  output_ += fmt::format("Action: {}\r\nActionID: {}-{}\r\n{}\r\n", action, options_.id, number, headers);
  orders_.insert(number);
  return number;
}

// Only a block that is an answer with an id of ours counts: nobody else knows them.
void AmiDialogue::hear_answers(std::string_view bytes) {
  if (orders_.empty()) return held_.clear();
  size_t begin = 0, looked = held_.size() - std::min(held_.size(), kBlockEnd.size() - 1);
  held_ += bytes;
  for (size_t end = held_.find(kBlockEnd, looked); end != held_.npos; end = held_.find(kBlockEnd, begin)) {
    std::string_view block = std::string_view(held_).substr(begin, end + 2 - begin);
    begin = end + kBlockEnd.size();
    std::string_view id = header(block, "ActionID"), response = header(block, "Response");
    size_t dash = id.rfind('-');
    uint64_t number = 0;
    if (response.empty() || dash == id.npos || id.substr(0, dash) != options_.id) continue;
    auto digits = id.substr(dash + 1);
    auto [last, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || last != digits.data() + digits.size() || orders_.erase(number) == 0) continue;
    answers_.push_back({number, response == "Success", std::string(header(block, "Message").substr(0, 100))});
  }
  held_.erase(0, begin);
  if (held_.size() > kAnswerMax) held_.erase(0, held_.size() - kBlockEnd.size());
}

void AmiDialogue::listen(std::string_view bytes, Milliseconds now) {
  hear_answers(bytes);
  if (!waiting_ || bytes.empty()) return;
  tail_ += bytes.substr(0, awaited_.size());
  bool answered = tail_.find(awaited_) != tail_.npos || bytes.find(awaited_) != bytes.npos;
  size_t kept = awaited_.size() - 1;
  if (bytes.size() > kept) tail_ = bytes.substr(bytes.size() - kept);
  if (tail_.size() > kept) tail_.erase(0, tail_.size() - kept);
  if (!answered) return;
  waiting_ = false;
  due_ = now + options_.ask_every;
}

void AmiDialogue::pass_time(Milliseconds now) {
  if (phase_ == Phase::over || now < due_) return;
  if (phase_ < Phase::listening) return end_with(Ending::silent, "it does not answer the login");
  if (waiting_) return end_with(Ending::silent, "it does not answer any more");
  ask("Ping", "");
  tail_.clear();
  waiting_ = true;
  due_ = now + options_.answer_within;
}

void AmiDialogue::end_with(Ending ending, std::string why) {
  phase_ = Phase::over;
  ending_ = ending;
  why_ = std::move(why);
  output_.clear();
}

}  // namespace denwaban::sources
