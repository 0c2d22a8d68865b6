// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/line_numbers.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "guard/answers.h"
#include "store/store.h"
#include "temporary_folder.h"

namespace denwaban::guard {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class LineNumbers : public testing::Test {
 protected:
  LineNumbers() : log_(folder_.write("messages", "first\nsecond\nthird\n")) {}
  std::string numbered(std::string evidence) {
    std::vector<std::string> records{R"({"type":"finding","evidence":[)" + std::move(evidence) + "]}"};
    number_lines(records);
    return records[0];
  }
  std::string place(uint64_t offset, const char* text) {
    return fmt::format(R"({{"file":"{}","line":0,"text":"{}","offset":{}}})", log_, text, offset);
  }
  test::TemporaryFolder folder_;
  std::string log_;
};

TEST_F(LineNumbers, AreThoseOfTheLinesThatStillStandThere) {
  std::string record = numbered(place(13, "third") + "," + place(6, "second") + "," + place(6, "other"));
  EXPECT_THAT(record, HasSubstr(R"("line":3,"text":"third"})"));
  EXPECT_THAT(record, HasSubstr(R"("line":2,"text":"second"})"));
  EXPECT_THAT(record, HasSubstr(R"("line":0,"text":"other"})"));
}

TEST_F(LineNumbers, OfAFileThatIsGoneOrNoneAreNotKnown) {
  EXPECT_THAT(numbered(R"({"file":"/nowhere/at/all","line":0,"text":"x","offset":5})"),
              HasSubstr(R"("line":0,"text":"x"})"));
  EXPECT_THAT(numbered(R"({"file":"packet","line":0,"text":"x","offset":5})"),
              HasSubstr(R"("line":0,"text":"x"})"));
}

TEST_F(LineNumbers, RecordsOfNoEvidenceAndNonsenseStayAsTheyAre) {
  std::vector<std::string> records{R"({"type":"decision"})", R"({"evidence":[{"offset":)", R"({"offset":7})",
                                   "\"offset\":"};
  auto before = records;
  number_lines(records);
  EXPECT_EQ(records, before);
}

TEST_F(LineNumbers, AreLeftToTheClientByTheGuard) {
  store::SystemFiles files;
  {
    SystemClock clock;
    auto store = store::Store::open(folder_ / "store", {}, clock);
    ASSERT_TRUE(store);
    store::FindingRecord record;
    record.finding.id = "f";
    record.finding.last = clock.now();
    record.evidence = {{log_, 13, 0, "third"}};
    (*store)->record({record});
    ASSERT_TRUE((*store)->flush());
  }
  auto answer = answer_findings(folder_ / "store", {});
  ASSERT_TRUE(answer);
  EXPECT_THAT(*answer, ElementsAre(HasSubstr(R"("offset":13)")));
  number_lines(*answer);
  EXPECT_THAT(*answer, ElementsAre(testing::AllOf(HasSubstr(R"("line":3)"), Not(HasSubstr("offset")))));
}

}  // namespace
}  // namespace denwaban::guard
