// SPDX-License-Identifier: GPL-3.0-or-later
// The proof that it works: a login to the manager that must fail, with a name that nobody has, and who tells
// of it.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "net/stream.h"
#include "pbx/exchange.h"

namespace denwaban::setup {

struct Witness {
  std::string name;  // "AMI", or a log's path
  bool told = false;
  std::string why;  // when it did not: one clause
};

struct VerifyOptions {
  net::Endpoint manager;
  std::string user, secret;
  std::vector<pbx::LogFile> logs;  // those that carry security events or notices are waited for
  Milliseconds patience{8'000};
};

// Takes as long as the slowest witness, `patience` at most for the session and again for the login. The
// made-up login comes from this machine, which no guard bans.
std::vector<Witness> verify(const VerifyOptions& options);

}  // namespace denwaban::setup
