// SPDX-License-Identifier: GPL-3.0-or-later
#include "notify/letter.h"

#include <gtest/gtest.h>

namespace denwaban::notify {
namespace {

MailOptions office() {
  MailOptions options;
  options.from = "denwaban@pbx.example";
  options.to = {"anna@example.net", "otto@example.net"};
  options.host = "pbx.example";
  return options;
}

TEST(Letter, IsAMailAsRfc5322HasIt) {
  Notice notice;
  notice.id = "f1";
  notice.time = from_epoch_ms(1'795'400'400'000);
  notice.title = "high: account 104 calls where fraud earns its money";
  notice.text = "one\ntwo\n";
  EXPECT_EQ(
      letter(notice, office()),
      "Date: Mon, 23 Nov 2026 02:20:00 +0000\r\nFrom: denwaban@pbx.example\r\nTo: anna@example.net,\r\n "
      "otto@example.net\r\n"
      "Subject: [denwaban pbx.example] high: account 104 calls where fraud earns its money\r\n"
      "Message-ID: <f1.1795400400000@pbx.example>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
      "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\none\r\ntwo\r\n");
}

TEST(Letter, NothingInANoticeEndsAHeader) {
  Notice notice;
  notice.title = "account 1\r\nBcc: thief@example.org\r\n\r\nhello";
  const std::string mail = letter(notice, office());
  EXPECT_EQ(mail.find("\nBcc"), std::string::npos) << mail;
  EXPECT_NE(mail.find("Subject: [denwaban pbx.example] account 1  Bcc: thief@example.org    hello\r\n"),
            std::string::npos)
      << mail;
}

TEST(Letter, OtherAlphabetsAreEncodedInWholeCharacters) {
  EXPECT_EQ(header_text("plain"), "plain");
  EXPECT_EQ(header_text("電話番"), "=?UTF-8?B?6Zu76Kmx55Wq?=");
  std::string longer;
  for (int i = 0; i < 60; ++i) longer += "電";
  const std::string folded = header_text(longer);
  size_t words = 0;
  for (size_t at = 0, end; at < folded.size(); at = end + 1, ++words) {
    end = std::min(folded.find('\n', at), folded.size());
    EXPECT_LE(end - at, 77u);
  }
  EXPECT_EQ(words, 5u) << folded;
}

}  // namespace
}  // namespace denwaban::notify
