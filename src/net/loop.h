// SPDX-License-Identifier: GPL-3.0-or-later
// The one event loop that live sources, doors and timers share: descriptors, timers and signals become calls
// on its thread. (systemd's sd-event over epoll; it works without systemd as init, and feeds the service
// manager's watchdog.)
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace denwaban::net {

class Loop {
 public:
  Loop();  // aborts when the kernel has no epoll descriptor left: nothing works then
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  // A registration ends when its handle dies. A callback may drop any handle, its own too.
  class Handle {
   public:
    virtual ~Handle() = default;
  };
  using Owned = std::unique_ptr<Handle>;

  // What is waited for on a descriptor that is both read from and written to.
  class Duplex : public Handle {
   public:
    virtual void want(bool readable, bool writable) = 0;
  };

  // Level-triggered. The descriptor stays the caller's and must outlive the handle; the kernel takes each
  // descriptor once, so there is one handle for it at a time. A hang-up or an error calls too.
  Owned on_readable(int fd, std::function<void()> call);
  // First waits for something to read.
  std::unique_ptr<Duplex> on_ready(int fd, std::function<void(bool readable, bool writable)> call);
  // First after one period, then every period (monotonic clock; ticks that were missed are not made up for).
  Owned every(Milliseconds period, std::function<void()> call);
  // Blocks the signal in this thread: call before other threads start.
  Owned on_signal(int signal, std::function<void()> call);

  // Answers the service manager's watchdog (WATCHDOG_USEC) as long as the loop turns.
  void feed_watchdog();

  // Runs until `stop`. Errors of the loop itself end it.
  Status run();
  // Waits at most `patience` for one turn's events and runs their calls. For tests and the simulator.
  Status turn(Milliseconds patience);
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace denwaban::net
