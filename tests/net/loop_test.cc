// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/loop.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/unique_fd.h"

namespace denwaban::net {
namespace {

struct Pipe {
  Pipe() {
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    read = UniqueFd(ends[0]);
    write = UniqueFd(ends[1]);
  }
  UniqueFd read, write;
};

TEST(Loop, calls_when_a_descriptor_is_readable) {
  Loop loop;
  Pipe pipe;
  int calls = 0;
  auto handle = loop.on_readable(pipe.read.get(), [&] { ++calls; });
  ASSERT_TRUE(loop.turn(Milliseconds(0)));
  EXPECT_EQ(calls, 0);
  ASSERT_EQ(write(pipe.write.get(), "x", 1), 1);
  ASSERT_TRUE(loop.turn(Milliseconds(1000)));
  EXPECT_EQ(calls, 1);
}

TEST(Loop, one_descriptor_is_read_from_and_written_to) {
  Loop loop;
  int ends[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
  UniqueFd here(ends[0]), there(ends[1]);
  int reads = 0, writes = 0;
  auto handle = loop.on_ready(here.get(), [&](bool readable, bool writable) {
    reads += readable;
    writes += writable;
  });
  ASSERT_TRUE(loop.turn(Milliseconds(0)));
  EXPECT_EQ(reads + writes, 0) << "room to write is not waited for at first";
  handle->want(false, true);
  ASSERT_EQ(write(there.get(), "x", 1), 1);
  ASSERT_TRUE(loop.turn(Milliseconds(1000)));
  EXPECT_EQ(reads, 0);
  EXPECT_EQ(writes, 1);
  handle->want(true, false);
  ASSERT_TRUE(loop.turn(Milliseconds(1000)));
  EXPECT_EQ(reads, 1);
  EXPECT_EQ(writes, 1);
}

TEST(Loop, a_callback_may_drop_its_own_handle) {
  Loop loop;
  Pipe pipe;
  int calls = 0;
  Loop::Owned handle;
  handle = loop.on_readable(pipe.read.get(), [&] {
    ++calls;
    handle.reset();
  });
  ASSERT_EQ(write(pipe.write.get(), "x", 1), 1);
  ASSERT_TRUE(loop.turn(Milliseconds(1000)));
  ASSERT_TRUE(loop.turn(Milliseconds(0)));
  EXPECT_EQ(calls, 1);
}

TEST(Loop, a_timer_repeats_until_the_loop_is_stopped) {
  Loop loop;
  int calls = 0;
  auto handle = loop.every(Milliseconds(1), [&] {
    if (++calls == 3) loop.stop();
  });
  ASSERT_TRUE(loop.run());
  EXPECT_EQ(calls, 3);
}

TEST(Loop, a_signal_becomes_a_call) {
  Loop loop;
  int calls = 0;
  auto handle = loop.on_signal(SIGUSR1, [&] { ++calls; });
  raise(SIGUSR1);
  ASSERT_TRUE(loop.turn(Milliseconds(1000)));
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace denwaban::net
