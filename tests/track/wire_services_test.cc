// SPDX-License-Identifier: GPL-3.0-or-later
// IAX2, the manager, HTTP, and SIP over TCP and WebSocket.
#include <gmock/gmock.h>

#include "track/wire_talk.h"

namespace denwaban::track {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using enum EventKind;
using Form = Datagram::Form;

const IpAddress kPbx = *IpAddress::parse("10.0.0.1");
const End kStranger = end_at("203.0.113.7", 40'000);

std::string iax(uint16_t source, uint16_t destination, int command, std::string_view elements) {
  std::string frame;
  for (int value :
       {0x80 | source >> 8, source & 255, destination >> 8, destination & 255, 0, 0, 0, 3, 0, 0, 6, command})
    frame.push_back(static_cast<char>(value));
  return frame.append(elements);
}
std::string element(int id, std::string_view value) {
  return std::string{static_cast<char>(id), static_cast<char>(value.size())}.append(value);
}

struct WireIax : testing::Test {
  void ask(uint16_t destination, int command, std::string_view elements) {
    wire.say(kStranger, pbx, iax(0x3d99, destination, command, elements));
  }
  void answer(uint16_t source, int command, std::string_view elements = {}) {
    wire.say(pbx, kStranger, iax(source, 0x3d99, command, elements));
  }
  // Up to the challenge.
  void begin(int command, const std::string& elements) {
    ask(0, command, elements + element(54, ""));
    answer(1, 40, element(54, "1795291437?dd177b99"));
    ask(0, command, elements + element(54, "1795291437?dd177b99"));
  }
  End pbx{kPbx, 4569};
  Wire wire;
};

TEST_F(WireIax, ARegistrationsGuessIsProvenByItsCallToken) {
  begin(13, element(6, "iaxphone"));
  answer(0x1e0c, 14, element(15, "142253564"));
  ask(0x1e0c, 13, element(6, "iaxphone") + element(16, "4b473a57"));
  answer(0x1e0c, 16, element(22, "Registration Refused"));
  answer(0x1e0c, 16, element(22, "Registration Refused"));
  ASSERT_THAT(wire.kinds(), ElementsAre(challenge_sent, auth_failed));
  EXPECT_EQ(wire.told[1].account, "iaxphone");
  EXPECT_EQ(wire.told[1].event.service, Service::iax2);
  EXPECT_EQ(wire.told[1].event.proof, AddressProof::returned);
}

TEST_F(WireIax, ACallersGuessNamesHisNumber) {
  begin(1, element(1, "00252190000111") + element(6, "guest"));
  answer(0x1e0c, 8, element(15, "142253564"));
  ask(0x1e0c, 9, element(16, "4b473a57"));
  answer(0x1e0c, 6, element(22, "No authority found"));
  ASSERT_THAT(wire.kinds(), ElementsAre(challenge_sent, auth_failed));
  EXPECT_EQ(wire.told[1].account, "guest");
  EXPECT_EQ(wire.told[1].extension, "00252190000111");
}

TEST_F(WireIax, WhoIsNotAskedForAPasswordIsUnknownOrDialsInVain) {
  ask(0, 13, element(6, "nouser"));
  answer(0x1e0c, 16);
  wire.say(kStranger, pbx, iax(0x1111, 0, 1, element(1, "999")));
  wire.say(pbx, kStranger, iax(0x2222, 0x1111, 6, element(22, "No such context/extension")));
  EXPECT_THAT(wire.kinds(), ElementsAre(unknown_account, call_rejected));
  EXPECT_EQ(wire.told[0].event.proof, AddressProof::claimed);
}

TEST_F(WireIax, AGuessedCallNumberProvesNothingAnyMore) {
  ask(0, 13, element(6, "a"));
  answer(0x1e0c, 14, element(15, "1"));
  ask(0x0001, 13, element(6, "a") + element(16, "x"));
  ask(0x1e0c, 13, element(6, "a") + element(16, "x"));
  answer(0x1e0c, 16);
  ASSERT_THAT(wire.kinds(), ElementsAre(challenge_sent, auth_failed));
  EXPECT_EQ(wire.told[1].event.proof, AddressProof::claimed);
}

TEST_F(WireIax, APokeIsAProbeAndTheRightPasswordALogin) {
  ask(0, 30, "");
  answer(1, 3);
  wire.now += Seconds(1);
  begin(13, element(6, "iaxphone"));
  answer(0x1e0c, 14, element(15, "1"));
  ask(0x1e0c, 13, element(6, "iaxphone") + element(16, "right"));
  answer(0x1e0c, 15);
  EXPECT_THAT(wire.kinds(), ElementsAre(probed, challenge_sent, auth_succeeded));
}

TEST_F(WireIax, WhatThePbxAsksOfAPeerIsNoEvent) {
  End peer = end_at("198.51.100.10", 4569);
  wire.say(pbx, peer, iax(0x1111, 0, 13, element(6, "me")));
  wire.say(peer, pbx, iax(0x2222, 0x1111, 16, element(22, "Registration Refused")));
  wire.say(pbx, peer, iax(0x1112, 0, 30, ""));
  wire.wait(Seconds(60));
  EXPECT_THAT(wire.kinds(), IsEmpty());
}

struct WireTcp : testing::Test {
  void open(uint16_t port) {
    pbx.port = port;
    wire.say(kStranger, pbx, "", Form::stream_begin, ++connection);
  }
  void ask(std::string_view text) { wire.say(kStranger, pbx, text, Form::stream, connection); }
  void answer(std::string_view text) { wire.say(pbx, kStranger, text, Form::stream, connection); }
  void close() { wire.say(kStranger, pbx, "", Form::stream_end, connection); }
  End pbx{kPbx, 5038};
  Wire wire;
  uint64_t connection = 0;
};

TEST_F(WireTcp, AManagersGuessIsAFailureOfAConnectedAddress) {
  open(5038);
  answer("Asterisk Call Manager/5.0.4\r\n");
  ask("Action: Login\r\nUsername: adm");
  ask("in\r\nSecret: amp111\r\n\r\n");
  answer("Response: Error\r\nMessage: Authentication failed\r\n\r\n");
  close();
  ASSERT_THAT(wire.kinds(), ElementsAre(auth_failed));
  EXPECT_EQ(wire.told[0].account, "admin");
  EXPECT_EQ(wire.told[0].event.service, Service::ami);
  EXPECT_EQ(wire.told[0].event.proof, AddressProof::connected);
}

TEST_F(WireTcp, PlainTextPasswordsAreHandedOnApartFromTheEvents) {
  open(5038);
  ask("Action: Login\r\nUsername: admin\r\nSecret: amp111\r\n\r\nAction: Login\r\nUsername: admin\r\nSecret: " +
      std::string(500, 'x') + "\r\n\r\n");
  EXPECT_THAT(wire.tracker.take_tries(), IsEmpty());  // nobody knows yet whether it was right
  answer("Response: Error\r\nMessage: Authentication failed\r\n\r\n");
  answer("Response: Success\r\nMessage: Authentication accepted\r\n\r\n");
  auto tries = wire.tracker.take_tries();
  ASSERT_EQ(tries.size(), 2u);
  EXPECT_EQ(tries[0].secret, "amp111");
  EXPECT_FALSE(tries[0].accepted);
  EXPECT_EQ(tries[0].address, kStranger.address);
  EXPECT_EQ(tries[1].secret.size(), 80u);
  EXPECT_TRUE(tries[1].accepted);
  EXPECT_THAT(wire.tracker.take_tries(), IsEmpty());
  for (const auto& told : wire.told) EXPECT_EQ(told.account + told.extension + told.session, "admin");
  EXPECT_EQ(wire.told[0].event.to_port, 5038);
}

TEST_F(WireTcp, DigestsAreNoPasswords) {
  open(5038);
  ask("Action: Login\r\nAuthType: MD5\r\nUsername: cron\r\nKey: 0123456789abcdef\r\n\r\n");
  answer("Response: Error\r\nMessage: Authentication failed\r\n\r\n");
  EXPECT_THAT(wire.tracker.take_tries(), IsEmpty());
}

TEST_F(WireTcp, WhatIsAskedAfterALoginIsListedWithoutSecrets) {
  open(5038);
  ask("Action: Challenge\r\nAuthType: MD5\r\n\r\n");
  answer("Response: Success\r\nChallenge: 12345\r\n\r\n");
  ask("Action: Login\r\nAuthType: MD5\r\nUsername: cron\r\nKey: 0123456789abcdef\r\n\r\n");
  ask("Action: GetConfig\r\nFilename: sip.conf\r\n\r\nAction: Originate\r\nChannel: "
      "Local/00252@x\r\nVariable: s=1\r\n\r\n");
  answer(
      "Response: Success\r\nMessage: Authentication accepted\r\n\r\nEvent: FullyBooted\r\n\r\nResponse: "
      "Success\r\n\r\n");
  ASSERT_THAT(wire.kinds(), ElementsAre(auth_succeeded, manager_action, manager_action));
  ask("Action: Command\r\nCommand: core show channels\r\n\r\n");
  ASSERT_EQ(wire.told.size(), 4u);
  EXPECT_EQ(wire.told[1].extension, "GetConfig sip.conf");
  EXPECT_EQ(wire.told[2].extension, "Originate Local/00252@x");
  EXPECT_EQ(wire.told[3].extension, "Command core show channels");
  EXPECT_EQ(wire.told[3].account, "cron");
  EXPECT_EQ(wire.told[3].event.proof, AddressProof::connected);
}

TEST_F(WireTcp, WhatIsAskedOfTheManagerWithoutALoginIsNothing) {
  open(5038);
  ask("Action: Login\r\nUsername: admin\r\nSecret: no\r\n\r\nAction: GetConfig\r\nFilename: sip.conf\r\n\r\n");
  answer("Response: Error\r\nMessage: Authentication failed\r\n\r\n");
  ask("Action: GetConfig\r\nFilename: sip.conf\r\n\r\n");
  EXPECT_THAT(wire.kinds(), ElementsAre(auth_failed));
}

TEST_F(WireTcp, AConnectionToTheManagerWithoutALoginIsAProbe) {
  open(5038);
  answer("Asterisk Call Manager/5.0.4\r\n");
  close();
  EXPECT_THAT(wire.kinds(), ElementsAre(probed));
}

TEST_F(WireTcp, AriGuessesNameTheUserAndNeverThePassword) {
  open(8088);
  ask("GET /ari/asterisk/info HTTP/1.1\r\nAuthorization: Basic YXJpdXNlcjoxMjM0\r\n\r\n");
  answer("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\n{}");
  ask("GET /ari/asterisk/info?api_key=ariuser:aripass9 HTTP/1.1\r\n\r\n");
  answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
  ASSERT_THAT(wire.kinds(), ElementsAre(auth_failed, auth_succeeded));
  EXPECT_EQ(wire.told[0].account, "ariuser");
  EXPECT_EQ(wire.told[1].account, "ariuser");
  EXPECT_EQ(wire.told[0].event.service, Service::http);
}

TEST_F(WireTcp, ALoginToTheManagerOverHttpIsTheManagers) {
  open(8088);
  ask("GET /rawman?action=login&username=admin&secret=admin HTTP/1.1\r\n\r\n");
  answer(
      "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nResponse: Error\r\nMessage: Authentication "
      "failed\r\n\r\n");
  ASSERT_THAT(wire.kinds(), ElementsAre(auth_failed));
  EXPECT_EQ(wire.told[0].account, "admin");
  EXPECT_EQ(wire.told[0].event.service, Service::ami);
}

TEST_F(WireTcp, AnAriApplicationThatAsksForAChannelThatIsGoneIsNoScanner) {
  open(8088);
  ask("DELETE /ari/channels/17 HTTP/1.1\r\nAuthorization: Basic YXJpdXNlcjoxMjM0\r\n\r\n");
  answer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  EXPECT_THAT(wire.kinds(), IsEmpty());
  ask("GET /ari/channels/17 HTTP/1.1\r\n\r\n");
  answer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  EXPECT_THAT(wire.kinds(), ElementsAre(probed)) << "without a password it is";
}

TEST_F(WireTcp, OrdersToTheManagerOverHttpAreToldWhereTheyAreCarriedOut) {
  open(8088);
  auto say = [&](const char* request, std::string_view body) {
    ask(request);
    answer("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body));
  };
  say("GET /rawman?action=Command&command=x HTTP/1.1\r\n\r\n", "Response: Error\r\nMessage: Permission denied\r\n\r\n");
  say("GET /rawman?action=login&username=boss&secret=s HTTP/1.1\r\n\r\n",
      "Response: Success\r\nMessage: Authentication accepted\r\n\r\n");
  say("GET /rawman?action=GetConfig&filename=sip.conf HTTP/1.1\r\n\r\n", "Response: Success\r\nCategory-000000: 1\r\n\r\n");
  ASSERT_THAT(wire.kinds(), ElementsAre(auth_succeeded, manager_action));
  EXPECT_EQ(wire.told[1].account, "boss");
  EXPECT_EQ(wire.told[1].extension, "GetConfig");
  EXPECT_EQ(wire.told[1].event.service, Service::ami);
}

TEST_F(WireTcp, AScansMissesAreProbesAndAPageThatIsThereIsNot) {
  open(8088);
  ask("GET /admin/config.php HTTP/1.1\r\nUser-Agent: Mozilla/5.0 zgrab/0.x\r\n\r\n");
  answer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  ask("GET /static/phone.cfg HTTP/1.1\r\nUser-Agent: Yealink\r\n\r\n");
  answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  ASSERT_THAT(wire.kinds(), ElementsAre(probed));
  EXPECT_TRUE(wire.told[0].event.scanner_agent);
}

TEST_F(WireTcp, SipOverTcpIsConnectedAndReturnedOnceTheNonceIs) {
  open(5060);
  Sip first;
  std::string text = first.request();
  ask(text.substr(0, 50));
  ask(text.substr(50));
  answer(first.answer("401 Unauthorized", "as12345678", challenge("0a1b2c3d")));
  Sip second = first.with_nonce("0a1b2c3d");
  ask(second.request());
  answer(second.answer("403 Forbidden"));
  ASSERT_THAT(wire.kinds(), ElementsAre(challenge_sent, auth_failed));
  EXPECT_EQ(wire.told[0].event.proof, AddressProof::connected);
  EXPECT_EQ(wire.told[1].event.proof, AddressProof::returned);
  EXPECT_EQ(wire.told[1].event.transport, Transport::tcp);
}

TEST_F(WireTcp, AConnectionWhoseBeginningWasNotSeenIsAClaim) {
  ++connection;
  pbx.port = 5060;
  Sip guess = Sip{}.with_nonce("0a1b2c3d");
  ask(guess.request());
  answer(guess.answer("403 Forbidden"));
  ASSERT_THAT(wire.kinds(), ElementsAre(auth_failed));
  EXPECT_EQ(wire.told[0].event.proof, AddressProof::claimed);
}

std::string frame(std::string_view text, bool masked) {
  std::string out{'\x81', static_cast<char>((masked ? 0x80 : 0) | 126), static_cast<char>(text.size() >> 8),
                  static_cast<char>(text.size() & 255)};
  if (masked) out.append(4, '\0');
  return out.append(text);
}

TEST_F(WireTcp, SipInAWebSocketIsRead) {
  open(8088);
  ask("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: sip\r\n\r\n");
  answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: sip\r\n\r\n");
  Sip guess = Sip{}.with_nonce("0a1b2c3d");
  ask(frame(guess.request(), true));
  answer(frame(guess.answer("403 Forbidden"), false));
  ASSERT_THAT(wire.kinds(), ElementsAre(auth_failed));
  EXPECT_EQ(wire.told[0].event.transport, Transport::ws);
  EXPECT_EQ(wire.told[0].event.proof, AddressProof::connected);
}

TEST_F(WireTcp, AGapBlindsNoLongerThanToTheNextMessage) {
  open(8088);
  ask("GET /ari/a HTTP/1.1\r\nAuthoriz");
  wire.say(kStranger, pbx, "", Form::stream_gap, connection);
  ask("the rest of something\r\n\r\n");
  ask("GET /ari/b HTTP/1.1\r\nAuthorization: Basic YXJpdXNlcjoxMjM0\r\n\r\n");
  answer("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
  EXPECT_THAT(wire.kinds(), ElementsAre(auth_failed));
  open(5038);
  ask("Action: Login\r\nUser");
  wire.say(kStranger, pbx, "", Form::stream_gap, connection);
  ask("Action: Login\r\nUsername: b\r\n\r\n");
  answer("Response: Error\r\nMessage: Authentication failed\r\n\r\n");
  EXPECT_THAT(wire.kinds(), ElementsAre(auth_failed, auth_failed));
  EXPECT_EQ(wire.tracker.counters().gaps, 2u);
}

TEST_F(WireTcp, TlsIsCountedAndNotGuessedAt) {
  open(5061);
  ask(std::string_view("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11));
  answer(std::string_view("\x16\x03\x03\x00\x7a\x02", 6));
  close();
  EXPECT_THAT(wire.kinds(), IsEmpty());
  EXPECT_EQ(wire.tracker.counters().encrypted, 1u);
}

}  // namespace
}  // namespace denwaban::track
