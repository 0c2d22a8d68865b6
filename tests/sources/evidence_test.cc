// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/evidence.h"

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

}  // namespace
}  // namespace denwaban::sources
