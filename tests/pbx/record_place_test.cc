// SPDX-License-Identifier: GPL-3.0-or-later
#include "pbx/record_place.h"

#include <gtest/gtest.h>

namespace denwaban::pbx {
namespace {

TEST(RecordPlace, IsReadFromAnAddress) {
  auto place = parse_record_place("mysql://re%40der@[2001:db8::7]:3307/asteriskcdrdb/calls?"
                                  "secret_file=/etc/s&certificate=/c.pem");
  ASSERT_TRUE(place) << place.error().message;
  EXPECT_EQ(place->server, RecordServer::mariadb);
  EXPECT_EQ(place->user, "re@der");
  EXPECT_EQ(place->host, "2001:db8::7");
  EXPECT_EQ(place->port, 3307);
  EXPECT_EQ(place->database, "asteriskcdrdb");
  EXPECT_EQ(place->table, "calls");
  EXPECT_EQ(place->secret_file, "/etc/s");
  EXPECT_EQ(place->certificate, "/c.pem");
}

TEST(RecordPlace, OfSqliteIsAPath) {
  for (const char* text : {"sqlite:/var/log/asterisk/master.db?table=cdr", "sqlite:///var/log/asterisk/master.db?table=cdr"}) {
    auto place = parse_record_place(text);
    ASSERT_TRUE(place) << text;
    EXPECT_EQ(place->name(), "/var/log/asterisk/master.db");
    EXPECT_EQ(place->table, "cdr");
  }
}

TEST(RecordPlace, WithAPasswordIsRefusedAndTheSentenceDoesNotHoldIt) {
  for (const char* text : {"mysql://me:hunter2@host/db", "postgresql://host/db?password=hunter2"}) {
    auto place = parse_record_place(text);
    ASSERT_FALSE(place) << text;
    EXPECT_NE(place.error().message.find("secret_file"), std::string::npos);
    EXPECT_EQ(place.error().message.find("hunter2"), std::string::npos);
  }
}

TEST(RecordPlace, ThatMakesNoSenseIsRefused) {
  for (const char* text : {"mysql://", "mysql://host", "mysql://host:0/db", "mysql://host:99999/db", "mysql://[::1/db", "sqlite:",
                           "postgresql://host/db?sslmode=off", "oracle://host/db"})
    EXPECT_FALSE(parse_record_place(text)) << text;
}

TEST(RecordPlace, NameHoldsNoSecret) {
  RecordPlace place;
  place.server = RecordServer::postgresql;
  place.host = "db.example";
  place.user = "asterisk";
  place.database = "asterisk";
  place.secret = "hunter2";
  EXPECT_EQ(place.name(), "postgresql://asterisk@db.example/asterisk/cdr");
}

}  // namespace
}  // namespace denwaban::pbx
