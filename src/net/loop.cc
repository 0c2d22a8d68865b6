// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/loop.h"

#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <systemd/sd-event.h>

#include <cstring>

#include "base/check.h"

namespace denwaban::net {
namespace {

struct Source final : Loop::Handle {
  ~Source() override {
    if (source != nullptr) {
      sd_event_source_set_enabled(source, SD_EVENT_OFF);
      sd_event_source_unref(source);
    }
  }
  sd_event_source* source = nullptr;
  // Shared, so that a callback which drops its own handle goes on living until it returns.
  std::shared_ptr<std::function<void()>> call;
  uint64_t period_us = 0;
};

struct DuplexSource final : Loop::Duplex {
  ~DuplexSource() override {
    sd_event_source_set_enabled(source, SD_EVENT_OFF);
    sd_event_source_unref(source);
  }
  void want(bool readable, bool writable) override {
    uint32_t mask = (readable ? uint32_t{EPOLLIN} : 0) | (writable ? uint32_t{EPOLLOUT} : 0);
    DENWABAN_CHECK(sd_event_source_set_io_events(source, mask) >= 0);
  }
  sd_event_source* source = nullptr;
  std::shared_ptr<std::function<void(bool, bool)>> call;
};

int duplex_ready(sd_event_source*, int, uint32_t events, void* data) {
  auto call = static_cast<DuplexSource*>(data)->call;
  bool broken = (events & (EPOLLERR | EPOLLHUP)) != 0;
  (*call)(broken || (events & EPOLLIN) != 0, broken || (events & EPOLLOUT) != 0);
  return 0;
}

void run_call(Source* source) {
  auto call = source->call;
  (*call)();
}

int io_ready(sd_event_source*, int, uint32_t, void* data) { return run_call(static_cast<Source*>(data)), 0; }
int signal_came(sd_event_source*, const signalfd_siginfo*, void* data) {
  return run_call(static_cast<Source*>(data)), 0;
}

int timer_due(sd_event_source* timer, uint64_t, void* data) {
  auto* source = static_cast<Source*>(data);
  sd_event_source_set_time_relative(timer, source->period_us);
  sd_event_source_set_enabled(timer, SD_EVENT_ONESHOT);
  return run_call(source), 0;
}

}  // namespace

struct Loop::State {
  sd_event* event = nullptr;

  Owned add_io(int fd, uint32_t mask, std::function<void()> call) {
    auto source = std::make_unique<Source>();
    source->call = std::make_shared<std::function<void()>>(std::move(call));
    DENWABAN_CHECK(sd_event_add_io(event, &source->source, fd, mask, io_ready, source.get()) >= 0);
    return source;
  }
};

Loop::Loop() : state_(std::make_unique<State>()) { DENWABAN_CHECK(sd_event_new(&state_->event) >= 0); }
Loop::~Loop() { sd_event_unref(state_->event); }

Loop::Owned Loop::on_readable(int fd, std::function<void()> call) {
  return state_->add_io(fd, EPOLLIN, std::move(call));
}

std::unique_ptr<Loop::Duplex> Loop::on_ready(int fd, std::function<void(bool, bool)> call) {
  auto duplex = std::make_unique<DuplexSource>();
  duplex->call = std::make_shared<std::function<void(bool, bool)>>(std::move(call));
  DENWABAN_CHECK(sd_event_add_io(state_->event, &duplex->source, fd, EPOLLIN, duplex_ready, duplex.get()) >=
                 0);
  return duplex;
}

Loop::Owned Loop::every(Milliseconds period, std::function<void()> call) {
  auto source = std::make_unique<Source>();
  source->call = std::make_shared<std::function<void()>>(std::move(call));
  source->period_us = static_cast<uint64_t>(std::chrono::microseconds(period).count());
  DENWABAN_CHECK(sd_event_add_time_relative(state_->event, &source->source, CLOCK_MONOTONIC,
                                            source->period_us, 1000, timer_due, source.get()) >= 0);
  return source;
}

Loop::Owned Loop::on_signal(int signal, std::function<void()> call) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  DENWABAN_CHECK(pthread_sigmask(SIG_BLOCK, &set, nullptr) == 0);
  auto source = std::make_unique<Source>();
  source->call = std::make_shared<std::function<void()>>(std::move(call));
  DENWABAN_CHECK(sd_event_add_signal(state_->event, &source->source, signal, signal_came, source.get()) >= 0);
  return source;
}

void Loop::feed_watchdog() { sd_event_set_watchdog(state_->event, 1); }

Status Loop::run() {
  int result = sd_event_loop(state_->event);
  if (result < 0)
    return fail(ErrorKind::io, fmt::format("the event loop failed: {}", std::strerror(-result)));
  return {};
}

Status Loop::turn(Milliseconds patience) {
  int result =
      sd_event_run(state_->event, static_cast<uint64_t>(std::chrono::microseconds(patience).count()));
  if (result < 0)
    return fail(ErrorKind::io, fmt::format("the event loop failed: {}", std::strerror(-result)));
  return {};
}

void Loop::stop() { sd_event_exit(state_->event, 0); }

}  // namespace denwaban::net
