// SPDX-License-Identifier: GPL-3.0-or-later
#include "setup/asterisk_console.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdlib>

#include "base/unique_fd.h"

namespace denwaban::setup {
namespace {

using Watch = std::chrono::steady_clock;

std::string find_program() {
  std::string path = std::getenv("PATH") != nullptr ? std::getenv("PATH") : "";
  path += ":/usr/sbin:/usr/local/sbin:/usr/bin";
  for (size_t at = 0; at <= path.size();) {
    size_t end = std::min(path.find(':', at), path.size());
    std::string program = path.substr(at, end - at) + "/asterisk";
    if (program.front() == '/' && ::access(program.c_str(), X_OK) == 0) return program;
    at = end + 1;
  }
  return "asterisk";
}

// A child with its standard output and error here and nothing on its standard input.
struct Child {
  pid_t pid = -1;
  UniqueFd output;
};

Result<Child> start(std::vector<std::string> words) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail(ErrorKind::io, "cannot make a pipe: too many open files");
  Child child;
  child.output = UniqueFd(ends[0]);
  UniqueFd theirs(ends[1]);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, theirs.get(), 1);
  posix_spawn_file_actions_adddup2(&actions, theirs.get(), 2);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  int error = ::posix_spawn(&child.pid, words.front().c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0)
    return fail(ErrorKind::not_found,
                "no program \"asterisk\" in PATH: install Asterisk, or run setup where it runs");
  return child;
}

// Until its output ends or patience does; false: the latter.
bool read_all(int fd, std::string& text) {
  auto end = Watch::now() + AsteriskConsole::kPatience;
  while (true) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Watch::now()).count();
    pollfd waiting{fd, POLLIN, 0};
    if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) == 0) return false;
    char block[4096];
    ssize_t count = ::read(fd, block, sizeof block);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return true;
    if (text.size() < AsteriskConsole::kAnswerMax) text.append(block, static_cast<size_t>(count));
  }
}

}  // namespace

AsteriskConsole::AsteriskConsole(const std::string& config_dir) : words_{find_program()} {
  if (config_dir != "/etc/asterisk") {
    words_.push_back("-C");
    words_.push_back(config_dir + "/asterisk.conf");
  }
  call_ = fmt::format("{}", fmt::join(words_, " "));
}

Result<std::string> run_program(std::vector<std::string> words) {
  std::string program = words.front();
  auto child = start(std::move(words));
  if (!child) return tl::unexpected(child.error());
  std::string text;
  bool ended = read_all(child->output.get(), text);
  if (!ended) ::kill(child->pid, SIGKILL);
  int status = 0;
  while (::waitpid(child->pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!ended)
    return fail(ErrorKind::unavailable,
                fmt::format("{} does not answer: is it stuck?", program));
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return fail(ErrorKind::io, fmt::format("{} failed", program));
  return text;
}

Result<std::string> AsteriskConsole::run(const std::string& command) const {
  std::vector<std::string> words = words_;
  words.insert(words.end(), {"-rx", command});
  auto text = run_program(std::move(words));
  if (!text && text.error().kind == ErrorKind::io)
    return fail(ErrorKind::unavailable, fmt::format("no Asterisk answers \"{} -rx\": is it running?", call_));
  if (!text && text.error().kind == ErrorKind::unavailable)
    return fail(ErrorKind::unavailable,
                fmt::format("Asterisk does not answer \"{}\": is it stuck?", command));
  return text;
}

std::optional<int> major_in(std::string_view version) {
  for (std::string_view begin : {"Asterisk certified/", "Asterisk certified-", "Asterisk "}) {
    size_t at = version.find(begin);
    if (at == std::string_view::npos) continue;
    version.remove_prefix(at + begin.size());
    int major = 0;
    auto [end, error] = std::from_chars(version.data(), version.data() + version.size(), major);
    // "1.8" is older than all that count by their first number.
    if (error == std::errc() && end != version.data() && major > 0 && major < 1000) return major;
    return std::nullopt;
  }
  return std::nullopt;
}

std::optional<int> AsteriskConsole::major() const {
  auto text = run("core show version");
  return text ? major_in(*text) : std::nullopt;
}

}  // namespace denwaban::setup
