// SPDX-License-Identifier: GPL-3.0-or-later
// A capture file read to its end: packets and bytes a second, beside a bare read() of the same file. The best
// of some interleaved turns.
//
//   denwaban_capture_bench FILE [TURNS]
//   denwaban_capture_bench --make FILE PACKETS    writes a capture: recorded SIP messages, over UDP, of
//   200,000 addresses
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "../tests/packet_builder.h"
#include "../tests/parse/sip_files.h"
#include "base/unique_fd.h"
#include "sources/capture_file.h"

namespace {

using namespace denwaban;

// Real messages, recorded: requests from 200,000 callers, and the answers to them.
void make(const std::string& path, uint32_t packets) {
  std::ofstream file(path, std::ios::binary);
  std::string head = test::pcap({});
  file.write(head.data(), static_cast<std::streamsize>(head.size()));
  std::vector<std::string> messages = parse::recorded_datagrams();
  for (uint32_t i = 0; i < packets; ++i) {
    const std::string& text = messages[i % messages.size()];
    uint32_t caller = i * 2654435761u % 200'000;
    std::string far = fmt::format("100.{}.{}.{}", 64 + (caller >> 16), caller >> 8 & 255, caller & 255);
    std::string frame = text.starts_with("SIP/2.0")
                            ? test::ethernet(test::ipv4({"192.0.2.1", far}, test::udp(5060, 5071, text)))
                            : test::ethernet(test::ipv4({far, "192.0.2.1"}, test::udp(5071, 5060, text)));
    auto size = static_cast<uint32_t>(frame.size());
    std::string record = test::le32(1'700'000'000 + i / 20'000) + test::le32(i % 20'000 * 50) +
                         test::le32(size) + test::le32(size);
    file << record << frame;
  }
}

double seconds_of(const std::function<void()>& work) {
  auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void read_bare(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::vector<char> buffer(256 << 10);
  while (::read(fd.get(), buffer.data(), buffer.size()) > 0) {
  }
}

parse::PacketCounters read_capture(const std::string& path) {
  auto file = sources::CaptureFile::open(path);
  if (!file) {
    fmt::print(stderr, "{}\n", file.error().message);
    std::exit(1);
  }
  sources::DatagramBatch batch;
  for (bool more = true; more;) {
    auto answer = file->read(batch);
    more = answer ? *answer : true;
  }
  return file->counters();
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 4 && std::string(arguments[1]) == "--make") {
    make(arguments[2], static_cast<uint32_t>(std::strtoul(arguments[3], nullptr, 10)));
    return 0;
  }
  if (count < 2) {
    fmt::print(stderr, "usage: denwaban_capture_bench FILE [TURNS] | --make FILE PACKETS\n");
    return 2;
  }
  std::string path = arguments[1];
  long turns = count > 2 ? std::strtol(arguments[2], nullptr, 10) : 7;
  double ours = 1e9, bare = 1e9;
  parse::PacketCounters counters;
  for (long i = 0; i < turns; ++i) {
    bare = std::min(bare, seconds_of([&] { read_bare(path); }));
    ours = std::min(ours, seconds_of([&] { counters = read_capture(path); }));
  }
  auto packets = static_cast<double>(counters.packets);
  fmt::print("{} packets, {} datagrams, {} TCP segments\n", counters.packets, counters.udp, counters.tcp);
  fmt::print(
      "read() {:.3f} s; as datagrams {:.3f} s: {:.2f} million packets/s, {:.0f} ns each, {:.2f} of read()\n",
      bare, ours, packets / ours / 1e6, ours / packets * 1e9, bare / ours);
  return 0;
}
