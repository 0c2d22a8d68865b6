// SPDX-License-Identifier: GPL-3.0-or-later
// One line of each kind that Asterisk 1.2 to 23 writes of a failure.
#include <gmock/gmock.h>

#include "parse/log_reading.h"

namespace denwaban::parse {
namespace {

struct Case {
  const char* line;  // behind the date
  EventKind kind;
  const char* sender;
  const char* account;
  Service service;
};

class EveryFailureLine : public testing::TestWithParam<Case> {};

TEST_P(EveryFailureLine, NamesKindSenderAndAccount) {
  const Case& expected = GetParam();
  std::string text = std::string("[Nov 21 20:03:48] ") + expected.line + "\n";
  auto events = read_log(text);
  ASSERT_EQ(events.size(), 1u) << text;
  EXPECT_EQ(events[0].kind, expected.kind) << text;
  EXPECT_EQ(sender_of(events[0]), expected.sender) << text;
  EXPECT_EQ(events[0].account, expected.account) << text;
  EXPECT_EQ(events[0].service, expected.service) << text;
  EXPECT_FALSE(events[0].tainted) << text;
  EXPECT_EQ(events[0].proof, AddressProof::claimed) << text;
  EXPECT_EQ(events[0].evidence, (EvidenceRef{0, 7, static_cast<uint32_t>(text.size() - 1)}));
}

using K = EventKind;
using S = Service;

INSTANTIATE_TEST_SUITE_P(
    ChanSip, EveryFailureLine,
    testing::Values(
        Case{"NOTICE[1] chan_sip.c: Registration from '<sip:103@pbx>' failed for '192.0.2.40:56894' - Wrong "
             "password",
             K::auth_failed, "192.0.2.40:56894", "103", S::sip},
        Case{"NOTICE[1] chan_sip.c: Registration from '\"100\"sip:100@pbx' failed for '192.0.2.40' - No "
             "matching peer "
             "found",
             K::unknown_account, "192.0.2.40", "100", S::sip},
        Case{
            "NOTICE[1]: chan_sip.c:28468 handle_request_register: Registration from 'sip:bob@pbx' failed for "
            "'[2001:db8:bad::66]:43947' - Username/auth name mismatch",
            K::auth_failed, "2001:db8:bad::66:43947", "bob", S::sip},
        Case{"NOTICE[1] chan_sip.c: Registration from '<sip:1@pbx>' failed for '192.0.2.1' - ACL error "
             "(permit/deny)",
             K::acl_rejected, "192.0.2.1", "1", S::sip},
        Case{"NOTICE[1] chan_sip.c: Registration from '<sip:1@pbx>' failed for '192.0.2.1' - Device does not "
             "match ACL",
             K::acl_rejected, "192.0.2.1", "1", S::sip},
        Case{"NOTICE[1] chan_sip.c: Registration from '<sip:1@pbx>' failed for '192.0.2.1' - Not a local "
             "domain",
             K::request_refused, "192.0.2.1", "1", S::sip},
        Case{"NOTICE[1] chan_sip.c: Registration from '<sip:1@pbx>' failed for '192.0.2.1' - Peer is not "
             "supposed to "
             "register",
             K::request_refused, "192.0.2.1", "1", S::sip},
        Case{"NOTICE[1][C-00000fa9] chan_sip.c: Call from '' (192.0.2.1:10836) to extension '0972' rejected "
             "because "
             "extension not found in context 'default'.",
             K::call_rejected, "192.0.2.1:10836", "", S::sip},
        Case{"NOTICE[1]: chan_sip.c:15767 in handle_request_invite: Call from '' to extension '0972' "
             "rejected because "
             "extension not found.",
             K::call_rejected, "", "", S::sip},
        Case{"NOTICE[1] chan_sip.c: Failed to authenticate device \"7\"<sip:7@pbx>;tag=3 for INVITE, code = "
             "-1",
             K::auth_failed, "", "7", S::sip},
        Case{"NOTICE[1] chan_sip.c: Failed to authenticate user <sip:7@pbx>;tag=3 for SUBSCRIBE",
             K::auth_failed, "", "7", S::sip},
        Case{"NOTICE[1] chan_sip.c: Sending fake auth rejection for device <sip:7@192.0.2.9>;tag=3",
             K::auth_failed, "", "7", S::sip},
        Case{"NOTICE[1] chan_sip.c: Unknown SIP command 'HACK' from '198.51.100.130:41945'", K::malformed,
             "198.51.100.130:41945", "", S::sip},
        Case{"NOTICE[1] chan_sip.c: Invalid to address: '<x>' from 198.51.100.130 (missing sip:) trying to "
             "use "
             "anyway...",
             K::malformed, "198.51.100.130", "", S::sip},
        Case{"NOTICE[1] chan_sip.c: hacking attempt detected '192.168.2.102'", K::request_refused,
             "192.168.2.102", "", S::sip}));

INSTANTIATE_TEST_SUITE_P(
    Pjsip, EveryFailureLine,
    testing::Values(
        Case{"NOTICE[1] res_pjsip/pjsip_distributor.c: Request 'INVITE' from '<sip:'or''='@4.5.6.7>' failed "
             "for "
             "'192.0.2.1:43678' (callid: Um..) - No matching endpoint found",
             K::unknown_account, "192.0.2.1:43678", "'or''='", S::pjsip},
        Case{"NOTICE[1] res_pjsip/pjsip_distributor.c: Request from '\"1\" <sip:1000@10.0.0.1>' failed for "
             "'192.0.2.1:48336' (callid: 27) - Not match Endpoint Contact ACL",
             K::acl_rejected, "192.0.2.1:48336", "1000", S::pjsip},
        Case{"NOTICE[1] res_pjsip/pjsip_distributor.c: Request 'REGISTER' from '<sip:7@h>' failed for "
             "'[2001:db8::2]:5060' (callid: 27) - Error to authenticate",
             K::auth_failed, "2001:db8::2:5060", "7", S::pjsip},
        Case{"NOTICE[1]: res_pjsip_session.c:2337 new_invite: Call from 'anonymous' (TCP:[192.0.2.1]:61470) "
             "to "
             "extension '9011' rejected because extension not found in context 'default'.",
             K::call_rejected, "192.0.2.1:61470", "anonymous", S::pjsip},
        Case{"NOTICE[1] res_pjsip_session.c:  anonymous: Call (UDP:192.0.2.1:5060) to extension '41' "
             "rejected because "
             "extension not found in context 'from-guest'.",
             K::call_rejected, "192.0.2.1:5060", "anonymous", S::pjsip},
        Case{"WARNING[1] res_pjsip_registrar.c: Endpoint 'anonymous' (2001:db8:dead::2:1:56323) has no "
             "configured AORs",
             K::acl_rejected, "2001:db8:dead::2:1:56323", "anonymous", S::pjsip},
        Case{"WARNING[1] res_pjsip_registrar.c: AOR '7' not found for endpoint 'guest' (192.0.2.1:5060)",
             K::unknown_account, "192.0.2.1:5060", "7", S::pjsip},
        Case{"WARNING[1] pjproject: \t       sip_transport.c Dropping 200 bytes packet from UDP "
             "192.0.2.1:47734 : PJSIP "
             "syntax error exception when parsing 'Request Line' header on line 1 col 2",
             K::malformed, "192.0.2.1:47734", "", S::pjsip},
        Case{"WARNING[1] res_http_websocket.c: WebSocket connection from '192.0.2.1:47734' could not be "
             "accepted - did "
             "not request WebSocket",
             K::request_refused, "192.0.2.1:47734", "", S::http}));

INSTANTIATE_TEST_SUITE_P(
    Others, EveryFailureLine,
    testing::Values(
        Case{"NOTICE [1] manager.c: 192.0.2.4 failed to authenticate as 'Admin'", K::auth_failed, "192.0.2.4",
             "Admin", S::ami},
        Case{"NOTICE[1] manager.c: 192.0.2.4 tried to authenticate with nonexistent user 'opennms'",
             K::unknown_account, "192.0.2.4", "opennms", S::ami},
        Case{"NOTICE[1] manager.c: 192.0.2.4 failed to pass IP ACL as 'denwaban'", K::acl_rejected,
             "192.0.2.4", "denwaban", S::ami},
        Case{"NOTICE[1] acl.c: SIP Peer ACL: Rejecting '192.0.2.4' due to a failure to pass ACL '(BASELINE)'",
             K::acl_rejected, "192.0.2.4", "", S::sip},
        Case{"NOTICE[1] chan_iax2.c: Host 192.0.2.4 failed MD5 authentication for 'b' (6a3d != 249b)",
             K::auth_failed, "192.0.2.4", "b", S::iax2},
        Case{"NOTICE[1] chan_iax2.c: No registration for peer 'nouser' (from 192.0.2.4)", K::unknown_account,
             "192.0.2.4", "nouser", S::iax2},
        Case{"NOTICE[1] chan_iax2.c: Peer 'x' is not dynamic (from 192.0.2.4)", K::request_refused,
             "192.0.2.4", "x", S::iax2},
        Case{"WARNING[1] chan_iax2.c: Host 192.0.2.4:38668 failed to authenticate as nouser", K::auth_failed,
             "192.0.2.4:38668", "nouser", S::iax2},
        Case{"NOTICE[1] chan_iax2.c: Host 192.0.2.4 denied access to register peer 'x'", K::acl_rejected,
             "192.0.2.4", "x", S::iax2},
        Case{"NOTICE[1] chan_iax2.c: Rejected connect attempt from 192.0.2.4, request '00@guest' does not "
             "exist",
             K::call_rejected, "192.0.2.4", "", S::iax2},
        Case{"NOTICE[1] chan_iax2.c: Host 192.0.2.4 failed RSA authentication with inkeys 'k'",
             K::auth_failed, "", "192.0.2.4", S::iax2},
        Case{"WARNING[1][C-0000001d] Ext. s: \"Rejecting unknown SIP connection from [2001:db8::1]:5060\"",
             K::call_rejected, "2001:db8::1:5060", "", S::unknown},
        Case{"WARNING[1][C-00000b43]: Ext. s:6 in @ from-sip-external: \"Rejecting unknown SIP connection "
             "from "
             "192.0.2.2\"",
             K::call_rejected, "192.0.2.2", "", S::unknown}));

TEST(LogGrammar, LeavesOurOwnTroublesAlone) {
  auto events = read_log(
      "[Nov 21 20:03:48] NOTICE[1] chan_iax2.c: Registration of 'us' rejected: 'no' from: '192.0.2.200'\n"
      "[Nov 21 20:03:48] NOTICE[1] chan_sip.c: Failed to authenticate on INVITE to '<sip:us@192.0.2.200>'\n"
      "[Nov 21 20:03:48] NOTICE[1] chan_sip.c: Peer 'trunk' is now UNREACHABLE!  Last qualify: 0\n"
      "[Nov 21 20:03:48] NOTICE[1] acl.c: SIP contact ACL: Rejecting '192.0.2.10' due to a failure to pass "
      "ACL 'x'\n"
      "[Nov 21 20:03:48] VERBOSE[1] chan_sip.c: Registration from '<sip:1@x>' failed for '192.0.2.1' - Wrong "
      "password\n");
  EXPECT_THAT(events, testing::IsEmpty());
}

TEST(LogGrammar, CountsTheTriesThatTheRecordCounts) {
  auto events = read_log(
      "[Nov 21 21:31:48] NOTICE[2] res_pjsip/pjsip_distributor.c: Request 'OPTIONS' from '<sip:nosuch@x>' "
      "failed for "
      "'203.0.113.9:57986' (callid: O4) - No matching endpoint found after 5 tries in 0.001 ms\n");
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].attempts, 5);
  EXPECT_EQ(events[0].method, SipMethod::options);
  EXPECT_EQ(events[0].session, "O4");
}

// chan_sip writes what was asked for where others write who asks. The first two are recorded.
TEST(LogGrammar, TakesADialledNumberForNoAccount) {
  std::string head = "[2026-11-21 20:11:44.383] SECURITY[996] res_security_log.c: ";
  std::string common = "EventTV=\"2026-11-21T20:11:44.383+0000\",Severity=\"Error\",Service=\"SIP\",EventVersion=\"2\","
                       "AccountID=\"0011223344\",SessionID=\"0x7f73fc11e0e0\",LocalAddress=\"IPV4/UDP/10.99.16.1/5060\","
                       "RemoteAddress=\"IPV4/UDP/203.0.113.131/57855\",";
  std::string text =
      head + "SecurityEvent=\"InvalidPassword\"," + common + "Challenge=\"\",ReceivedChallenge=\"\",ReceivedHash=\"\"\n" +
      head + "SecurityEvent=\"FailedACL\"," + common + "ACLName=\"no_extension_match\"\n" +
      head + "SecurityEvent=\"SuccessfulAuth\"," + common + "UsingPassword=\"1\"\n";
  auto events = read_log(text);
  ASSERT_EQ(events.size(), 3u);
  for (const Event& event : events) {
    EXPECT_EQ(event.account, "");
    EXPECT_EQ(event.extension, "0011223344");
    EXPECT_FALSE(event.tainted);
  }
  EXPECT_EQ(events[2].kind, EventKind::auth_succeeded);
}

TEST(LogGrammar, SaysInWhatAPacketIsMalformed) {
  auto flaw = [](std::string rest) {
    auto events = read_log("[Nov 21 20:06:39] WARNING[24202] pjproject: \t       " + rest + "\n");
    return events.empty() ? Flaw::none : events[0].flaw;
  };
  std::string dropped = "sip_transport.c Dropping 213 bytes packet from UDP 198.51.100.131:46241 : PJSIP ";
  EXPECT_EQ(flaw(dropped + "invalid value error exception when parsing 'CSeq' header on line 6 col 28:"), Flaw::bad_number);
  EXPECT_EQ(flaw(dropped + "syntax error exception when parsing 'Request Line' header on line 1 col 3:"), Flaw::start_line);
  EXPECT_EQ(flaw(dropped + "syntax error exception when parsing 'From' header on line 3 col 14:"), Flaw::bad_header);
  EXPECT_EQ(flaw(dropped + "syntax error exception when parsing '' header on line 2 col 1:"), Flaw::unreadable);
  EXPECT_EQ(flaw("sip_endpoint.c Error processing packet from 198.51.100.130:52035: Missing required header(s) "
                 "(PJSIP_EMISSINGHDR)  CSeq [code 171050]:"),
            Flaw::missing_header);
}

TEST(LogGrammar, KnowsTheToolsThatNameThemselves) {
  auto events = read_log(
      "[Nov 21 20:03:46] NOTICE[2] res_pjsip/pjsip_distributor.c: Request 'OPTIONS' from '\"SIPVicious\" "
      "<sip:100@1.1.1.1>' failed for '203.0.113.5:5060' (callid: 75) - No matching endpoint found\n"
      "[Nov 21 20:03:46] NOTICE[2] chan_sip.c: Registration from '<sip:100@sipvicious.example>' failed for "
      "'203.0.113.5' - Wrong password\n");
  ASSERT_EQ(events.size(), 2u);
  EXPECT_TRUE(events[0].scanner_agent);
  EXPECT_FALSE(events[1].scanner_agent);
}

}  // namespace
}  // namespace denwaban::parse
