// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/agi.h"

#include <charconv>

namespace denwaban::parse {
namespace {

constexpr size_t kHeldMax = 64 * 1024;

constexpr struct {
  std::string_view key;
  std::string AgiRequest::*value;
} kKept[] = {
    {"agi_network_script", &AgiRequest::script},    {"agi_channel", &AgiRequest::channel},
    {"agi_context", &AgiRequest::context},          {"agi_extension", &AgiRequest::extension},
    {"agi_accountcode", &AgiRequest::account_code}, {"agi_callerid", &AgiRequest::caller_number},
    {"agi_uniqueid", &AgiRequest::unique_id},
};
constexpr std::string_view kOthers[] = {
    "agi_network",      "agi_request",     "agi_language",    "agi_type",       "agi_version",
    "agi_calleridname", "agi_callingpres", "agi_callingani2", "agi_callington", "agi_callingtns",
    "agi_dnid",         "agi_rdnis",       "agi_priority",    "agi_enhanced",   "agi_threadid"};
constexpr std::string_view kArgument = "agi_arg_";

std::optional<int> number_in(std::string_view text) {
  int number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

void AgiReader::feed(std::string_view bytes) {
  if (broken_) return;
  held_.erase(0, at_);
  at_ = 0;
  if (held_.size() + bytes.size() > kHeldMax) {
    broken_ = true;
    held_.clear();
    return;
  }
  held_ += bytes;
}

std::optional<std::string_view> AgiReader::line() {
  size_t end = held_.find('\n', at_);
  bool too_long = (end == std::string::npos ? held_.size() : end) - at_ > kLineMax;
  if (too_long || lines_ > kLinesMax) broken_ = true;
  if (broken_ || end == std::string::npos) return std::nullopt;
  std::string_view text = std::string_view(held_).substr(at_, end - at_);
  at_ = end + 1;
  ++lines_;
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

std::optional<AgiItem> AgiReader::next() {
  while (!broken_) {
    auto item = request_read_ ? std::nullopt : read_request();
    if (item || !request_read_) return item;
    auto text = line();
    if (!text) return std::nullopt;
    if (auto answer = read_answer(*text)) return answer;
  }
  return std::nullopt;
}

std::optional<AgiItem> AgiReader::read_request() {
  while (auto text = line()) {
    if (text->empty()) {
      request_read_ = true;
      lines_ = 0;
      return std::move(request_);
    }
    size_t colon = text->find(": ");
    if (colon != std::string_view::npos)
      take(text->substr(0, colon), text->substr(colon + 2));
    else if (text->ends_with(':'))  // with nothing behind it
      take(text->substr(0, text->size() - 1), {});
    else
      request_.doubled = true;  // a line that Asterisk does not write
  }
  return std::nullopt;
}

void AgiReader::take(std::string_view key, std::string_view value) {
  size_t bit = 0;
  auto note = [&] {
    request_.doubled |= (seen_ >> bit & 1) != 0;
    bool first = (seen_ >> bit & 1) == 0;
    seen_ |= uint64_t{1} << bit;
    return first;
  };
  for (const auto& kept : kKept) {
    if (kept.key == key) {
      if (note()) request_.*kept.value = value;
      return;
    }
    ++bit;
  }
  for (std::string_view other : kOthers) {
    if (other == key) return void(note());
    ++bit;
  }
  auto number = key.starts_with(kArgument) ? number_in(key.substr(kArgument.size())) : std::nullopt;
  if (!number || *number < 1) return;  // of a version to come
  if (*number > static_cast<int>(AgiRequest::kArgumentsMax)) return;
  bit += static_cast<size_t>(*number);
  if (!note()) return;
  auto place = static_cast<size_t>(*number) - 1;
  if (request_.arguments.size() <= place) request_.arguments.resize(place + 1);
  request_.arguments[place] = value;
}

// "200 result=1 (timeout)", "510 Invalid or unknown command", "520-Invalid command syntax." up to "520 End of
// proper usage."
std::optional<AgiItem> AgiReader::read_answer(std::string_view text) {
  if (text == "HANGUP") return AgiHangup{};
  if (in_usage_ && !text.starts_with("520 ")) return std::nullopt;
  auto code = text.size() >= 4 ? number_in(text.substr(0, 3)) : std::nullopt;
  if (!code || *code < 100 || (text[3] != ' ' && text[3] != '-')) return AgiForeign{};
  in_usage_ = text[3] == '-';
  if (in_usage_) return std::nullopt;
  lines_ = 0;
  AgiReply reply;
  reply.code = *code;
  constexpr std::string_view kResult = "result=";
  std::string_view rest = text.substr(4);
  if (rest.starts_with(kResult)) {
    rest.remove_prefix(kResult.size());
    reply.result = rest.substr(0, rest.find(' '));
    reply.timed_out = rest.ends_with("(timeout)");
  }
  return reply;
}

}  // namespace denwaban::parse
