// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/record_watch.h"

#include <utility>

namespace denwaban::guard {

RecordWatch::~RecordWatch() {
  if (thread_.joinable()) thread_.join();
}

void RecordWatch::begin(Time from) {
  follower_.begin(from);
  remember();
}

void RecordWatch::remember() {
  begun_ = follower_.begun();
  saved_.clear();
  if (!begun_) return;
  ByteWriter out;
  follower_.save(out);
  saved_ = out.take();
}

void RecordWatch::start(Lesson tables, Time now) {
  if (thread_.joinable()) return;
  done_ = false;
  thread_ = std::thread([this, tables = std::move(tables), now] {
    step_ = follower_.take(tables_of(tables), tables.trunks, now);
    done_ = true;
  });
}

std::optional<engine::RecordFollower::Step> RecordWatch::take() {
  if (!thread_.joinable() || !done_) return std::nullopt;
  thread_.join();
  remember();
  return std::exchange(step_, {});
}

bool RecordWatch::load(std::string_view bytes) {
  ByteReader in(bytes);
  const bool good = bytes.empty() || follower_.load(in);
  remember();
  return good;
}

}  // namespace denwaban::guard
