// SPDX-License-Identifier: GPL-3.0-or-later
// SIP messages parsed in full, beside libosip2 and sofia-sip: the same recorded messages, in turns, the best
// turn of each. All three read start line, addresses with tags, Vias, CSeq and Digest into their own
// structures; the peers also allocate and copy, as their interfaces demand.
//
//   denwaban_sip_bench [ROUNDS]
#include <fmt/format.h>
#include <osipparser2/osip_parser.h>
#include <sofia-sip/msg.h>
#include <sofia-sip/sip.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_parser.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "../tests/parse/sip_files.h"
#include "parse/sip_message.h"

namespace {

using namespace denwaban;
using Clock = std::chrono::steady_clock;

size_t sink = 0;

void by_us(const std::string& bytes) {
  static parse::SipMessage message;
  parse::parse_sip_message(bytes, message);
  sink += message.header_count + message.deviations.size();
}

void by_osip(const std::string& bytes) {
  osip_message_t* message = nullptr;
  osip_message_init(&message);
  sink += static_cast<size_t>(osip_message_parse(message, bytes.data(), bytes.size()));
  osip_message_free(message);
}

void by_sofia(const std::string& bytes) {
  msg_t* message = msg_make(sip_default_mclass(), 0, bytes.data(), static_cast<ssize_t>(bytes.size()));
  sink += sip_object(message) != nullptr;
  msg_destroy(message);
}

struct Parser {
  const char* name;
  void (*parse)(const std::string&);
  double best = 1e18;  // ns a message
};

void run(Parser& parser, const std::vector<std::string>& messages, int passes) {
  auto begin = Clock::now();
  for (int pass = 0; pass < passes; ++pass)
    for (const std::string& message : messages) parser.parse(message);
  std::chrono::duration<double, std::nano> took = Clock::now() - begin;
  parser.best = std::min(parser.best, took.count() / passes / static_cast<double>(messages.size()));
}

void compare(const char* what, const std::vector<std::string>& messages, int rounds) {
  Parser us{"denwaban", by_us}, osip{"libosip2", by_osip}, sofia{"sofia-sip", by_sofia};
  for (int round = 0; round < rounds; ++round) {
    run(us, messages, 20);
    run(sofia, messages, 1);
    run(osip, messages, 1);
  }
  size_t bytes = 0;
  for (const std::string& message : messages) bytes += message.size();
  fmt::print("{}: {} messages of {} bytes\n", what, messages.size(),
             bytes / std::max<size_t>(messages.size(), 1));
  for (const Parser* parser : {&us, &sofia, &osip})
    fmt::print("  {:10} {:8.0f} ns a message   {:6.1f} times ours\n", parser->name, parser->best,
               parser->best / us.best);
}

}  // namespace

int main(int argc, char** argv) {
  int rounds = argc > 1 ? static_cast<int>(std::strtol(argv[1], nullptr, 10)) : 200;
  parser_init();
  std::vector<std::string> all, registers;
  parse::SipMessage message;
  for (std::string& bytes : parse::recorded_datagrams()) {
    if (parse::parse_sip_message(bytes, message) < parse::SipReading::keep_alive) {
      if (message.method == SipMethod::register_ && message.credential_count == 1) registers.push_back(bytes);
      all.push_back(std::move(bytes));
    }
  }
  compare("all recorded", all, rounds);
  compare("REGISTER with credentials", registers, rounds);
  return sink == 0;
}
