// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay/ami_lane.h"

namespace denwaban::engine {

constexpr size_t kPiece = 256 * 1024;
static_assert(kPiece > 2 * parse::AmiEvents::kBlockMax + parse::AmiEvents::kDoubtLength);

bool AmiLane::start() {
  auto file = sources::Input::open(input_.path);
  if (!file) {
    report_.error = file.error();
    return false;
  }
  file_ = std::move(*file);
  reader_.emplace(source());
  order_ = EventOrder();
  peers_ = track::CallPeers();
  buffer_.clear();
  consumed_ = 0;
  offset_ = 0;
  return advance();
}

// What an event means hangs on the blocks before it: the session is read again from its front.
void AmiLane::sleep() {
  first_ = when_[next];
  report_.counts = {};
  report_.error.reset();
  close();
  asleep_ = true;
}

bool AmiLane::wake() {
  asleep_ = false;
  return start();
}

void AmiLane::close() {
  reader_.reset();
  file_.reset();
}

bool AmiLane::advance() {
  events_.clear();
  while (file_ && events_.empty()) read();
  if (events_.empty()) return false;
  when_.clear();
  order_.settle(events_, {}, when_);
  report_.counts.events = reader_->counts().events;
  next = 0;
  return true;
}

void AmiLane::read() {
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<ptrdiff_t>(consumed_));
  offset_ += consumed_;
  size_t kept = buffer_.size();
  buffer_.resize(kPiece);
  size_t filled = kept + sources::read_full(*file_, std::span(buffer_).subspan(kept), report_.error);
  bool last = filled < buffer_.size();
  buffer_.resize(filled);
  size_t due = last ? filled : filled - parse::AmiEvents::kDoubtLength;
  calls_.clear();
  consumed_ = reader_->parse({buffer_.data(), filled}, offset_, last, due, events_, &calls_);
  if (offset_ + consumed_ > told_to_) {
    told_to_ = offset_ + consumed_;
    sink_.hear_session(source(), events_, calls_);
  }
  peers_.take(events_, calls_);
  report_.counts.bytes = file_->position();
  report_.counts.unrecognised = reader_->counts().unrecognised;
  bytes_taken_ = file_->bytes_taken();
  if (last) file_.reset();
}

}  // namespace denwaban::engine
