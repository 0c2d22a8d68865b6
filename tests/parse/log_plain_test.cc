// SPDX-License-Identifier: GPL-3.0-or-later
// The fast path of plain_notice.h tells what the grammars tell, or nothing.
#include <gmock/gmock.h>

#include "parse/log/plain_notice.h"
#include "parse/log_reading.h"

namespace denwaban::parse {
namespace {

const std::string kHead = "[Nov 21 20:03:48] ";
const std::string kSip =
    "NOTICE[22821] chan_sip.c: Registration from '\"103\" <sip:103@pbx>' failed for '192.0.2.40:5060' - "
    "Wrong password";
const std::string kCall =
    "NOTICE[2][C-0000003c] chan_sip.c: Call from '' (192.0.2.40:5060) to extension '00972' rejected because "
    "extension "
    "not found in context 'guest'.";
const std::string kPjsip =
    "NOTICE[7] res_pjsip/pjsip_distributor.c: Request 'INVITE' from '<sip:200@pbx>' failed for "
    "'192.0.2.40:5060' "
    "(callid: 385e4d1e@pbx) - No matching endpoint found";

// Whether the fast path takes the line.
bool is_plain(const std::string& line) {
  std::string text = line + std::string(kPlainNoticeReach, ' ');
  Event event;
  return can_read_plain_notices() && read_plain_notice(text.data(), text.data() + line.size(), event);
}

// The line as the first of a log that goes on, which is when the fast path is asked, and alone.
void expect_same_reading(const std::string& line) {
  std::string first = kHead + "NOTICE[1] x.c: y\n", all = first + kHead + line + "\n";
  auto alone = read_log(all);
  std::string filled = all + kHead + "VERBOSE[1] pbx.c: " + std::string(2 * kPlainNoticeReach, 'x') + "\n";
  auto within = read_log(filled);
  ASSERT_EQ(alone.size(), within.size()) << line;
  for (size_t i = 0; i < alone.size(); ++i) {
    const Event &a = alone[i], &b = within[i];
    EXPECT_TRUE(a.time == b.time && a.address == b.address && a.port == b.port && a.account == b.account &&
                a.extension == b.extension && a.session == b.session && a.evidence == b.evidence &&
                a.kind == b.kind && a.service == b.service && a.transport == b.transport &&
                a.method == b.method && a.witness == b.witness && a.proof == b.proof &&
                a.tainted == b.tainted && a.known_caller == b.known_caller &&
                a.scanner_agent == b.scanner_agent && a.attempts == b.attempts)
        << line;
  }
}

TEST(PlainNotice, KnowsWhomTheExchangeKnows) {
  std::string known = kCall;
  known.replace(known.find("''"), 2, "'4713'");
  expect_same_reading(known);
  EXPECT_FALSE(read_log(kHead + kCall + "\n").at(0).known_caller);
  EXPECT_TRUE(read_log(kHead + known + "\n").at(0).known_caller);
  const std::string pjsip =
      "NOTICE[77] res_pjsip_session.c: %: Call (UDP:192.0.2.42:41234) to extension '991' rejected because extension "
      "not found in context 'inside'.";
  for (auto [name, is_known] : {std::pair("4713", true), std::pair(" anonymous", false)}) {
    std::string line = kHead + pjsip + "\n";
    line.replace(line.find('%'), 1, name);
    EXPECT_EQ(read_log(line).at(0).known_caller, is_known) << line;
  }
}

TEST(PlainNotice, TakesTheLinesThatAttacksWriteMost) {
  if (!can_read_plain_notices()) GTEST_SKIP() << "the processor has no AVX2";
  for (const auto& line : {kSip, kCall, kPjsip}) EXPECT_TRUE(is_plain(line)) << line;
}

TEST(PlainNotice, LeavesTheRestToTheGrammars) {
  auto with = [](std::string line, const std::string& words, const std::string& others) {
    return line.replace(line.find(words), words.size(), others);
  };
  for (const auto& line :
       {with(kSip, "103\"", "1\\\"3\""), with(kSip, "103@", "1'3@"), with(kSip, "192.0.2.40", "192.0.2.256"),
        with(kSip, "Wrong password", "Device does not match ACL"), with(kSip, "Wrong", "wrong"), kSip + " ",
        with(kPjsip, "385e", "'85e"), with(kPjsip, "192.0.2.40", "0.0.0.0"),
        with(kPjsip, "INVITE", "OPTIONS"), with(kPjsip, "sip:200", "sip:200' failed for '198.51.100.1:5060"),
        with(kCall, "00972", "0'72"), with(kCall, "'guest'", "'gue'st'"), with(kCall, "[C-", "[D-"),
        with(kSip, "[22821]", "[]")})
    EXPECT_FALSE(is_plain(line)) << line;
}

TEST(PlainNotice, AnyOneByteChangedIsReadAsByTheGrammars) {
  for (const auto& line : {kSip, kCall, kPjsip})
    for (size_t i = 0; i < line.size(); ++i)
      for (char c : {'\'', '"', '\\', '<', '@', ']', ')', ':', '.', ' ', '0', '9', 's', '\0', '\r'}) {
        std::string changed = line;
        changed[i] = c;
        expect_same_reading(changed);
        expect_same_reading(std::string(line).insert(i, 1, c));
        expect_same_reading(std::string(line).erase(i, 1));
      }
}

TEST(PlainNotice, ToolsAndAddressesOfEverySortAreReadAsByTheGrammars) {
  for (std::string name : {"friendly-scanner", "sipvicious", "Alice", "nm@nm", "aSIPcli"})
    for (std::string from :
         {"[2001:db8::1]:5060", "192.0.2.1", "1.2.3.4:1", "255.255.255.255:65535", "1.2.3.4:65536",
          "01.2.3.4:5", "1.2.3.4.5:6", "1.2.3:4", "1.2.3.4:", "1.2.3.4:123456"}) {
      expect_same_reading("NOTICE[1] chan_sip.c: Registration from '\"" + name + "\" <sip:" + name +
                          "@pbx>' failed for '" + from + "' - No matching peer found");
      expect_same_reading(
          "NOTICE[1] res_pjsip/pjsip_distributor.c: Request 'REGISTER' from '<sip:1@pbx>' failed for '" +
          from + "' (callid: 1" + name + ") - Failed to authenticate");
    }
}

}  // namespace
}  // namespace denwaban::parse
