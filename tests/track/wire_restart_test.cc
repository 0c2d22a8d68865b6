// SPDX-License-Identifier: GPL-3.0-or-later
// What a restart in the middle must not lose, and must not make up.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "track/wire_talk.h"

namespace denwaban::track {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const End kPbx = end_at("10.0.0.1", 5060), kPhone = end_at("192.0.2.9", 5060);

std::string state_of(const Wire& wire) {
  ByteWriter out;
  wire.tracker.save(out);
  return out.take();
}

// The same wire, looked at by a new process with another seed.
void restart(Wire& wire) {
  std::string state = state_of(wire);
  wire.tracker = WireTracker(Wire::with_pbx(), HashSeed{4711});
  ByteReader in(state);
  ASSERT_TRUE(wire.tracker.load(in));
}

TEST(WireRestart, a_challenge_from_before_it_proves_who_answers_after_it) {
  Wire wire;
  Sip sip;
  wire.say(kPhone, kPbx, sip.request());
  wire.say(kPbx, kPhone, sip.answer("401 Unauthorized", "as12345678", challenge("0a1b2c3d")));
  wire.told.clear();
  restart(wire);
  Sip second = sip.with_nonce("0a1b2c3d");
  wire.say(kPhone, kPbx, second.request());
  wire.say(kPbx, kPhone, second.answer("403 Forbidden"));
  ASSERT_THAT(wire.kinds(), ElementsAre(EventKind::auth_failed));
  EXPECT_EQ(wire.told[0].event.proof, AddressProof::returned);
}

TEST(WireRestart, a_nonce_that_was_sent_to_somebody_else_stays_foreign) {
  Wire wire;
  Sip sip;
  End forger = end_at("203.0.113.9", 5060);
  wire.say(forger, kPbx, sip.request());
  wire.say(kPbx, forger, sip.answer("401 Unauthorized", "as12345678", challenge("0a1b2c3d")));
  wire.told.clear();
  restart(wire);
  Sip second = sip.with_nonce("0a1b2c3d");
  wire.say(kPhone, kPbx, second.request());
  wire.say(kPbx, kPhone, second.answer("403 Forbidden"));
  ASSERT_THAT(wire.kinds(), ElementsAre(EventKind::auth_failed));
  EXPECT_EQ(wire.told[0].event.proof, AddressProof::claimed);
  EXPECT_TRUE(wire.told[0].event.tainted);
}

TEST(WireRestart, an_answer_after_it_finds_the_request_from_before_it) {
  Wire wire;
  Sip sip;
  sip.user = "4711";
  wire.say(kPhone, kPbx, sip.request());
  restart(wire);
  wire.say(kPbx, kPhone, sip.answer("404 Not Found"));
  ASSERT_THAT(wire.kinds(), ElementsAre(EventKind::unknown_account));
  EXPECT_EQ(wire.told[0].account, "4711");
  EXPECT_EQ(wire.told[0].session, sip.call_id);
}

TEST(WireRestart, nothing_is_made_of_answers_that_passed_while_nobody_looked) {
  Wire wire;
  Sip asked = sip_call("early", "z9hG4bKearly"), sip;
  wire.say(kPhone, kPbx, asked.request());
  wire.say(kPbx, kPhone, asked.answer("200 OK"));
  wire.say(kPhone, kPbx, sip.request());
  wire.told.clear();
  restart(wire);
  wire.wait(Seconds(60));
  EXPECT_THAT(wire.kinds(), IsEmpty());
}

TEST(WireRestart, what_is_said_again_after_it_counts_once) {
  Wire wire;
  Sip sip;
  sip.user = "4711";
  wire.say(kPhone, kPbx, sip.request());
  wire.say(kPbx, kPhone, sip.answer("404 Not Found"));
  ASSERT_EQ(wire.told.size(), 1u);
  restart(wire);
  wire.say(kPhone, kPbx, sip.request());
  wire.say(kPbx, kPhone, sip.answer("404 Not Found"));
  EXPECT_EQ(wire.told.size(), 1u);
}

TEST(WireRestart, damage_anywhere_starts_fresh) {
  Wire wire;
  Sip sip;
  wire.say(kPhone, kPbx, sip.request());
  wire.say(kPbx, kPhone, sip.answer("401 Unauthorized", "as12345678", challenge("0a1b2c3d")));
  std::string state = state_of(wire);
  for (size_t length = 0; length < state.size(); ++length) {
    WireTracker fresh(Wire::with_pbx(), HashSeed{});
    ByteReader in(std::string_view(state).substr(0, length));
    EXPECT_FALSE(fresh.load(in)) << length;
  }
}

TEST(WireRestart, tables_that_are_smaller_now_take_what_fits) {
  Wire wire;
  for (int n = 0; n < 100; ++n) {
    Sip sip = sip_call("call-" + std::to_string(n), "z9hG4bK-" + std::to_string(n));
    wire.say(kPhone, kPbx, sip.request());
    wire.say(kPbx, kPhone, sip.answer("401 Unauthorized", "as12345678", challenge("n" + std::to_string(n))));
  }
  WireOptions small = Wire::with_pbx();
  small.transactions_max = small.nonces_max = 4;
  WireTracker tracker(small, HashSeed{});
  std::string state = state_of(wire);
  ByteReader in(state);
  ASSERT_TRUE(tracker.load(in));
  EXPECT_LT(tracker.bytes(), 25'000u);
}

}  // namespace
}  // namespace denwaban::track
