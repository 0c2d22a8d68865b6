// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "track/wire_talk.h"

namespace denwaban::track {
namespace {

using testing::AnyOf;
using testing::Each;
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

TEST(WireSip, ANonceThatWasSentToSomebodyElseTaintsTheEvent) {
  Wire wire;
  Sip first;
  wire.say(kStranger, kPbx, first.request());
  wire.say(kPbx, kStranger, first.answer("401 Unauthorized", "as12345678", challenge("0a1b2c3d")));
  Sip forged = first.with_nonce("0a1b2c3d");
  wire.say(kPhone, kPbx, forged.request());  // the phone's address, in a forged datagram
  wire.say(kPbx, kPhone, forged.answer("403 Forbidden"));
  ASSERT_THAT(wire.kinds(), ElementsAre(challenge_sent, auth_failed));
  EXPECT_TRUE(wire.told[1].event.tainted);
  EXPECT_EQ(wire.told[1].event.forgery, Forgery::foreign_nonce);
  EXPECT_EQ(wire.told[1].event.proof, AddressProof::claimed);
  EXPECT_EQ(wire.tracker.counters().foreign_nonces, 1u);
}

TEST(WireSip, AJunkNonceProvesNothing) {
  Wire wire;
  Sip forged = Sip{}.with_nonce("junk");
  wire.say(kPhone, kPbx, forged.request());
  wire.say(kPbx, kPhone, forged.answer("401 Unauthorized", "as12345678", challenge("0a1b2c3d")));
  ASSERT_THAT(wire.kinds(), ElementsAre(auth_failed));
  EXPECT_EQ(wire.told[0].event.proof, AddressProof::claimed);
  EXPECT_FALSE(wire.told[0].event.tainted);
  EXPECT_EQ(wire.told[0].event.forgery, Forgery::junk_nonce);
}

TEST(WireSip, NoncesFromBeforeTheCaptureAreNotJunk) {
  for (std::string_view nonce : {"0a1b2c3d", "1795291438/0123456789abcdef0123456789abcdef"}) {
    Wire wire;
    Sip renewed = Sip{}.with_nonce(nonce);
    wire.say(kPhone, kPbx, renewed.request());
    wire.say(kPbx, kPhone, renewed.answer("200 OK"));
    ASSERT_EQ(wire.told.size(), 1u);
    EXPECT_EQ(wire.told[0].event.forgery, Forgery::none) << nonce;
  }
}

// A forger starts a Call-ID in a victim's name and goes on from home: chan_sip sends him the same nonce.
TEST(WireSip, ANonceThatWentToTwoAddressesProvesNeither) {
  Wire wire;
  Sip first;
  wire.say(kPhone, kPbx, first.request());
  wire.say(kPbx, kPhone, first.answer("401 Unauthorized", "as12345678", challenge("0a1b2c3d")));
  Sip again = first;
  again.branch = "z9hG4bK2";
  wire.say(kStranger, kPbx, again.request());
  wire.say(kPbx, kStranger, again.answer("401 Unauthorized", "as12345678", challenge("0a1b2c3d")));
  Sip forged = first.with_nonce("0a1b2c3d");
  wire.say(kPhone, kPbx, forged.request());
  wire.say(kPbx, kPhone, forged.answer("403 Forbidden"));
  ASSERT_THAT(wire.kinds(), ElementsAre(challenge_sent, challenge_sent, auth_failed));
  EXPECT_EQ(wire.told[2].event.proof, AddressProof::claimed);
}

TEST(WireSip, ANonceFromAnotherPortOfTheAddressIsAClaim) {
  Wire wire;
  Sip first;
  wire.say(kPhone, kPbx, first.request());
  wire.say(kPbx, kPhone, first.answer("401 Unauthorized", "as12345678", challenge("0a1b2c3d")));
  Sip second = first.with_nonce("0a1b2c3d");
  End moved = end_at("192.0.2.9", 40'000);
  wire.say(moved, kPbx, second.request());
  wire.say(kPbx, moved, second.answer("403 Forbidden"));
  ASSERT_THAT(wire.kinds(), ElementsAre(challenge_sent, auth_failed));
  EXPECT_EQ(wire.told[1].event.proof, AddressProof::claimed);
  EXPECT_FALSE(wire.told[1].event.tainted);
}

TEST(WireSip, TheSenderIsWhoSentAndNotWhomTheViaNames) {
  Wire wire;
  Sip guess = Sip{}.with_nonce("0a1b2c3d");
  guess.via = "SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKx;maddr=192.0.2.9";
  wire.say(kStranger, kPbx, guess.request());
  wire.say(kPbx, kPhone, guess.answer("403 Forbidden"));  // to where the Via says
  ASSERT_THAT(wire.kinds(), ElementsAre(auth_failed));
  EXPECT_EQ(wire.told[0].event.address, kStranger.address);
}

TEST(WireSip, RetransmissionsOfBothSidesCountOnce) {
  Wire wire;
  Sip second = guess(wire, kStranger);
  for (int i = 0; i < 5; ++i) {
    wire.wait(Milliseconds(500));
    wire.say(kStranger, kPbx, second.request());
    wire.say(kPbx, kStranger, second.answer("403 Forbidden"));
  }
  EXPECT_THAT(wire.kinds(), ElementsAre(challenge_sent, auth_failed));
  EXPECT_EQ(wire.tracker.counters().retransmissions, 5u);
}

TEST(WireSip, GuessesUnderOneBranchCountEach) {
  Wire wire;
  Sip first;
  wire.say(kStranger, kPbx, first.request());
  wire.say(kPbx, kStranger, first.answer("401 Unauthorized", first.branch, challenge("0a1b2c3d")));
  Sip second = first.with_nonce("0a1b2c3d");
  for (char digit : {'1', '2', '3'}) {
    second.credentials[second.credentials.find("response=") + 10] = digit;
    wire.say(kStranger, kPbx, second.request());
    wire.say(kPbx, kStranger, second.answer("401 Unauthorized", second.branch, challenge("0a1b2c3d")));
  }
  EXPECT_THAT(wire.kinds(), ElementsAre(challenge_sent, auth_failed, auth_failed, auth_failed));
}

TEST(WireSip, APhoneBehindNatThatRegistersAgainHasOnlySuccesses) {
  Wire wire;
  Sip first;
  Sip second = guess(wire, kPhone, first, "0a1b2c3d", "200 OK");
  wire.wait(Seconds(60));
  second.cseq = 7;
  second.branch = "z9hG4bK7";
  wire.say(kPhone, kPbx, second.request());
  wire.say(kPbx, kPhone, second.answer("401 Unauthorized", "as12345678", challenge("11111111", true)));
  Sip third = first.with_nonce("11111111");
  third.cseq = 8;
  wire.say(kPhone, kPbx, third.request());
  wire.say(kPbx, kPhone, third.answer("200 OK"));
  ASSERT_THAT(wire.kinds(), ElementsAre(challenge_sent, auth_succeeded, auth_succeeded));
  for (size_t i : {1u, 2u}) {
    EXPECT_TRUE(wire.told[i].event.used_password);
    EXPECT_EQ(wire.told[i].event.proof, AddressProof::returned);
  }
  EXPECT_EQ(wire.tracker.counters().stale_nonces, 1u);
}

TEST(WireSip, ARegistrationThatNeedsNoPasswordIsNoLoginByPassword) {
  Wire wire;
  Sip first;
  wire.say(kPhone, kPbx, first.request());
  wire.say(kPbx, kPhone, first.answer("200 OK"));
  ASSERT_THAT(wire.kinds(), ElementsAre(auth_succeeded));
  EXPECT_FALSE(wire.told[0].event.used_password);
}

// A guest's credentials are not looked at: whoever brings a nonce from elsewhere earns nothing by a call.
TEST(WireSip, AGuestWhoBringsAnotherRequestsNonceHasNotLoggedIn) {
  Wire wire;
  Sip first;
  wire.say(kStranger, kPbx, first.request());
  wire.say(kPbx, kStranger, first.answer("401 Unauthorized", "as12345678", challenge("0a1b2c3d")));
  Sip call = first.with_nonce("0a1b2c3d");
  call.method = "INVITE";
  call.uri = "sip:0025219000000@10.0.0.1";
  wire.say(kStranger, kPbx, call.request());
  wire.say(kPbx, kStranger, call.answer("180 Ringing"));
  wire.say(kPbx, kStranger, call.answer("200 OK"));
  EXPECT_THAT(wire.kinds(), ElementsAre(challenge_sent));
}

TEST(WireSip, ACallWithThePasswordIsASuccessEvenToAForbiddenNumber) {
  Wire wire;
  Sip first;
  first.method = "INVITE";
  first.uri = "sip:00252@10.0.0.1";
  wire.say(kPhone, kPbx, first.request());
  wire.say(kPbx, kPhone, first.answer("401 Unauthorized", "as12345678", challenge("0a1b2c3d")));
  Sip second = first.with_nonce("0a1b2c3d");
  wire.say(kPhone, kPbx, second.request());
  wire.say(kPbx, kPhone, second.answer("100 Trying"));
  wire.say(kPbx, kPhone, second.answer("403 Forbidden"));
  EXPECT_THAT(wire.kinds(), ElementsAre(challenge_sent, auth_succeeded));
}

Sip dial(std::string_view number) {
  Sip call;
  call.method = "INVITE";
  call.uri = "sip:" + std::string(number) + "@10.0.0.1";
  return call;
}

TEST(WireSip, ARefusedGuestIsProvenByHisAck) {
  Wire wire;
  Sip call = dial("00252190000111");
  wire.say(kStranger, kPbx, call.request());
  wire.say(kPbx, kStranger, call.answer("404 Not Found", "as0badcafe"));
  EXPECT_THAT(wire.kinds(), IsEmpty());
  call.method = "ACK";
  call.to_tag = "as0badcafe";
  wire.say(kStranger, kPbx, call.request());
  ASSERT_THAT(wire.kinds(), ElementsAre(call_rejected));
  EXPECT_EQ(wire.told[0].extension, "00252190000111");
  EXPECT_EQ(wire.told[0].event.proof, AddressProof::returned);
}

TEST(WireSip, ARefusedGuestWhoSendsNoAckIsAClaim) {
  Wire wire;
  Sip call = dial("00252190000111");
  wire.say(kStranger, kPbx, call.request());
  wire.say(kPbx, kStranger, call.answer("404 Not Found", "as0badcafe"));
  call.method = "ACK";
  call.to_tag = "as0badcafe";
  wire.say(kPhone, kPbx, call.request());  // from elsewhere
  wire.wait(Seconds(2));
  ASSERT_THAT(wire.kinds(), ElementsAre(call_rejected));
  EXPECT_EQ(wire.told[0].event.proof, AddressProof::claimed);
}

// chan_pjsip's stateless answers repeat the branch as their tag: the sender knew it before.
TEST(WireSip, ATagThatTheSenderChoseProvesNothing) {
  Wire wire;
  Sip call = dial("00252190000111");
  wire.say(kStranger, kPbx, call.request());
  wire.say(kPbx, kStranger, call.answer("404 Not Found", call.branch));
  ASSERT_THAT(wire.kinds(), ElementsAre(call_rejected));
  EXPECT_EQ(wire.told[0].event.proof, AddressProof::claimed);
}

TEST(WireSip, AGuestsCallThatRingsIsCountedAndNoFailure) {
  Wire wire;
  Sip call = dial("100");
  wire.say(kStranger, kPbx, call.request());
  wire.say(kPbx, kStranger, call.answer("100 Trying"));
  wire.say(kPbx, kStranger, call.answer("180 Ringing"));
  wire.say(kPbx, kStranger, call.answer("480 Temporarily Unavailable"));
  wire.wait(Seconds(40));
  EXPECT_THAT(wire.kinds(), IsEmpty());
  EXPECT_EQ(wire.tracker.counters().guest_calls, 1u);
}

TEST(WireSip, AnOptionsIsAProbeWhateverTheAnswer) {
  Wire wire;
  for (std::string_view answer : {"200 OK", "404 Not Found", "401 Unauthorized"}) {
    Sip options;
    options.method = "OPTIONS";
    options.uri = "sip:301@10.0.0.1";
    options.branch += answer.substr(0, 3);
    wire.say(kStranger, kPbx, options.request());
    wire.say(kPbx, kStranger, options.answer(answer));
  }
  EXPECT_THAT(wire.kinds(), ElementsAre(probed, probed, probed));
  EXPECT_EQ(wire.told[0].account, "301");
}

TEST(WireSip, AnIgnoredRequestIsAProbeIfOthersAreAnsweredMeanwhile) {
  Wire wire;
  wire.say(kStranger, kPbx, Sip{}.request());
  wire.wait(Seconds(10));
  EXPECT_THAT(wire.kinds(), IsEmpty());  // perhaps only one direction is captured
  wire.say(kStranger, kPbx, sip_call("third", "z9hG4bKthird").request());
  guess(wire, kPhone, sip_call("other", "z9hG4bKother"), "0a1b2c3d", "200 OK");
  wire.wait(Seconds(10));
  ASSERT_THAT(wire.kinds(), ElementsAre(challenge_sent, auth_succeeded, probed));
  EXPECT_EQ(wire.told[2].event.address, kStranger.address);
  wire.wait(Seconds(60));
  EXPECT_EQ(wire.told.size(), 3u);
}

// `tcpdump dst port 5060`: requests, and the answers to those who ask from port 5060.
TEST(WireSip, ClientsWhoseAnswersTheCaptureLeavesOutAreNotIgnored) {
  Wire wire;
  const End office = end_at("198.51.100.2", 5060), phone = end_at("192.0.2.77", 40'000);
  auto ask = [&](const End& from, const std::string& method, const std::string& call) {
    Sip sip = sip_call(call, "z9hG4bK" + call);
    sip.method = method;
    wire.say(from, kPbx, sip.request());
  };
  for (int i = 0; i < 5; ++i) {
    std::string number = std::to_string(i);
    ask(phone, "REGISTER", "r" + number);
    ask(phone, "OPTIONS", "o" + number);
    guess(wire, office, sip_call("g" + number, "z9hG4bKg" + number), "0a1b2c3" + number, "200 OK");
    wire.wait(Seconds(10));
  }
  EXPECT_THAT(wire.kinds(), Each(AnyOf(challenge_sent, auth_succeeded)));
  // Who asks from port 5060 himself would have been seen answered.
  wire.told.clear();
  ask(kStranger, "OPTIONS", "stranger");
  wire.wait(Seconds(10));
  EXPECT_THAT(wire.kinds(), ElementsAre(probed));
  // An answer to a port like his shows that the capture holds them.
  guess(wire, kPhone, sip_call("whole", "z9hG4bKwhole"), "0a1b2c40", "200 OK");
  wire.told.clear();
  ask(phone, "OPTIONS", "again");
  wire.wait(Seconds(10));
  EXPECT_THAT(wire.kinds(), ElementsAre(probed));
}

TEST(WireSip, WhileThePbxIsDownNobodyIsIgnored) {
  Wire wire;
  guess(wire, kPhone, sip_call("before", "z9hG4bKbefore"), "0a1b2c3d", "200 OK");
  wire.wait(Seconds(60));
  size_t before = wire.told.size();
  for (int i = 0; i < 20; ++i) {
    wire.say(kStranger, kPbx, sip_call("call", "z9hG4bK" + std::to_string(i)).request());
    wire.wait(Seconds(5));
  }
  guess(wire, kPhone, sip_call("after", "z9hG4bKafter"), "0a1b2c3e", "200 OK");
  wire.wait(Seconds(60));
  EXPECT_EQ(wire.told.size(), before + 2);
}

TEST(WireSip, OneNonceOfHisOwnTellsWhoSends) {
  Wire wire;
  Sip first;
  wire.say(kPhone, kPbx, first.request());
  wire.say(kPbx, kPhone, first.answer("401 Unauthorized", "as12345678", challenge("0a1b2c3d")));
  Sip other = sip_call("other", "z9hG4bKother");
  wire.say(kStranger, kPbx, other.request());
  wire.say(kPbx, kStranger, other.answer("401 Unauthorized", "as12345678", challenge("5e6f7a8b")));
  Sip both = other.with_nonce("0a1b2c3d");
  both.credentials += other.with_nonce("5e6f7a8b").credentials;
  wire.say(kStranger, kPbx, both.request());
  wire.say(kPbx, kStranger, both.answer("403 Forbidden"));
  ASSERT_THAT(wire.kinds(), ElementsAre(challenge_sent, challenge_sent, auth_failed));
  EXPECT_FALSE(wire.told[2].event.tainted);
  EXPECT_EQ(wire.told[2].event.proof, AddressProof::returned);
}

TEST(WireSip, WhatThePbxAsksOfOthersIsNoFailureOfTheirs) {
  Wire wire;
  End trunk = end_at("198.51.100.10", 5060);
  for (std::string_view method : {"OPTIONS", "INVITE", "REGISTER"})
    for (std::string_view answer : {"401 Unauthorized", "403 Forbidden", "404 Not Found"}) {
      Sip request;
      request.method = method;
      request.branch += std::string(method) + std::string(answer.substr(0, 3));
      wire.say(kPbx, trunk, request.request());
      wire.say(trunk, kPbx, request.answer(answer));
    }
  wire.wait(Seconds(60));
  EXPECT_THAT(wire.kinds(), IsEmpty());
}

TEST(WireSip, ThePbxIsLearnedFromWhatAllPacketsHaveInCommon) {
  Wire wire{WireOptions{}};
  End trunk = end_at("198.51.100.10", 5060);
  Sip options;
  options.method = "OPTIONS";
  wire.say(kPbx, trunk, options.request());
  wire.say(trunk, kPbx, options.answer("200 OK"));
  for (int i = 0; i < 3; ++i) {
    Sip first;
    first.call_id += std::to_string(i);
    guess(wire, kStranger, first, "0a1b2c3" + std::to_string(i));
    options.branch += "x";
    wire.say(kPbx, trunk, options.request());
    wire.say(trunk, kPbx, options.answer("200 OK"));
  }
  wire.wait(Seconds(60));
  EXPECT_THAT(wire.kinds(), ElementsAre(challenge_sent, auth_failed, challenge_sent, auth_failed,
                                        challenge_sent, auth_failed));
  for (const Told& t : wire.told) EXPECT_EQ(t.event.address, kStranger.address);
}

TEST(WireSip, APbxThatTheSettingsDoNotNameIsLearnedAsWell) {
  Wire wire;
  End elsewhere = end_at("10.9.9.9", 5060);
  for (int i = 0; i < 3; ++i) {
    Sip first = sip_call("c" + std::to_string(i), "z9hG4bK" + std::to_string(i));
    End guesser = end_at("203.0.113." + std::to_string(i + 1), 5060);
    wire.say(guesser, elsewhere, first.request());
    wire.say(elsewhere, guesser, first.answer("404 Not Found"));
  }
  ASSERT_THAT(wire.kinds(), ElementsAre(unknown_account, unknown_account, unknown_account));
  EXPECT_EQ(wire.told[2].event.address.to_string(), "203.0.113.3");
}

TEST(WireSip, WhoAnswersThePbxsOwnRequestIsItsPeer) {
  Wire wire;
  End trunk = end_at("198.51.100.10", 5060);
  for (int minute = 0; minute < 25; ++minute) {
    Sip options = sip_call("qualify" + std::to_string(minute), "z9hG4bKq" + std::to_string(minute));
    options.method = "OPTIONS";
    wire.say(kPbx, trunk, options.request());
    wire.say(trunk, kPbx, options.answer(minute % 2 == 0 ? "200 OK" : "404 Not Found"));
    wire.wait(std::chrono::minutes(1));
  }
  EXPECT_THAT(wire.peers, ElementsAre("198.51.100.10", "198.51.100.10", "198.51.100.10")) << "once in ten minutes";
  EXPECT_THAT(wire.told, IsEmpty());
}

TEST(WireSip, NobodyBecomesAPeerByAnAnswerToNothingOrWithinADialog) {
  Wire wire;
  Sip options = sip_call("qualify", "z9hG4bKq");
  options.method = "OPTIONS";
  wire.say(kPbx, end_at("198.51.100.10", 5060), options.request());
  wire.say(kStranger, kPbx, options.answer("200 OK"));
  Sip guessed = options;
  guessed.branch = "z9hG4bKother";
  wire.say(end_at("198.51.100.10", 5060), kPbx, guessed.answer("200 OK"));
  Sip bye = sip_call("guest's call", "z9hG4bKbye");
  bye.method = "BYE";
  bye.to_tag = "guests-tag";
  wire.say(kPbx, kStranger, bye.request());
  wire.say(kStranger, kPbx, bye.answer("200 OK"));
  EXPECT_THAT(wire.peers, IsEmpty());
}

TEST(WireSip, UnknownNamesAreToldWhereThePbxTellsThem) {
  Wire wire;
  Sip first;
  wire.say(kStranger, kPbx, first.request());
  wire.say(kPbx, kStranger, first.answer("404 Not found"));
  EXPECT_THAT(wire.kinds(), ElementsAre(unknown_account));
}

TEST(WireSip, WhatBelongsToADialogIsNoAttempt) {
  Wire wire;
  for (std::string_view method : {"BYE", "INVITE", "INFO", "REFER", "NOTIFY"}) {
    Sip within;
    within.method = method;
    within.to_tag = "as12345678";
    within.branch += method;
    wire.say(kPhone, kPbx, within.request());
    wire.say(kPbx, kPhone, within.answer("481 Call/Transaction Does Not Exist"));
  }
  wire.wait(Seconds(60));
  EXPECT_THAT(wire.kinds(), IsEmpty());
}

TEST(WireSip, APhonesKeepAliveIsNoFault) {
  Wire wire;
  wire.say(kPhone, kPbx, "\r\n\r\n");
  wire.say(kPhone, kPbx, std::string_view("\0\0\0\0", 4));
  wire.say(kPhone, kPbx, std::string_view("\0\1\0\0\x21\x12\xa4\x42 twelve bytes", 21));
  Sip notify;
  notify.method = "NOTIFY";
  wire.say(kPhone, kPbx, notify.request());
  wire.say(kPbx, kPhone, notify.answer("489 Bad event"));
  wire.wait(Seconds(60));
  EXPECT_THAT(wire.kinds(), IsEmpty());
}

TEST(WireSip, GarbageToASipPortIsMalformedAndElsewhereNobodysBusiness) {
  Wire wire;
  wire.say(kStranger, kPbx, "\x86\x12 not SIP at all, but long");
  wire.say(kStranger, end_at("10.0.0.1", 10'000), "\x80\x00 an RTP packet, say, that is long");
  ASSERT_THAT(wire.kinds(), ElementsAre(malformed));
  EXPECT_EQ(wire.told[0].event.address, kStranger.address);
}

TEST(WireSip, TheServiceIsReadFromThePbxsOwnMarks) {
  Wire wire;
  guess(wire, kStranger, {}, "1795291438/9dad44b0d962e934a343a9f03fde1054", "401 Unauthorized");
  ASSERT_THAT(wire.kinds(), ElementsAre(challenge_sent, auth_failed));
  EXPECT_EQ(wire.told[1].event.service, Service::pjsip);
}

TEST(WireSip, ToolsGiveThemselvesAway) {
  struct Case {
    Sip sip;
    bool scanner;
  };
  Sip by_agent, by_tag, phone;
  by_agent.agent = "friendly-scanner";
  by_tag.from_tag = "393001333235393338353931";  // svwar: "90", 0x01, a random number
  phone.from_tag = "4ee3147a4ee3147a4ee3147a";
  for (const auto& [sip, scanner] : {Case{by_agent, true}, Case{by_tag, true}, Case{phone, false}}) {
    Wire wire;
    guess(wire, kStranger, sip);
    ASSERT_EQ(wire.told.size(), 2u);
    EXPECT_EQ(wire.told[1].event.scanner_agent, scanner) << sip.agent << sip.from_tag;
  }
}

TEST(WireSip, AReportedMessageOfAConnectionIsConnectedAndKeepsItsTransport) {
  Wire wire;
  Sip request = Sip{}.with_nonce("0a1b2c3d");
  Datagram d;
  d.time = wire.now;
  d.from = kStranger.address;
  d.to = kPbx.address;
  d.from_port = 40'000;
  d.to_port = 5061;
  d.form = Datagram::Form::message;
  d.transport = Transport::tls;
  d.witness = Witness::hep;
  std::string text = request.request(), answer = request.answer("403 Forbidden");
  d.payload = text;
  wire.hear(d);
  std::swap(d.from, d.to);
  std::swap(d.from_port, d.to_port);
  d.payload = answer;
  wire.hear(d);
  ASSERT_THAT(wire.kinds(), ElementsAre(auth_failed));
  EXPECT_EQ(wire.told[0].event.proof, AddressProof::connected);
  EXPECT_EQ(wire.told[0].event.transport, Transport::tls);
  EXPECT_EQ(wire.told[0].event.witness, Witness::hep);
}

TEST(WireSip, ACallThatIsRefusedForItsCodecsWasACallAllTheSame) {
  Wire wire;
  guess(wire, kPhone);
  size_t before = wire.told.size();
  Sip call = sip_call("abroad", "z9hG4bKabroad");
  call.method = "INVITE";
  call.uri = "sip:0025290@10.0.0.1";
  wire.say(kStranger, kPbx, call.request());
  wire.say(kPbx, kStranger, call.answer("488 Not Acceptable Here"));
  wire.wait(Milliseconds(5'000));
  ASSERT_EQ(wire.told.size(), before + 1);
  EXPECT_EQ(wire.told.back().kind, call_rejected);
  EXPECT_EQ(wire.told.back().extension, "0025290");
}

TEST(WireSip, ARequestThatTheCaptureCutIsNotAccusedOfSilence) {
  Wire wire;
  guess(wire, kPhone);
  for (int i = 0; i < 30; ++i) {
    std::string text = sip_call("cut" + std::to_string(i), "z9hG4bKcut" + std::to_string(i)).request().substr(0, 160);
    Datagram d;
    d.time = wire.now;
    d.from = kPhone.address;
    d.from_port = kPhone.port;
    d.to = kPbx.address;
    d.to_port = kPbx.port;
    d.truncated = true;
    d.payload = text;
    wire.hear(d);
    wire.wait(Milliseconds(2'000));
    guess(wire, kStranger, sip_call("other" + std::to_string(i), "z9hG4bKo" + std::to_string(i)));
  }
  wire.wait(Milliseconds(60'000));
  for (const Told& told : wire.told) EXPECT_FALSE(told.event.address == kPhone.address && told.kind == probed);
}

TEST(WireSip, AnEncryptedConnectionThatIsMetOnItsWayIsNotBroken) {
  Wire wire;
  std::string record("\x17\x03\x03\x00\x20", 5);
  record += std::string(32, '\x9c');
  End phone = end_at("198.51.100.12", 40'000), tls = end_at("10.0.0.1", 5061);
  for (int i = 0; i < 20; ++i) wire.say(phone, tls, record, Datagram::Form::stream, 7);
  for (int i = 0; i < 20; ++i) wire.say(phone, tls, record.substr(9), Datagram::Form::stream, 8);
  EXPECT_THAT(wire.told, IsEmpty());
}

TEST(WireSip, AConnectionMetOnItsWayIsReadFromItsFirstMessageOn) {
  Wire wire;
  End phone = end_at("198.51.100.12", 40'000);
  wire.say(phone, kPbx, "tail of a header: x\r\n\r\n", Datagram::Form::stream, 7);
  Sip options = sip_call("tcp", "z9hG4bKt");
  options.method = "OPTIONS";
  wire.say(phone, kPbx, options.request(), Datagram::Form::stream, 7);
  wire.say(kPbx, phone, options.answer("200 OK"), Datagram::Form::stream, 7);
  EXPECT_THAT(wire.kinds(), ElementsAre(probed));
}

}  // namespace
}  // namespace denwaban::track
