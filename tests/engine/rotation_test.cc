// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay/rotation.h"

#include <gtest/gtest.h>

#include "packet_builder.h"
#include "sources/archive_files.h"
#include "track/wire_talk.h"

namespace denwaban::engine {
namespace {

using namespace test;

constexpr const char* kPbx = "10.0.0.1";
constexpr const char* kGuesser = "203.0.113.9";

class Kinds final : public EventSink {
 public:
  void consume(std::vector<Event>& batch, Time) override {
    for (const Event& event : batch) {
      kinds.push_back(event.kind);
      proofs.push_back(event.proof);
    }
  }
  void end_of_input(uint32_t) override { ++ends; }
  std::vector<EventKind> kinds;
  std::vector<AddressProof> proofs;
  int ends = 0;
};

std::string from_guesser(const std::string& text) {
  return ethernet(ipv4({kGuesser, kPbx}, udp(5060, 5060, text)));
}
std::string from_pbx(const std::string& text) {
  return ethernet(ipv4({kPbx, kGuesser}, udp(5060, 5060, text)));
}

Kinds replayed(const std::vector<std::string>& paths) {
  std::vector<ReplayInput> inputs;
  for (const std::string& path : paths) {
    ReplayInput& input = inputs.emplace_back();
    input.path = path;
    input.form = InputForm::capture;
  }
  Kinds kinds;
  replay(inputs, kinds);
  return kinds;
}

TEST(Rotation, families_differ_in_more_than_numbers_and_packers) {
  for (const char* name : {"/c/calls.pcap", "/c/calls.pcap1", "/c/calls.pcap12", "/c/calls.pcap2.xz"})
    EXPECT_EQ(family_of(name), "/c/calls.pcap");
  EXPECT_EQ(family_of("/c/a_00001_20261122.pcapng.gz"), family_of("/c/a_00002_20261123.pcapng"));
  EXPECT_NE(family_of("/c/calls.pcap"), family_of("/c/other.pcap"));
  EXPECT_NE(family_of("/1/calls.pcap"), family_of("/2/calls.pcap"));
}

TEST(Rotation, a_challenge_in_one_file_proves_the_answer_in_the_next_whatever_their_names_order) {
  TestFolder folder;
  track::Sip sip;
  track::Sip second = sip.with_nonce("0a1b2c3d");
  std::string first_path = folder.write(
      "calls.pcap9",
      pcap({{from_guesser(sip.request()), 1000},
            {from_pbx(sip.answer("401 Unauthorized", "as12345678", track::challenge("0a1b2c3d"))), 1000},
            {from_guesser(second.request()), 1001}}));
  std::string next_path =
      folder.write("calls.pcap10", pcap({{from_pbx(second.answer("403 Forbidden")), 1002}}));
  Kinds kinds = replayed({next_path, first_path});
  EXPECT_EQ(kinds.kinds, (std::vector{EventKind::challenge_sent, EventKind::auth_failed}));
  EXPECT_EQ(kinds.proofs.back(), AddressProof::returned);
  EXPECT_EQ(kinds.ends, 2);
}

TEST(Rotation, a_stream_goes_on_in_the_next_file) {
  TestFolder folder;
  auto segment = [](bool in, const Tcp& header, std::string_view text = {}) {
    return in ? ethernet(ipv4({kGuesser, kPbx, 6}, tcp(header, text)))
              : ethernet(ipv4({kPbx, kGuesser, 6}, tcp(header, text)));
  };
  track::Sip sip;
  sip.user = "4711";
  std::string request = sip.request(), half = request.substr(0, request.size() / 2),
              rest = request.substr(half.size());
  auto size = [](const std::string& text) { return static_cast<uint32_t>(text.size()); };
  std::string first = pcap({{segment(true, {40'000, 5060, 100, 0, 2}), 1000},
                            {segment(false, {5060, 40'000, 900, 101, 18}), 1000},
                            {segment(true, {40'000, 5060, 101, 901, 16}), 1000},
                            {segment(true, {40'000, 5060, 101, 901, 24}, half), 1000}});
  std::string next = pcap(
      {{segment(true, {40'000, 5060, 101 + size(half), 901, 24}, rest), 1001},
       {segment(false, {5060, 40'000, 901, 101 + size(request), 24}, sip.answer("404 Not Found")), 1001}});
  Kinds kinds = replayed({folder.write("calls-0001.pcap", first), folder.write("calls-0002.pcap", next)});
  ASSERT_EQ(kinds.kinds, (std::vector{EventKind::unknown_account}));
  EXPECT_EQ(kinds.proofs[0], AddressProof::connected);
}

TEST(Rotation, captures_at_the_same_time_are_read_each_by_itself) {
  TestFolder folder;
  track::Sip one, other = track::sip_call("other", "z9hG4bKother");
  one.user = other.user = "4711";
  std::string eth0 =
      pcap({{from_guesser(one.request()), 1000}, {from_pbx(one.answer("404 Not Found")), 1010}});
  std::string eth1 =
      pcap({{from_guesser(other.request()), 1005}, {from_pbx(other.answer("404 Not Found")), 1006}});
  Kinds kinds = replayed({folder.write("eth0.pcap", eth0), folder.write("eth1.pcap", eth1)});
  EXPECT_EQ(kinds.kinds.size(), 2u);
  EXPECT_EQ(kinds.ends, 2);
}

}  // namespace
}  // namespace denwaban::engine
