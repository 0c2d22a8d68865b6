// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input.h"

#include <gmock/gmock.h>

#include <vector>

#include "sources/archive_files.h"

namespace denwaban::sources {
namespace {

using ::testing::HasSubstr;

struct Content {
  std::string text;
  std::optional<Error> error;
};

Content read_all(Input& input, size_t buffer_bytes = 1000) {
  Content content;
  std::vector<char> buffer(buffer_bytes);
  for (;;) {
    auto count = input.read(buffer);
    if (!count) content.error = count.error();
    if (!count) continue;
    if (*count == 0) return content;
    content.text.append(buffer.data(), *count);
  }
}

Content read_all(const std::string& path, size_t buffer_bytes = 1000) {
  auto input = Input::open(path);
  if (!input) return {{}, input.error()};
  return read_all(**input, buffer_bytes);
}

std::string some_text(size_t lines = 5000) {
  std::string text;
  for (size_t i = 0; i < lines; ++i) text += "line " + std::to_string(i * i) + "\n";
  return text;
}

TEST(Input, ReadsAPlainFileAsItIs) {
  TestFolder folder;
  auto path = folder.write("messages", some_text());
  EXPECT_EQ(read_all(path).text, some_text());
  EXPECT_EQ(read_all(path, 1).text.size(), some_text().size());
}

TEST(Input, KnowsArchivesByTheirContentAndNotByTheirName) {
  TestFolder folder;
  std::string text = some_text();
  struct {
    const char* name;
    std::string bytes;
    Compression compression;
  } cases[] = {{"messages.1", gzip(text), Compression::gzip},
               {"messages.gz", xz(text), Compression::xz},
               {"messages.xz", zstd(text), Compression::zstd},
               {"messages.zst", text, Compression::none}};
  for (const auto& c : cases) {
    auto input = Input::open(folder.write(c.name, c.bytes));
    ASSERT_TRUE(input) << c.name;
    EXPECT_EQ((*input)->info().compression, c.compression) << c.name;
    auto content = read_all(**input);
    EXPECT_EQ(content.text, text) << c.name;
    EXPECT_FALSE(content.error) << content.error->message;
    EXPECT_EQ((*input)->bytes_taken(), c.bytes.size()) << c.name;
  }
}

TEST(Input, ReadsArchivesThatWereAppendedToOneAnother) {
  TestFolder folder;
  for (auto* pack : {+[](std::string_view t) { return gzip(t); }, +[](std::string_view t) { return xz(t); },
                     +[](std::string_view t) { return zstd(t); }}) {
    auto content = read_all(folder.write("two", pack("first\n") + pack("second\n") + pack("")));
    EXPECT_EQ(content.text, "first\nsecond\n");
    EXPECT_FALSE(content.error) << content.error->message;
  }
}

TEST(Input, TakesZerosBehindAGzipMemberAsPadding) {
  TestFolder folder;
  auto content = read_all(folder.write("padded", gzip("first\n") + std::string(512, '\0')));
  EXPECT_EQ(content.text, "first\n");
  EXPECT_FALSE(content.error);
}

TEST(Input, HandsOutWhatStandsBeforeTheCutOfAnArchive) {
  TestFolder folder;
  std::string text = some_text();
  for (auto packed : {gzip(text), xz(text), zstd(text)}) {
    packed.resize(packed.size() / 2);
    auto content = read_all(folder.write("cut", packed));
    ASSERT_TRUE(content.error);
    EXPECT_EQ(content.error->kind, ErrorKind::input);
    EXPECT_THAT(content.error->message, HasSubstr(folder.path("cut") + ": the "));
    EXPECT_THAT(content.error->message, HasSubstr("ends in the middle"));
    EXPECT_EQ(content.text, text.substr(0, content.text.size()));
  }
  auto packed = gzip(text);
  packed.resize(packed.size() - 9);  // all but the checksum and a bit
  EXPECT_GT(read_all(folder.write("cut", packed)).text.size(), text.size() / 2);
}

TEST(Input, SaysThatAnArchiveIsDamagedAndStops) {
  TestFolder folder;
  std::string text = some_text();
  for (auto packed : {gzip(text), xz(text), zstd(text)}) {
    for (size_t i = packed.size() / 2; i < packed.size() / 2 + 8; ++i)
      packed[i] = static_cast<char>(~packed[i]);
    auto content = read_all(folder.write("damaged", packed));
    ASSERT_TRUE(content.error);
    EXPECT_THAT(content.error->message, HasSubstr("is damaged"));
  }
}

TEST(Input, RefusesAnArchiveThatWantsTooMuchMemory) {
  TestFolder folder;
  auto content = read_all(folder.write("huge", zstd(some_text(), 28)));
  ASSERT_TRUE(content.error);
  EXPECT_THAT(content.error->message, HasSubstr("wants more than 128 MiB"));
  EXPECT_FALSE(read_all(folder.write("large", xz(some_text(), 9))).error);
}

TEST(Input, TellsTheTimesThatTheFileCarries) {
  TestFolder folder;
  auto path = folder.write("messages.1.gz", gzip("x", 1767571200));
  folder.changed_at("messages.1.gz", from_epoch_ms(1767600000000));
  auto input = Input::open(path);
  ASSERT_TRUE(input);
  EXPECT_EQ((*input)->info().packed, from_epoch_ms(1767571200000));
  EXPECT_EQ((*input)->info().modified, from_epoch_ms(1767600000000));
}

TEST(Input, GoesForwardInPlainFilesAndInArchives) {
  TestFolder folder;
  std::string text = some_text();
  for (const auto& bytes : {text, gzip(text), xz(text), zstd(text)}) {
    auto input = Input::open(folder.write("any", bytes));
    ASSERT_TRUE(input);
    ASSERT_TRUE((*input)->skip_to(20'001));
    EXPECT_EQ(read_all(**input).text, text.substr(20'001));
  }
}

TEST(Input, GoesOnAfterItWasParkedButNotInAnotherFile) {
  TestFolder folder;
  auto path = folder.write("messages", some_text());
  auto input = Input::open(path);
  ASSERT_TRUE(input);
  char first;
  ASSERT_TRUE((*input)->read({&first, 1}));
  (*input)->park();
  char second;
  ASSERT_TRUE((*input)->read({&second, 1}));
  EXPECT_EQ(second, 'i');
  (*input)->park();
  std::filesystem::rename(path, folder.path("messages.1"));
  folder.write("messages", "other\n");
  auto third = (*input)->read({&first, 1});
  ASSERT_FALSE(third);
  EXPECT_THAT(third.error().message, HasSubstr("another file took its place"));
}

TEST(Input, NamesWhatCannotBeRead) {
  TestFolder folder;
  EXPECT_EQ(Input::open(folder.path("missing")).error().kind, ErrorKind::not_found);
  EXPECT_THAT(Input::open(folder.path()).error().message, HasSubstr("it is a folder"));
  EXPECT_THAT(Input::open("/dev/null").error().message, HasSubstr("a pipe or a device"));
  ASSERT_EQ(::mkfifo(folder.path("pipe").c_str(), 0600), 0);
  EXPECT_THAT(Input::open(folder.path("pipe")).error().message, HasSubstr("a pipe or a device"));
  auto memory = Input::open("/proc/self/mem");  // its first page is not mapped: read(2) fails with EIO
  ASSERT_FALSE(memory);
  EXPECT_THAT(memory.error().message, HasSubstr("cannot read /proc/self/mem: input/output error"));
}

TEST(Input, ReadsAnEmptyFileAsNothing) {
  TestFolder folder;
  auto content = read_all(folder.write("empty", ""));
  EXPECT_EQ(content.text, "");
  EXPECT_FALSE(content.error);
}

}  // namespace
}  // namespace denwaban::sources
