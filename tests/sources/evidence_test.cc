// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/evidence.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "sources/archive_files.h"

namespace denwaban::sources {
namespace {

EvidenceRef ref(uint64_t offset, uint32_t length) { return {offset, 0, length}; }

TEST(Evidence, TellsLineNumberAndTextInTheOrderOfTheQuestions) {
  TestFolder folder;
  std::string text = "one\ntwo\r\n\nfour";
  for (const auto& bytes : {text, gzip(text), xz(text), zstd(text)}) {
    EvidenceRef refs[] = {ref(10, 4), ref(0, 3), ref(4, 3), ref(4, 3)};
    auto texts = read_evidence(folder.write("log", bytes), refs);
    ASSERT_TRUE(texts);
    EXPECT_EQ((*texts)[0].line, 4u);
    EXPECT_EQ((*texts)[0].text, "four");
    EXPECT_EQ((*texts)[1].line, 1u);
    EXPECT_EQ((*texts)[1].text, "one");
    EXPECT_EQ((*texts)[2].line, 2u);
    EXPECT_EQ((*texts)[2].text, "two");
    EXPECT_EQ((*texts)[3].text, "two");
  }
}

TEST(Evidence, FindsEveryLineOfALongFile) {
  TestFolder folder;
  std::string text;
  std::vector<EvidenceRef> refs;
  for (size_t i = 0; i < 60'000; ++i) {
    std::string line = "line number " + std::to_string(i + 1);
    refs.push_back(ref(text.size(), static_cast<uint32_t>(line.size())));
    text += line + '\n';
  }
  auto texts = read_evidence(folder.write("log", text), refs);
  ASSERT_TRUE(texts);
  for (size_t i = 0; i < refs.size(); ++i) {
    ASSERT_EQ((*texts)[i].line, i + 1);
    ASSERT_EQ((*texts)[i].text, "line number " + std::to_string(i + 1));
  }
}

TEST(Evidence, CutsLongTexts) {
  TestFolder folder;
  EvidenceRef refs[] = {ref(0, 5000)};
  auto texts = read_evidence(folder.write("log", std::string(5000, 'x')), refs, 100);
  ASSERT_TRUE(texts);
  EXPECT_EQ((*texts)[0].text, std::string(100, 'x'));
}

TEST(Evidence, SaysWhichLinesAreGone) {
  TestFolder folder;
  EvidenceRef refs[] = {ref(0, 3), ref(400, 3)};
  auto texts = read_evidence(folder.write("log", "one\n"), refs);
  ASSERT_TRUE(texts);
  EXPECT_EQ((*texts)[0].line, 1u);
  EXPECT_EQ((*texts)[1].line, 0u);
  EXPECT_FALSE(read_evidence(folder.path("missing"), refs));
}

struct Reading : ::testing::Test {
  EvidenceReader reader(std::string_view text, size_t marks_max = LineIndex::kMarksMax) {
    LineIndex index(marks_max);
    for (size_t at = 0; at < text.size(); at += 4096) index.add({at, count_line_breaks(text.substr(0, at))});
    auto opened = EvidenceReader::open(folder.write("log", text), std::move(index));
    EXPECT_TRUE(opened);
    return std::move(*opened);
  }
  TestFolder folder;
};

TEST_F(Reading, AnswersInAnyOrderWhatAPassOverTheFileAnswers) {
  std::string text = "first\n";
  std::vector<EvidenceRef> refs = {ref(0, 5)};
  for (size_t i = 0; i < 9000; ++i) {
    std::string line = std::string(i % 97, 'x') + std::to_string(i);
    refs.push_back(ref(text.size(), static_cast<uint32_t>(line.size())));
    text += line + '\n';
  }
  refs.push_back(ref(text.size() - 3, 500));
  std::reverse(refs.begin(), refs.end());
  for (size_t marks_max : {LineIndex::kMarksMax, size_t{2}}) {
    EvidenceReader any_order = reader(text, marks_max);
    auto expected = read_evidence(folder.path("log"), refs, 60);
    ASSERT_TRUE(expected);
    for (size_t i = 0; i < refs.size(); i += 7) {
      if (i % 700 == 0) any_order.park();
      EvidenceText told = any_order.read(refs[i], 60);
      ASSERT_EQ(told.line, (*expected)[i].line);
      ASSERT_EQ(told.text, (*expected)[i].text);
    }
  }
}

TEST_F(Reading, SaysWhichLinesAreGone) {
  EvidenceReader cut = reader(std::string(300'000, '\n') + "last");
  EXPECT_EQ(cut.read(ref(300'000, 4)).line, 300'001u);
  folder.write("log", "one\n");
  EXPECT_EQ(cut.read(ref(0, 3)).text, "one");
  EXPECT_EQ(cut.read(ref(300'000, 4)).line, 0u);
  EXPECT_EQ(cut.read(ref(200'000, 4)).line, 0u);
}

TEST_F(Reading, DoesNotTakeAnotherFileForTheOneThatItKnew) {
  EvidenceReader known = reader("one\n");
  known.park();
  folder.write("other", "two\n");
  std::filesystem::rename(folder.path("other"), folder.path("log"));
  EXPECT_EQ(known.read(ref(0, 3)).line, 0u);
}

TEST(EvidenceReader, NeedsAFile) {
  auto opened = EvidenceReader::open("/nowhere/log", LineIndex());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace denwaban::sources
