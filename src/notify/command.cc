// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>

#include "base/unique_fd.h"
#include "notify/channel.h"

namespace denwaban::notify {
namespace {

constexpr int kLookEvery = 50;  // ms

// Its standard input is our pipe, what it says goes nowhere; a group of its own, so that what it started ends
// with it.
class Start {
 public:
  explicit Start(int input) {
    posix_spawn_file_actions_init(&files_);
    posix_spawn_file_actions_adddup2(&files_, input, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_init(&how_);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&how_, &none);
    posix_spawnattr_setsigdefault(&how_, &all);
    posix_spawnattr_setpgroup(&how_, 0);
    posix_spawnattr_setflags(&how_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~Start() {
    posix_spawn_file_actions_destroy(&files_);
    posix_spawnattr_destroy(&how_);
  }
  Start(const Start&) = delete;
  Start& operator=(const Start&) = delete;

  int run(const std::vector<std::string>& command, pid_t& child) {
    std::vector<char*> arguments;
    for (const std::string& one : command) arguments.push_back(const_cast<char*>(one.c_str()));
    arguments.push_back(nullptr);
    static char kPath[] = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                kLanguage[] = "LC_ALL=C.UTF-8";
    char* environment[] = {kPath, kLanguage, nullptr};
    return posix_spawn(&child, arguments[0], &files_, &how_, arguments.data(), environment);
  }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t how_{};
};

class Command final : public Channel {
 public:
  explicit Command(CommandOptions options) : options_(std::move(options)) {}
  std::string_view name() const override { return "command"; }

  Status deliver(const Notice& notice, const std::atomic<bool>& stop) override {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return fail(ErrorKind::unavailable, std::strerror(errno));
    UniqueFd theirs(ends[0]), ours(ends[1]);
    ::fcntl(ours.get(), F_SETFL, O_NONBLOCK);
    pid_t child = 0;
    if (const int error = Start(theirs.get()).run(options_.command, child); error != 0)
      return fail(ErrorKind::unavailable, fmt::format("{}: {}", options_.command[0], std::strerror(error)));
    theirs.reset();
    return attend(child, std::move(ours), notice_json(notice) + "\n", stop);
  }

 private:
  Status attend(pid_t child, UniqueFd input, std::string_view unsaid, const std::atomic<bool>& stop) const {
    const auto until = std::chrono::steady_clock::now() + options_.patience;
    for (;;) {
      if (input && !give(input, unsaid)) input.reset();
      int status = 0;
      if (::waitpid(child, &status, WNOHANG) == child) return judge(status);
      const bool late = std::chrono::steady_clock::now() >= until;
      if (late || stop.load()) {
        ::kill(-child, SIGKILL);
        ::waitpid(child, &status, 0);
        return fail(ErrorKind::unavailable, fmt::format("{} did not end within {} s and was killed",
                                                        options_.command[0], options_.patience.count()));
      }
      pollfd wait{input ? input.get() : -1, POLLOUT, 0};
      ::poll(&wait, 1, kLookEvery);
    }
  }
  // False: all is said, or it does not listen.
  static bool give(const UniqueFd& input, std::string_view& unsaid) {
    const ssize_t took = ::write(input.get(), unsaid.data(), unsaid.size());
    if (took < 0) return errno == EAGAIN || errno == EINTR;
    unsaid.remove_prefix(static_cast<size_t>(took));
    return !unsaid.empty();
  }
  Status judge(int status) const {
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
    if (WIFSIGNALED(status))
      return fail(ErrorKind::unavailable,
                  fmt::format("{} was ended by signal {}", options_.command[0], WTERMSIG(status)));
    return fail(ErrorKind::unavailable,
                fmt::format("{} ended with {}", options_.command[0], WEXITSTATUS(status)));
  }

  CommandOptions options_;
};

}  // namespace

std::unique_ptr<Channel> command_channel(CommandOptions options) {
  return std::make_unique<Command>(std::move(options));
}

}  // namespace denwaban::notify
