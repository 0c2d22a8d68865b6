// SPDX-License-Identifier: GPL-3.0-or-later
// Looks names of trunks up in the background: A, AAAA and SRV, over c-ares, without ever blocking. One
// descriptor stands for all sockets and timeouts within. Not thread-safe: everything happens on the thread
// that calls.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "pbx/trunk_book.h"

namespace denwaban::net {

class Resolver {
 public:
  struct Options {
    std::string servers;  // "192.0.2.53,192.0.2.54:5353"; empty: those of resolv.conf, read anew when that
                          // file changes
    std::string resolv_conf = "/etc/resolv.conf";
    Milliseconds timeout{2000};  // of the first try; c-ares doubles it
    int tries = 2;               // for each server
    bool use_hosts_file = true;  // /etc/hosts comes first, as for Asterisk
  };
  static constexpr size_t kAtOnceMax = 32;  // names looked up at the same time; more wait
  static constexpr size_t kWaitingMax = 4096;

  static Result<std::unique_ptr<Resolver>> open(Options options);
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  // `done` is called once, from within process() (or lookup() when the answer is at hand), never after this
  // object is gone. It may call lookup(). When too many names wait the answer is an incomplete, empty one.
  using Done = std::function<void(const pbx::TrunkAnswer&)>;
  void lookup(const pbx::TrunkQuestion& question, Done done);

  // Readable whenever process() has something to do, timeouts included. Stays the same for the object's life.
  int descriptor() const;
  void process();
  // Names asked and not yet answered.
  size_t pending() const;

 private:
  struct State;
  explicit Resolver(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace denwaban::net
