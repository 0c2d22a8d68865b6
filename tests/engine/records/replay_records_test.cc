// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/records/replay_records.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace denwaban::engine {
namespace {

namespace fs = std::filesystem;

std::string row(int number, const std::string& start, int seconds, const std::string& tail = "") {
  return fmt::format(
      R"("","1{:02}","0049301234{:03}","inside","""A"" <100>","SIP/1{:02}-{:08x}","SIP/carrier-{:08x}","Dial",)"
      R"("SIP/carrier/0049301234{:03},60","2026-11-{}","2026-11-{}","",{},{},"ANSWERED","DOCUMENTATION"{})"
      "\n",
      number, number, number, number, number, number, start, start, seconds, seconds, tail);
}

class Calls final : public MomentListener {
 public:
  void hear(const Call& call, CallChange change, Time) override {
    if (change == CallChange::ended) ended.push_back(call);
  }
  void pass_time(Time) override {}
  std::string accounts() const {
    std::string all;
    for (const Call& call : ended) all += call.account + " ";
    return all;
  }
  std::vector<Call> ended;
};

class ReplayRecords : public testing::Test {
 protected:
  ReplayRecords() {
    std::string name = (fs::temp_directory_path() / "records-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~ReplayRecords() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    add(name);
  }
  void pack(const std::string& name, const std::string& text) {
    gzFile file = gzopen((folder_ / name).c_str(), "wb");
    gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
    gzclose(file);
    add(name);
  }
  RecordsResult replay() { return replay_records(inputs_, {}, calls_); }

  Calls calls_;
  std::vector<ReplayInput> inputs_;
  fs::path folder_;

 private:
  void add(const std::string& name) {
    ReplayInput input;
    input.path = folder_ / name;
    input.form = InputForm::records;
    input.size = fs::file_size(folder_ / name);
    inputs_.push_back(input);
  }
};

TEST_F(ReplayRecords, ReadsRotatedAndPackedTablesAsOne) {
  write("Master.csv", row(3, "21 10:00:00", 5) + row(4, "21 11:00:00", 5));
  pack("Master.csv.1.gz", row(1, "20 10:00:00", 5) + row(2, "20 11:00:00", 5));
  RecordsResult result = replay();
  EXPECT_EQ(calls_.accounts(), "101 102 103 104 ");
  EXPECT_EQ(result.calls, 4u);
  EXPECT_EQ(result.counts.lines, 4u);
  EXPECT_EQ(to_rfc3339(result.first), "2026-11-20T10:00:00.000Z");
  EXPECT_FALSE(result.inputs[0].error);
  EXPECT_FALSE(result.inputs[0].lines.empty());
  EXPECT_TRUE(result.inputs[1].lines.empty()) << "an archive is looked up otherwise";
}

TEST_F(ReplayRecords, TellsACallOnceWhoeverTellsOfIt) {
  write("Master.csv", row(1, "21 10:00:00", 5) + row(2, "21 11:00:00", 5));
  write("acc.csv", row(2, "21 11:00:00", 5));
  write("with-id.csv", row(1, "21 10:00:00", 5, R"(,"1795291867.3")"));
  RecordsResult result = replay();
  EXPECT_EQ(calls_.accounts(), "101 102 ");
  EXPECT_EQ(result.twice, 2u);
}

TEST_F(ReplayRecords, TellsACallOnceWhateverTheClocks) {
  write("Master.csv", row(1, "21 10:00:00", 5, R"(,"1795291867.3")") + row(1, "21 12:00:00", 6, R"(,"1795291867.4")"));
  write("utc.csv", row(1, "21 08:00:00", 5, R"(,"1795291867.3")"));
  RecordsResult result = replay();
  EXPECT_EQ(result.calls, 2u);
  EXPECT_EQ(result.twice, 1u);
}

TEST_F(ReplayRecords, PassesOverWhatIsNoRecord) {
  write("Master.csv", "calldate,src,dst\n\n" + row(1, "21 10:00:00", 5) + "\"torn,1\nnonsense\n" +
                          row(2, "21 10:00:01", 5, R"(,"1795291867.3","user")") + row(3, "21 10:00:02", 5));
  RecordsResult result = replay();
  EXPECT_EQ(calls_.accounts(), "101 102 103 ");
  EXPECT_EQ(result.counts.unrecognised, 3u);
}

TEST_F(ReplayRecords, EvidenceStandsWhereItSays) {
  std::string text = row(1, "21 10:00:00", 5) + row(2, "21 11:00:00", 5);
  write("Master.csv", text);
  replay();
  const EvidenceRef& second = calls_.ended.at(1).evidence;
  EXPECT_EQ(text.substr(second.offset, second.length) + "\n", row(2, "21 11:00:00", 5));
}

TEST_F(ReplayRecords, RowsAcrossTheBuffersEdgesAreWhole) {
  std::string text;
  for (int i = 0; i < 4'000; ++i) text += row(i % 100, fmt::format("21 {:02}:{:02}:{:02}", i / 3600, i / 60 % 60, i % 60), 1);
  write("Master.csv", text);
  RecordsResult result = replay();
  EXPECT_EQ(result.calls, 4'000u);
  EXPECT_EQ(result.counts.unrecognised, 0u);
  EXPECT_EQ(result.counts.bytes, text.size());
}

TEST_F(ReplayRecords, ARowOfAClockThatRanAheadMakesNoOtherLate) {
  std::string ahead = row(9, "21 10:30:00", 5);
  for (size_t at = 0; (at = ahead.find("2026-", at)) != ahead.npos;) ahead.replace(at, 5, "2096-");
  std::string text = row(1, "21 10:00:00", 5) + ahead;
  for (int day = 22; day < 30; ++day) text += row(2, fmt::format("{} 10:00:00", day), 5) + row(3, fmt::format("{} 09:00:00", day), 5);
  write("Master.csv", text);
  RecordsResult result = replay();
  EXPECT_EQ(result.late, 0u);
  EXPECT_TRUE(calls_.accounts().starts_with("101 103 102 103 102 ")) << calls_.accounts();
  EXPECT_TRUE(calls_.accounts().ends_with("109 "));
}

TEST_F(ReplayRecords, MissingFilesAreTold) {
  ReplayInput gone;
  gone.path = folder_ / "gone.csv";
  gone.form = InputForm::records;
  inputs_.push_back(gone);
  RecordsResult result = replay();
  ASSERT_TRUE(result.inputs[0].error);
  EXPECT_EQ(result.inputs[0].error->kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace denwaban::engine
