// SPDX-License-Identifier: GPL-3.0-or-later
// Reading: bytes to the sink, truncation, the end of a rotated file. Which file a path means is in
// follow_succession.cc.
#include "sources/follow_file.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "base/hash.h"

namespace denwaban::sources {

namespace {

constexpr size_t kReadLength = 64 << 10;
constexpr size_t kRestMax = 64 << 10;  // a sink that leaves more than that does not want the line
constexpr size_t kTailMax = 64;
constexpr int kLateSeconds = 60;  // how long a writer may go on in a file that was rotated away
constexpr size_t kLateMax = 4;

}  // namespace

bool FollowedFile::read(size_t budget, FollowTurn& turn) {
  if (!late_.empty()) read_late(turn);
  while (current_ && budget > 0) {
    const size_t asked = std::min(budget, kReadLength);
    size_t got = 0;
    Step step = read_once(*current_, asked, got, turn);
    if (step == Step::failed) return false;
    if (step == Step::data) {
      budget -= got;
      current_->behind = got == asked;
      if (!current_->behind && next_.empty()) return false;  // a short read: this is the end for now
    } else if (step == Step::truncated) {
      begin_again(turn);
      budget -= std::min<size_t>(budget, 4096);
    } else {
      current_->behind = false;
      if (!may_finish()) return false;
      finish(true, turn);
    }
  }
  return current_.has_value();
}

FollowedFile::Step FollowedFile::read_once(Reading& reading, size_t length, size_t& got, FollowTurn& turn) {
  char* target = turn.scratch.data() + reading.rest.size();
  std::array<char, kTailMax> before;
  const size_t known = reading.tail.size();
  const iovec parts[] = {{before.data(), known}, {target, length}};
  ssize_t bytes = ::preadv(reading.fd.get(), parts, 2, static_cast<off_t>(reading.offset - known));
  if (bytes < 0) {
    if (errno == EINTR) return Step::data;
    tell_once(fmt::format("cannot read {}: {}: it is tried again each second", path_, std::strerror(errno)),
              turn);
    return Step::failed;
  }
  if (static_cast<size_t>(bytes) <= known) return was_truncated(reading) ? Step::truncated : Step::end;
  // The file may have been truncated and have grown beyond our offset between two reads: then its head is
  // another. Where the bytes just before ours are those that we have read, it was not.
  const bool goes_on = known > 0 && std::string_view(before.data(), known) == reading.tail;
  if (!goes_on || reading.head.size() < kHeadMax) {
    std::string head = read_head(reading.fd.get(), kHeadMax);
    if (head.compare(0, reading.head.size(), reading.head) != 0) return Step::truncated;
    reading.head = std::move(head);
  }
  got = static_cast<size_t>(bytes) - known;
  reading.offset += got;
  reading.tail.append(target + got - std::min(got, kTailMax), std::min(got, kTailMax));
  if (reading.tail.size() > kTailMax) reading.tail.erase(0, reading.tail.size() - kTailMax);
  deliver(reading, got, false, turn);
  return Step::data;
}

bool FollowedFile::was_truncated(const Reading& reading) const {
  struct stat status {};
  if (::fstat(reading.fd.get(), &status) < 0) return false;
  if (static_cast<uint64_t>(status.st_size) < reading.offset) return true;
  return read_head(reading.fd.get(), reading.head.size()) != reading.head;
}

// `length` fresh bytes stand in the scratch behind the place of the rest.
void FollowedFile::deliver(Reading& reading, size_t length, bool last, FollowTurn& turn) {
  std::copy(reading.rest.begin(), reading.rest.end(), turn.scratch.begin());
  std::string_view bytes(turn.scratch.data(), reading.rest.size() + length);
  uint64_t offset = reading.offset - bytes.size();
  if (reading.skipping) {
    size_t end = bytes.find('\n');
    size_t skipped = end == std::string_view::npos ? bytes.size() : end + 1;
    reading.skipping = end == std::string_view::npos;
    bytes.remove_prefix(skipped);
    offset += skipped;
  }
  if (last && !bytes.empty() && bytes.back() != '\n') {
    turn.scratch[static_cast<size_t>(bytes.data() - turn.scratch.data()) + bytes.size()] = '\n';
    bytes = std::string_view(bytes.data(), bytes.size() + 1);
  }
  if (bytes.empty() && !last) {
    reading.rest.clear();
    return;
  }
  size_t taken = turn.sink.consume({reading.source, bytes, offset, last});
  bytes.remove_prefix(std::min(taken, bytes.size()));
  if (bytes.size() > kRestMax && !last) {
    tell_once(fmt::format("{} holds a line of more than {} bytes, which is skipped", path_, kRestMax), turn);
    reading.skipping = bytes.back() != '\n';
    bytes = {};
  }
  reading.rest.assign(last ? std::string_view() : bytes);
}

// A truncated file goes on at its beginning. What stood in it behind our offset is in the copy that logrotate
// made.
void FollowedFile::begin_again(FollowTurn& turn) {
  Reading again;
  again.fd = UniqueFd(::dup(current_->fd.get()));
  again.id = current_->id;
  again.offset = first_data(again.fd.get());
  again.head = read_head(again.fd.get(), kHeadMax);
  again.source = turn.sources.next();
  const uint64_t consumed = current_->consumed();
  std::optional<Reading> copy;
  for (const FileFacts& sibling : rotated_siblings(path_)) {
    if (sibling.id == current_->id || sibling.size < consumed || current_->head.empty()) continue;
    if (head_of(sibling.path, current_->head.size()) != current_->head) continue;
    if (auto opened = open(sibling.path, turn)) copy = std::move(opened);
  }
  if (copy) {
    copy->offset = consumed;
    copy->source = current_->source;  // the same bytes at the same places
    copy->skipping = current_->skipping;
    copy->complete = true;
    current_ = std::move(copy);
    next_.push_front(std::move(again));
    return;
  }
  if (current_->behind)
    tell_once(
        fmt::format("{} was truncated before all of it was read, and no copy of it was found: its lines "
                    "after byte {} are lost",
                    path_, consumed),
        turn);
  next_.push_front(std::move(again));
  finish(false, turn);
}

bool FollowedFile::may_finish() const {
  if (next_.empty()) return false;
  if (current_->complete) return true;
  // The writer goes on in the old file until it has opened the new one: that something stands there is the
  // sign.
  return std::any_of(next_.begin(), next_.end(), [](const Reading& reading) {
    struct stat status {};
    return ::fstat(reading.fd.get(), &status) == 0 && status.st_size > 0;
  });
}

void FollowedFile::finish(bool keep_open, FollowTurn& turn) {
  deliver(*current_, 0, true, turn);
  turn.sources.finish(position_of(*current_));
  if (keep_open && !current_->complete) {
    if (late_.size() >= kLateMax) late_.erase(late_.begin());
    current_->idle_seconds = 0;
    late_.push_back(std::move(*current_));
  }
  current_.reset();
  if (next_.empty()) return;
  Reading reading = std::move(next_.front());
  next_.pop_front();
  begin(std::move(reading), turn);
}

void FollowedFile::begin(Reading reading, FollowTurn& turn) {
  told_.clear();
  current_ = std::move(reading);
  turn.sink.source_opened(position_of(*current_));
}

void FollowedFile::read_late(FollowTurn& turn) {
  for (Reading& reading : late_) {
    for (int pieces = 0; pieces < 4; ++pieces) {  // the rest comes with the next turn
      size_t got = 0;
      if (read_once(reading, kReadLength, got, turn) != Step::data) break;
      reading.idle_seconds = 0;
    }
  }
}

void FollowedFile::age(FollowTurn& turn) {
  read_late(turn);
  for (size_t i = 0; i < late_.size();) {
    if (++late_[i].idle_seconds <= kLateSeconds) {
      ++i;
      continue;
    }
    if (!late_[i].rest.empty()) deliver(late_[i], 0, true, turn);
    late_.erase(late_.begin() + static_cast<std::ptrdiff_t>(i));
  }
  if (!current_ || !gone_ || !next_.empty()) return;
  struct stat status {};
  if (::fstat(current_->fd.get(), &status) < 0 || status.st_nlink > 0) return;
  if (++current_->idle_seconds <= kLateSeconds) return;
  finish(false, turn);  // an open descriptor would keep a deleted file's space
}

bool FollowedFile::reads(const FileId& id) const {
  auto same = [&](const Reading& reading) { return reading.id == id; };
  return (current_ && same(*current_)) || std::any_of(next_.begin(), next_.end(), same) ||
         std::any_of(late_.begin(), late_.end(), same);
}

std::optional<FilePosition> FollowedFile::position() const {
  if (current_) return position_of(*current_);
  return waiting_;
}

FilePosition FollowedFile::position_of(const Reading& reading) const {
  FilePosition position;
  position.source = reading.source;
  position.path = path_;
  position.device = reading.id.device;
  position.inode = reading.id.inode;
  position.offset = reading.consumed();
  position.head_length = static_cast<uint32_t>(reading.head.size());
  position.head_digest = stable_id(reading.head);
  return position;
}

const UniqueFd* FollowedFile::descriptor(uint32_t source) const {
  if (current_ && current_->source == source) return &current_->fd;
  for (const Reading& reading : late_)
    if (reading.source == source) return &reading.fd;
  return nullptr;
}

void FollowedFile::tell_once(std::string sentence, FollowTurn& turn) {
  if (sentence == told_) return;
  told_ = std::move(sentence);
  turn.sink.notice(told_);
}

}  // namespace denwaban::sources
