// SPDX-License-Identifier: GPL-3.0-or-later
// `denwaban fraud pin`: on a terminal it is typed twice and not shown; else it is the first line of standard input.
#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "cli/commands.h"
#include "cli/config.h"
#include "cli/terminal.h"
#include "serve/control_client.h"
#include "serve/gate/pin_file.h"

namespace denwaban::cli {
namespace {

// What is typed is not shown while this lives.
class Unseen {
 public:
  Unseen() : good_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
    termios unseen = before_;
    unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (good_) (void)::tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
  }
  ~Unseen() {
    if (good_) (void)::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;

 private:
  termios before_{};
  bool good_;
};

std::string read_line() {
  std::string line;
  std::getline(std::cin, line);
  return line;
}

std::string ask(const std::string& what) {
  print(what);
  std::fflush(stdout);
  Unseen unseen;
  std::string line = read_line();
  print("\n");
  return line;
}

}  // namespace

int run(const Global& global, const FraudPin& command) {
  auto loaded = load_settings(global);
  if (!loaded) return 2;
  const std::string& path = loaded->settings.gate.pins_file;
  std::string pin;
  if (!command.remove && ::isatty(STDIN_FILENO) == 1) {
    pin = ask(fmt::format("PIN of {}: ", command.account));
    if (ask("Again: ") != pin) {
      complain("these were two different PINs: nothing was changed");
      return 2;
    }
  } else if (!command.remove) {
    pin = read_line();
  }
  if (!command.remove && pin.empty()) {
    complain("no PIN: nothing was changed (--remove takes one away)");
    return 2;
  }
  if (auto set = serve::set_pin(path, command.account, pin); !set) return complain(set.error());
  auto told = serve::reload_guard(loaded->settings.control.socket);
  if (!told && told.error().kind != ErrorKind::not_found) return complain(told.error());
  return 0;
}

}  // namespace denwaban::cli
