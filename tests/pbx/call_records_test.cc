// SPDX-License-Identifier: GPL-3.0-or-later
#include "pbx/call_records.h"

#include <gtest/gtest.h>

#include "memory_files.h"

namespace denwaban::pbx {
namespace {

CallRecordsConfig read(std::initializer_list<std::pair<const std::string, std::string>> texts) {
  test::MemoryFiles files(texts);
  return read_call_records(files, "/etc/asterisk", "/var/log/asterisk");
}

TEST(CallRecordsConfig, OfAnEmptyFolderNamesNothing) {
  CallRecordsConfig config = read({});
  EXPECT_TRUE(config.places.empty());
  EXPECT_TRUE(config.mappings.empty());
  EXPECT_TRUE(config.remarks.empty());
  EXPECT_EQ(config.csv.folder, "/var/log/asterisk/cdr-csv");
}

TEST(CallRecordsConfig, KnowsTheColumnsOfCdrCustom) {
  auto config = read({{"/etc/asterisk/cdr_custom.conf", "[mappings]\nMaster.csv => ${CSV_QUOTE(${CDR(clid)})},${CDR(src)}\n"}});
  ASSERT_EQ(config.mappings.size(), 1u);
  EXPECT_EQ(config.mappings[0].path, "/var/log/asterisk/cdr-custom/Master.csv");
  EXPECT_EQ(config.mappings[0].columns, "${CSV_QUOTE(${CDR(clid)})},${CDR(src)}");
  EXPECT_EQ(config.mappings[0].where.line, 2);
}

TEST(CallRecordsConfig, KnowsTheOptionsOfCdrCsv) {
  auto config = read({{"/etc/asterisk/cdr.conf", "[csv]\nusegmtime=yes\nloguniqueid=yes\naccountlogs=no\n"}});
  EXPECT_TRUE(config.csv.utc);
  EXPECT_TRUE(config.csv.unique_id);
  EXPECT_FALSE(config.csv.user_field);
  EXPECT_FALSE(config.csv.accounts);
}

TEST(CallRecordsConfig, KnowsWhatColumnsOfSqliteMean) {
  auto config = read({{"/etc/asterisk/cdr_sqlite3_custom.conf",
                       "[master]\ntable => calls\ncolumns => began, who, calldate\n"
                       "values => '${CDR(start)}','${CDR(src)}','${CDR(answer,u)}'\n"}});
  ASSERT_EQ(config.places.size(), 1u);
  EXPECT_EQ(config.places[0].path, "/var/log/asterisk/master.db");
  EXPECT_EQ(config.places[0].table, "calls");
  using Alias = std::pair<std::string, std::string>;
  EXPECT_EQ(config.places[0].aliases, (std::vector<Alias>{{"start", "began"}, {"src", "who"}, {"answer", "calldate"}}));
}

TEST(CallRecordsConfig, FollowsOdbcToTheServerAndCountsFreepbxsTableOnce) {
  auto config = read({
      {"/etc/asterisk/cdr_adaptive_odbc.conf", "[first]\nconnection=asteriskcdrdb\ntable=cdr\nalias start => calldate\n"},
      {"/etc/asterisk/res_odbc.conf", "[asteriskcdrdb]\nenabled=>yes\ndsn=>MySQL-asteriskcdrdb\nusername=>fpbx\n"},
      {"/etc/odbc.ini", "# own\n[MySQL-asteriskcdrdb]\nDriver=MySQL\nServer=localhost\nDatabase=asteriskcdrdb\nPort=3306\n"},
      {"/etc/freepbx.conf", "<?php\n$amp_conf['AMPDBUSER'] = 'fpbx';\n$amp_conf[\"AMPDBPASS\"] = 'it\\'s \\\\ ; #';\n"},
  });
  ASSERT_EQ(config.places.size(), 1u);
  const RecordPlace& place = config.places[0];
  EXPECT_EQ(place.server, RecordServer::mariadb);
  EXPECT_EQ(place.user, "fpbx");
  EXPECT_EQ(place.secret, "it's \\ ; #");
  EXPECT_EQ(place.secret_from, "freepbx.conf");
  EXPECT_EQ(place.name(), "mysql://fpbx@localhost:3306/asteriskcdrdb/cdr");
}

TEST(CallRecordsConfig, OfServersNamesHostUserAndClock) {
  auto config = read({
      {"/etc/asterisk/cdr_pgsql.conf", "[global]\nhostname=/run/pg\ndbname=calls\nuser=ast\npassword=p\ntable=cdr\n"},
      {"/etc/asterisk/cdr_mysql.conf", "[global]\nhostname=db.example\nport=3307\ncdrzone=UTC\n[columns]\nalias src => who\n"},
  });
  ASSERT_EQ(config.places.size(), 2u);
  EXPECT_EQ(config.places[0].database, "asteriskcdrdb");
  EXPECT_EQ(config.places[0].port, 3307);
  EXPECT_TRUE(config.places[0].utc);
  EXPECT_EQ(config.places[0].aliases.size(), 1u);
  EXPECT_EQ(config.places[1].socket, "/run/pg");
  EXPECT_EQ(config.places[1].secret, "p");
  EXPECT_FALSE(config.places[1].utc);
}

TEST(CallRecordsConfig, RemarksWhatItCannotFollowWithoutSecrets) {
  auto config = read({
      {"/etc/asterisk/cdr_adaptive_odbc.conf", "[a]\nconnection=gone\n[b]\nconnection=odd\n"},
      {"/etc/asterisk/res_odbc.conf", "[odd]\ndsn=>Odd\npassword=>hunter2\n"},
      {"/etc/odbc.ini", "[Odd]\nDriver=FreeTDS\n"},
  });
  EXPECT_TRUE(config.places.empty());
  ASSERT_EQ(config.remarks.size(), 2u);
  EXPECT_NE(config.remarks[0].find("gone"), std::string::npos);
  EXPECT_NE(config.remarks[1].find("FreeTDS"), std::string::npos);
  for (const std::string& remark : config.remarks) EXPECT_EQ(remark.find("hunter2"), std::string::npos);
}

}  // namespace
}  // namespace denwaban::pbx
