// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "track/wire_talk.h"

namespace denwaban::track {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using enum EventKind;

const End kPbx = end_at("10.0.0.1", 5060);
const End kPhone = end_at("192.0.2.9", 5062);
const End kStranger = end_at("203.0.113.7", 5060);

// A guess as svcrack makes it; returns the request with credentials.
Sip guess(Wire& wire, End from, Sip first = {}, std::string_view nonce = "0a1b2c3d",
          std::string_view verdict = "403 Forbidden") {
  wire.say(from, kPbx, first.request());
  wire.say(kPbx, from, first.answer("401 Unauthorized", "as12345678", challenge(nonce)));
  Sip second = first.with_nonce(nonce);
  wire.say(from, kPbx, second.request());
  wire.say(kPbx, from, second.answer(verdict));
  return second;
}

TEST(WireSip, AGuessWhoseNonceCameBackIsAProvenFailure) {
  Wire wire;
  guess(wire, kStranger);
  ASSERT_THAT(wire.kinds(), ElementsAre(challenge_sent, auth_failed));
  const Told& failed = wire.told[1];
  EXPECT_EQ(failed.event.address, kStranger.address);
  EXPECT_EQ(failed.event.port, 5060);
  EXPECT_EQ(failed.account, "100");
  EXPECT_EQ(failed.session, "call-1@phone");
  EXPECT_EQ(failed.event.proof, AddressProof::returned);
  EXPECT_EQ(failed.event.service, Service::sip);
  EXPECT_EQ(failed.event.method, SipMethod::register_);
  EXPECT_EQ(failed.event.witness, Witness::capture);
  EXPECT_EQ(failed.event.evidence.offset, 300u);
  EXPECT_FALSE(failed.event.tainted);
}

}  // namespace
}  // namespace denwaban::track
