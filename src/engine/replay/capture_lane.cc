// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay/capture_lane.h"

#include <algorithm>
#include <iterator>

namespace denwaban::engine {

CaptureLane::CaptureLane(const ReplayInput& input, uint32_t source, const track::WireOptions& options,
                         EventSink& sink, ReplayResult::PerInput& report)
    : Lane(source), input_(input), options_(options), sink_(sink), report_(report) {}

bool CaptureLane::start() {
  if (!before_) return open();
  auto first = sources::first_packet_time(input_.path);
  if (!first) return open();  // says what is wrong with it
  first_ = *first;
  asleep_ = true;
  return true;
}

bool CaptureLane::open() {
  sources::CaptureFileOptions options;
  options.goes_on = goes_on_;
  for (const auto* ports :
       {&options_.sip_ports, &options_.iax_ports, &options_.ami_ports, &options_.http_ports})
    options.plain_ports.insert(options.plain_ports.end(), ports->begin(), ports->end());
  auto file = sources::CaptureFile::open(input_.path, source(), options);
  if (!file) {
    report_.error = file.error();
    return false;
  }
  file_.emplace(std::move(*file));
  // Where the one before is not over yet, its packets overlap ours: another capture after all.
  if (before_ && before_->left_) {
    file_->go_on_with(std::move(*before_->left_));
    tracker_ = std::move(before_->tracker_);
    before_->close();
  } else {
    tracker_.emplace(options_, HashSeed{});
  }
  counted_ = file_->counters();
  latest_ = Time{};
  return advance();
}

// What an event means hangs on all packets before it: a capture is read again from its front.
void CaptureLane::sleep() {
  if (asleep_) return;
  first_ = when_[next];
  report_.counts = {};
  report_.error.reset();
  report_.unopened = {};
  tries_.clear();
  close();
  asleep_ = true;
}

bool CaptureLane::wake() {
  asleep_ = false;
  return open();
}

void CaptureLane::close() {
  left_.reset();
  tracker_.reset();
  file_.reset();
}

bool CaptureLane::advance() {
  tell_tries();
  events_.clear();
  while (file_ && events_.empty()) read();
  if (events_.empty()) {
    tell_tries();
    return false;
  }
  when_.clear();
  for (const Event& event : events_) when_.push_back(latest_ = std::max(latest_, event.time));
  report_.counts.events += events_.size();
  next = 0;
  return true;
}

// Only once it is sure that the lane is not put to sleep, and reads them again.
void CaptureLane::tell_tries() {
  if (!tries_.empty()) sink_.hear(tries_);
  tries_.clear();
}

// One batch of packets. The events' text lives in the tracker until it is given an empty list.
void CaptureLane::read() {
  auto more = file_->read(batch_);
  for (const Datagram& datagram : batch_.datagrams()) tracker_->take(datagram, events_);
  if (!batch_.datagrams().empty()) tracker_->flush(batch_.datagrams().back().time, events_);
  report_.counts.packets = file_->counters().packets - counted_.packets;
  report_.counts.bytes = file_->counters().bytes - counted_.bytes;
  for (size_t i = 0; i < parse::kUnopenedCount; ++i)
    report_.unopened[i] = file_->counters().unopened[i] - counted_.unopened[i];
  bytes_taken_ = file_->bytes_taken();
  if (!more) report_.error = more.error();
  bool last = !more || !*more;
  if (last && !goes_on_) tracker_->flush(Time::max(), events_);
  std::ranges::move(tracker_->take_tries(), std::back_inserter(tries_));
  if (!last) return;
  if (goes_on_) left_.emplace(file_->take_decoder());
  file_.reset();
}

}  // namespace denwaban::engine
