// SPDX-License-Identifier: GPL-3.0-or-later
// Captures that somebody made to hurt whoever reads them: each is read to its end or its damage within
// bounded memory, what it is full of is counted, and a true packet behind all of it is still found.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "packet_builder.h"
#include "sources/archive_files.h"
#include "sources/capture_file.h"

namespace denwaban::sources {
namespace {

using namespace test;
using parse::PacketDrop;

constexpr const char* kA = "192.0.2.7";
constexpr const char* kB = "198.51.100.1";

struct Outcome {
  uint64_t datagrams = 0, streams = 0;
  bool found = false;  // the true packet
  std::string error;
  parse::PacketCounters counters;
  size_t grown = 0;  // of the process, in bytes, at most
};

size_t resident() {
  std::ifstream statm("/proc/self/statm");
  size_t total = 0, pages = 0;
  statm >> total >> pages;
  return pages * static_cast<size_t>(::sysconf(_SC_PAGESIZE));
}

Outcome read_through(const std::string& path) {
  Outcome outcome;
  auto file = CaptureFile::open(path);
  if (!file) return {0, 0, false, file.error().message, {}, 0};
  size_t before = resident();
  DatagramBatch batch;
  for (bool more = true; more;) {
    auto answer = file->read(batch);
    if (!answer) {
      outcome.error = answer.error().message;
      continue;
    }
    more = *answer;
    for (const Datagram& datagram : batch.datagrams()) {
      ++(datagram.form == Datagram::Form::packet ? outcome.datagrams : outcome.streams);
      outcome.found = outcome.found || datagram.payload == "true";
    }
    size_t now = resident();
    if (now > before) outcome.grown = std::max(outcome.grown, now - before);
  }
  outcome.counters = file->counters();
  return outcome;
}

// The sanitizers keep freed memory aside; there only the outcome counts.
constexpr bool kMeasures =
#if defined(__SANITIZE_ADDRESS__)
    false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    false;
#else
    true;
#endif
#else
    true;
#endif

void expect_small(const Outcome& outcome, size_t bytes_max) {
  if (kMeasures) {
    EXPECT_LT(outcome.grown, bytes_max);
  }
}

std::string record(const std::string& bytes, uint32_t seconds = 1000) {
  return pcap({{bytes, seconds}}).substr(24);
}
std::string true_packet(uint32_t seconds = 1000) {
  return record(ethernet(ipv4({kA, kB}, udp(5071, 5060, "true"))), seconds);
}

TEST(HostileCapture, WhoseLengthsAreAbsurdEndsAtTheDamage) {
  TestFolder folder;
  for (uint32_t length : {0xffff'ffffu, 0x7fff'ffffu, 0x1000'0000u, 262'145u}) {
    std::string bytes =
        pcap({}) + true_packet() + le32(1000) + le32(0) + le32(length) + le32(length) + "short";
    Outcome outcome = read_through(folder.write("a.pcap", bytes));
    EXPECT_TRUE(outcome.found) << length;
    EXPECT_NE(outcome.error, "") << length;
    expect_small(outcome, 64 << 20);
  }
}

TEST(HostileCapture, CutAnywhereIsReadUpToTheCut) {
  TestFolder folder;
  std::string whole = pcap({}) + true_packet() + true_packet();
  for (size_t length = 24; length < whole.size(); length += 3) {
    Outcome outcome = read_through(folder.write("a.pcap", std::string_view(whole).substr(0, length)));
    EXPECT_EQ(outcome.found, length >= 24 + true_packet().size()) << length;
  }
}

TEST(HostileCapture, WithBlocksOfPcapngThatContradictThemselvesEndsAtTheDamage) {
  TestFolder folder;
  std::string section = le32(0x0a0d0d0a) + le32(28) + le32(0x1a2b3c4d) + le16(1) + le16(0) +
                        le32(0xffff'ffff) + le32(0xffff'ffff) + le32(28);
  std::mt19937 engine(3);
  for (uint32_t length : {0u, 4u, 11u, 13u, 0xffff'fffcu, 0x1000'0000u}) {
    std::string bytes = section + le32(6) + le32(length) + std::string(64, '\1');
    Outcome outcome = read_through(folder.write("a.pcapng", bytes));
    EXPECT_EQ(outcome.datagrams, 0u);
    EXPECT_NE(outcome.error, "") << length;
  }
  for (int times = 0; times < 500; ++times) {
    std::string bytes = section;
    for (int i = 0; i < 200; ++i) bytes += static_cast<char>(engine());
    (void)read_through(folder.write("a.pcapng", bytes));
  }
}

TEST(HostileCapture, OfFragmentsThatNeverEndKeepsAFewOfThem) {
  TestFolder folder;
  std::string bytes = pcap({});
  std::string part(1'400, 'x');
  for (uint32_t n = 0; n < 40'000; ++n) {
    auto id = static_cast<uint16_t>(n);
    auto offset = static_cast<uint16_t>(n % 47 * 1'400 / 8 * 8);
    std::string from = fmt::format("10.{}.{}.{}", n / 65'536, n / 256 % 256, n % 256);
    bytes += record(ethernet(ipv4({n % 2 ? from : kA, kB, 17, id, offset, true}, part)));
  }
  // The same pieces over and over, each behind and within the other.
  for (uint32_t n = 0; n < 20'000; ++n)
    bytes += record(ethernet(ipv4({kA, kB, 17, 7, static_cast<uint16_t>(n % 8 * 8), true}, part)));
  Outcome outcome = read_through(folder.write("a.pcap", bytes + true_packet(1001)));
  EXPECT_TRUE(outcome.found);
  EXPECT_EQ(outcome.datagrams, 1u);
  EXPECT_GT(outcome.counters[PacketDrop::fragment_evicted], 30'000u);
  expect_small(outcome, 32 << 20);
}

TEST(HostileCapture, OfManyStreamsKeepsAsManyAsItsLimits) {
  TestFolder folder;
  std::string bytes = pcap({});
  constexpr uint32_t kStreams = 200'000;
  for (uint32_t n = 0; n < kStreams; ++n) {
    std::string from = fmt::format("10.{}.{}.{}", n >> 16 & 255, n >> 8 & 255, n & 255);
    bytes +=
        record(ethernet(ipv4({from, kB, 6}, tcp({static_cast<uint16_t>(1024 + n % 60'000), 5060, n, 0, 2}))));
    if (n % 2 == 0)
      bytes += record(
          ethernet(ipv4({from, kB, 6}, tcp({static_cast<uint16_t>(1024 + n % 60'000), 5060, n + 9'000, 1, 16},
                                           "far from the beginning"))));
  }
  Outcome outcome = read_through(folder.write("a.pcap", bytes + true_packet()));
  EXPECT_TRUE(outcome.found);
  EXPECT_GT(outcome.counters[PacketDrop::stream_evicted], kStreams / 2);
  expect_small(outcome, 96 << 20);
}

// 96 MB of empty records in a few kilobytes.
TEST(HostileCapture, PackedSmallIsUnpackedPieceByPiece) {
  TestFolder folder;
  std::string packed = xz(pcap({})), zeros = xz(std::string(16 << 20, '\0'));
  for (int times = 0; times < 6; ++times) packed += zeros;
  std::string path = folder.write("bomb.pcap.xz", packed + xz(true_packet()));
  EXPECT_LT(packed.size(), 100'000u);
  Outcome outcome = read_through(path);
  EXPECT_TRUE(outcome.found);
  EXPECT_EQ(outcome.counters.packets, (6u << 20) + 1);
  expect_small(outcome, 32 << 20);
}

}  // namespace
}  // namespace denwaban::sources
