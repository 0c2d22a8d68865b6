// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/terminal.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "text/printable.h"

namespace denwaban::cli {
namespace {

int64_t monotonic_ms() {
  return std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

size_t terminal_width() {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

Look look_of(const Global& global) {
  bool terminal = isatty(STDOUT_FILENO) == 1;
  auto mode = text::parse_color_mode(global.colour).value_or(text::ColorMode::automatic);
  return {text::Style::choose(mode, terminal, std::getenv("NO_COLOR")), terminal ? terminal_width() : 0,
          SystemClock().now()};
}

void print(std::string_view text) {
  while (!text.empty()) {
    ssize_t written = write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EPIPE) _exit(0);
    if (written < 0) {
      complain(fmt::format("cannot write to standard output: {}", strerror(errno)));
      _exit(3);
    }
    text.remove_prefix(static_cast<size_t>(written));
  }
}

void complain(std::string_view sentence) {
  fmt::print(stderr, "denwaban: {}\n", text::printable(sentence, 2000));
}

int complain(const Error& error) {
  complain(error.message);
  return error.kind == ErrorKind::usage || error.kind == ErrorKind::input ? 2 : 3;
}

Progress::Progress()
    : terminal_(isatty(STDERR_FILENO) == 1), started_ms_(monotonic_ms()), shown_ms_(started_ms_) {}

Progress::~Progress() {
  if (drawn_) fmt::print(stderr, "\r\x1b[K");
}

void Progress::show(uint64_t done, uint64_t total) {
  if (!terminal_) return;
  int64_t now = monotonic_ms();
  if (now - started_ms_ < 1000 || now - shown_ms_ < 100) return;
  shown_ms_ = now;
  drawn_ = true;
  constexpr int kWidth = 40;
  double part = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 1;
  auto filled = static_cast<size_t>(part * kWidth);
  fmt::print(stderr, "\r\x1b[K[{:#<{}}{:.<{}}] {:3.0f} %  {:.1f} of {:.1f} MB", "", filled, "",
             kWidth - filled, part * 100, static_cast<double>(done) / 1e6, static_cast<double>(total) / 1e6);
}

}  // namespace denwaban::cli
