// SPDX-License-Identifier: GPL-3.0-or-later
// The quick way to read a message and the careful one give the same, whatever the bytes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <random>

#include "parse/sip_files.h"
#include "parse/sip_same.h"

namespace denwaban::parse {
namespace {

std::vector<std::string> all_messages() {
  std::vector<std::string> messages = recorded_datagrams();
  for (const std::string& name : torture_names()) messages.push_back(sip_file("torture/" + name + ".sip"));
  return messages;
}

bool is_quick(const std::string& bytes) {
  SipMessage message;
  return SipMessageReader(bytes, message).read_quickly().has_value();
}

bool quick_here() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi2") != 0;
#else
  return false;
#endif
}

TEST(SipQuick, ReadsMessagesAsTheCarefulWayDoes) {
  SipMessage quick, careful;
  for (const std::string& bytes : all_messages())
    EXPECT_EQ(sip_ways_differ_in(bytes, quick, careful), "") << bytes;
}

TEST(SipQuick, TakesNearlyAllRecordedMessages) {
  size_t taken = 0;
  for (const std::string& bytes : recorded_datagrams()) taken += is_quick(bytes);
  EXPECT_GE(taken, quick_here() ? 300u : 0u);
}

// Marks of the grammar and bytes that stand beside them, put where they were not, and bytes taken away.
std::string mutated(std::string bytes, std::mt19937& random) {
  static constexpr std::string_view kPieces[] = {" ",          "\t",
                                                 "\r\n",       "\r\n ",
                                                 "\n",         "\r",
                                                 ";",          ",",
                                                 "\"",         "\\",
                                                 "<",          ">",
                                                 "=",          ":",
                                                 "@",          "?",
                                                 "%",          "%41",
                                                 "[",          "]",
                                                 "/",          "*",
                                                 "0",          "99999999999",
                                                 "-1",         "[::1]",
                                                 "\xc3\xa9",   "\xff",
                                                 "lr",         ";lr",
                                                 ";expires=x", ";tag=",
                                                 "sips:",      "tel:",
                                                 "SIP/2.0",    "\r\nVia: ",
                                                 "\r\nl: 7",   "\r\nContact: *",
                                                 "\r\n\r\n",   "a=\"b\"",
                                                 ";rport=0",   "_",
                                                 "~"};
  for (auto changes = 1 + random() % 3; changes != 0 && !bytes.empty(); --changes) {
    size_t at = random() % bytes.size();
    std::string_view piece = kPieces[random() % std::size(kPieces)];
    switch (random() % 5) {
      case 0:
        bytes.erase(at, 1 + random() % 4);
        break;
      case 1:
        bytes.replace(at, std::min(piece.size(), bytes.size() - at), piece);
        break;
      case 2: {  // a piece of the message once more
        std::string copy = bytes.substr(random() % bytes.size(), random() % 40);
        bytes.insert(at, copy);
        break;
      }
      case 3:
        bytes[at] = static_cast<char>(bytes[at] ^ 0x20);
        break;
      default:
        bytes.insert(at, piece);
    }
  }
  return bytes;
}

TEST(SipQuick, ReadsMutatedMessagesAsTheCarefulWayDoes) {
  std::mt19937 random(1);
  SipMessage quick, careful;
  std::vector<std::string> messages = all_messages();
  size_t taken = 0;
  for (unsigned round = 0; round < 60'000; ++round) {
    std::string bytes = mutated(messages[random() % messages.size()], random);
    taken += is_quick(bytes);
    ASSERT_EQ(sip_ways_differ_in(bytes, quick, careful), "") << bytes;
  }
  EXPECT_GE(taken, quick_here() ? 20'000u : 0u);
}

TEST(SipQuick, ReadsMessagesCutAnywhereAsTheCarefulWayDoes) {
  SipMessage quick, careful;
  std::vector<std::string> messages = all_messages();
  for (size_t i = 0; i < messages.size(); i += 7)
    for (size_t size = 0; size <= messages[i].size(); ++size) {
      // At the end of its own allocation, so that sanitizers see a load beyond it.
      std::unique_ptr<char[]> copy(new char[size]);
      std::copy_n(messages[i].data(), size, copy.get());
      std::string_view bytes(copy.get(), size);
      ASSERT_EQ(sip_ways_differ_in(bytes, quick, careful), "") << bytes;
    }
}

// The empty line at each place of the index's blocks, and heads of about as many bytes as it takes.
TEST(SipQuick, ReadsHeadsOfAnyLengthAsTheCarefulWayDoes) {
  SipMessage quick, careful;
  const std::string head =
      "INVITE sip:1@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK1\r\nFrom: "
      "<sip:2@192.0.2.2>;tag=1\r\n"
      "To: <sip:1@192.0.2.1>\r\nCall-ID: 1@a\r\nCSeq: 1 INVITE\r\nMax-Forwards: 70\r\nContact: "
      "<sip:2@192.0.2.2>\r\n"
      "Subject: ";
  for (size_t more = 0; more < 200; ++more) {
    for (const char* body : {"", "\x01\x02\x03\x04\x05\x06", "v=0\r\n\r\n"}) {
      std::string bytes = head + std::string(more + 1, 'x') + "\r\n\r\n" + body;
      ASSERT_EQ(sip_ways_differ_in(bytes, quick, careful), "") << more;
      EXPECT_EQ(quick.head.size(), head.size() + more + 5);
    }
  }
  for (size_t size = 4000; size < 4300; ++size) {
    std::string bytes = head + std::string(size - head.size() - 4, 'x') + "\r\n\r\n";
    ASSERT_EQ(sip_ways_differ_in(bytes, quick, careful), "") << size;
    bytes += std::string(200, 'b');
    ASSERT_EQ(sip_ways_differ_in(bytes, quick, careful), "") << size;
  }
}

}  // namespace
}  // namespace denwaban::parse
