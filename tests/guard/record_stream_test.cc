// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/record_stream.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>

#include "temporary_folder.h"

namespace denwaban::guard {
namespace {

class RecordStreamTest : public testing::Test {
 protected:
  RecordStreamTest() { signal(SIGPIPE, SIG_IGN); }

  // As many records as a reader that sleeps can never take, then all that it finds when it wakes.
  void write_to_a_sleeper_then_read(int write_end, int read_end) {
    constexpr uint64_t kWritten = 20'000;
    RecordStream stream(loop_, write_end, [this] { ++gone_; });
    const std::string record = R"({"type":"x","text":")" + std::string(1000, 'x') + "\"}";
    for (uint64_t i = 0; i < kWritten; ++i) stream.write(record);
    ASSERT_EQ(fcntl(read_end, F_SETFL, fcntl(read_end, F_GETFL) | O_NONBLOCK), 0);
    uint64_t whole = 0, lost = 0, strange = 0;
    std::string text;
    auto read_all = [&] {
      std::array<char, 65536> bytes{};
      for (ssize_t got; (got = read(read_end, bytes.data(), bytes.size())) > 0;)
        text.append(bytes.data(), static_cast<size_t>(got));
      for (size_t end; (end = text.find('\n')) != std::string::npos; text.erase(0, end + 1)) {
        std::string_view line = std::string_view(text).substr(0, end);
        constexpr std::string_view kLost = R"({"type":"lost","records":)";
        uint64_t number = 0;
        if (line == record)
          ++whole;
        else if (line.starts_with(kLost) &&
                 std::from_chars(line.data() + kLost.size(), line.data() + line.size(), number).ec ==
                     std::errc())
          lost += number;
        else
          ++strange;
      }
    };
    for (int turn = 0; turn < 10'000 && whole + lost < kWritten; ++turn) {
      read_all();
      ASSERT_TRUE(loop_.turn(Milliseconds(20)));
    }
    EXPECT_EQ(whole + lost, kWritten);
    EXPECT_GT(lost, 0u);
    EXPECT_GT(whole, 1000u);
    EXPECT_EQ(strange, 0u);
    EXPECT_EQ(gone_, 0);
  }

  net::Loop loop_;
  int gone_ = 0;
};

TEST_F(RecordStreamTest, APipeThatNobodyReadsHoldsNothingUp) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  UniqueFd reads(ends[0]), writes(ends[1]);
  write_to_a_sleeper_then_read(writes.get(), reads.get());
  EXPECT_EQ(fcntl(writes.get(), F_GETFL) & O_NONBLOCK, 0) << "others may share it";
}

TEST_F(RecordStreamTest, ASocketThatNobodyReadsHoldsNothingUp) {
  int ends[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
  UniqueFd reads(ends[0]), writes(ends[1]);
  write_to_a_sleeper_then_read(writes.get(), reads.get());
}

TEST_F(RecordStreamTest, ATerminalThatIsStoppedHoldsNothingUp) {
  UniqueFd control(posix_openpt(O_RDWR | O_NOCTTY));
  ASSERT_TRUE(control && grantpt(control.get()) == 0 && unlockpt(control.get()) == 0);
  UniqueFd terminal(open(ptsname(control.get()), O_RDWR | O_NOCTTY));
  ASSERT_TRUE(terminal);
  RecordStream stream(loop_, terminal.get(), [this] { ++gone_; });
  for (int i = 0; i < 20'000; ++i) stream.write(std::string(1000, 'x'));
  EXPECT_EQ(gone_, 0);
}

TEST_F(RecordStreamTest, AFileGetsEverything) {
  test::TemporaryFolder folder;
  UniqueFd file(open((folder / "records").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  RecordStream stream(loop_, file.get(), [this] { ++gone_; });
  for (int i = 0; i < 10'000; ++i) stream.write(std::string(999, 'x'));
  EXPECT_EQ(lseek(file.get(), 0, SEEK_END), 10'000'000);
}

TEST_F(RecordStreamTest, AReaderThatIsGoneIsTold) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  UniqueFd writes(ends[1]);
  RecordStream stream(loop_, writes.get(), [this] { ++gone_; });
  close(ends[0]);
  stream.write("x");
  stream.write("x");
  EXPECT_EQ(gone_, 1);
}

}  // namespace
}  // namespace denwaban::guard
