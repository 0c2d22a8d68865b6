// SPDX-License-Identifier: GPL-3.0-or-later
// SIP messages parsed in full, beside libosip2 and sofia-sip: nanoseconds a message, the same recorded ones
// for each. All three read start line, addresses with tags, Vias, CSeq and Digest into their own structures;
// the peers also allocate and copy, as their interfaces demand. wire_rows.py runs it several times.
//
//   denwaban_sip_bench
//   denwaban_sip_bench --write FILE      the messages, for a peer that reads them elsewhere
#include <fmt/format.h>
#include <osipparser2/osip_parser.h>
#include <sofia-sip/msg.h>
#include <sofia-sip/sip.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_parser.h>
#include <time.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "../tests/parse/sip_files.h"
#include "parse/sip_message.h"

namespace {

using namespace denwaban;

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

double processor_time_ns() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

// ns a message.
double run(void (*parse)(const std::string&), const std::vector<std::string>& messages, int passes) {
  double begin = processor_time_ns();
  for (int pass = 0; pass < passes; ++pass)
    for (const std::string& message : messages) parse(message);
  return (processor_time_ns() - begin) / passes / static_cast<double>(messages.size());
}

void compare(const char* what, const std::vector<std::string>& messages) {
  size_t bytes = 0;
  for (const std::string& message : messages) bytes += message.size();
  fmt::print("{}: {} messages of {} bytes\n", what, messages.size(),
             bytes / std::max<size_t>(messages.size(), 1));
  // About the same time for each.
  fmt::print("  denwaban {:.0f}\n", run(by_us, messages, 500));
  fmt::print("  sofia-sip {:.0f}\n", run(by_sofia, messages, 50));
  fmt::print("  libosip2 {:.0f}\n", run(by_osip, messages, 25));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--write") {
    std::ofstream file(argv[2], std::ios::binary);
    for (const std::string& bytes : parse::recorded_datagrams()) {
      parse::SipMessage message;
      if (parse::parse_sip_message(bytes, message) <= parse::SipReading::response)
        file << "@ " << bytes.size() << '\n' << bytes << '\n';
    }
    return file.flush() ? 0 : 1;
  }
  parser_init();
  std::vector<std::string> all, registers;
  parse::SipMessage message;
  for (std::string& bytes : parse::recorded_datagrams()) {
    if (parse::parse_sip_message(bytes, message) < parse::SipReading::keep_alive) {
      if (message.method == SipMethod::register_ && message.credential_count == 1) registers.push_back(bytes);
      all.push_back(std::move(bytes));
    }
  }
  compare("all recorded", all);
  compare("REGISTER with credentials", registers);
  return sink == 0;
}
