// SPDX-License-Identifier: GPL-3.0-or-later
// Which file a path means: at the start, after a restart, and when it comes to mean another one.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/hash.h"
#include "sources/follow_file.h"

namespace denwaban::sources {

namespace {

constexpr size_t kLaterFilesMax = 64;
constexpr uint32_t kTellingHead = 64;  // so many equal first bytes mean the same log, under another inode too

bool has_head(const std::string& path, const FilePosition& position) {
  return stable_id(head_of(path, position.head_length)) == position.head_digest;
}

bool is_file_of(const FileFacts& file, const FilePosition& position) {
  if (file.size < position.offset) return false;
  if (position.head_length > 0 && !has_head(file.path, position)) return false;
  return position.head_length >= kTellingHead || file.id == FileId{position.device, position.inode};
}

int64_t modified_ns(int fd) {
  struct stat status {};
  return ::fstat(fd, &status) < 0 ? 0 : facts_of("", status).modified_ns;
}

}  // namespace

void SourceTable::finish(FilePosition position) {
  position.finished = true;
  finished_.push_back(std::move(position));
  if (finished_.size() > kFinishedMax) finished_.pop_front();
}

const FilePosition* SourceTable::find(uint32_t source) const {
  for (const FilePosition& position : finished_)
    if (position.source == source) return &position;
  return nullptr;
}

bool SourceTable::was_read(const FileFacts& file) const {
  return std::any_of(finished_.begin(), finished_.end(), [&](const FilePosition& position) {
    return position.head_length > 0 && FileId{position.device, position.inode} == file.id &&
           has_head(file.path, position);
  });
}

std::optional<FollowedFile::Reading> FollowedFile::open(const std::string& path, FollowTurn& turn) {
  Reading reading;
  reading.fd = UniqueFd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat status {};
  if (!reading.fd || ::fstat(reading.fd.get(), &status) < 0) {
    if (errno == EACCES || errno == EPERM)
      tell_once(
          fmt::format("cannot read {}: permission denied: run as root or add the user to the file's group",
                      path),
          turn);
    else if (errno != ENOENT)
      tell_once(fmt::format("cannot read {}: {}: it is tried again each second", path, std::strerror(errno)),
                turn);
    return std::nullopt;
  }
  if (!S_ISREG(status.st_mode)) {
    tell_once(fmt::format("{} is not a file: give the path of a log", path), turn);
    return std::nullopt;
  }
  reading.id = facts_of("", status).id;
  reading.head = read_head(reading.fd.get(), kHeadMax);
  return reading;
}

void FollowedFile::start(const std::optional<FilePosition>& position, bool from_start, FollowTurn& turn) {
  auto facts = look_at(path_);
  gone_ = !facts;
  if (position) return resume(*position, turn);
  if (!facts)
    return tell_once(fmt::format("{} is not there yet: it is followed once it appears", path_), turn);
  if (turn.is_followed(facts->id)) return;
  existed_ = !from_start;
  first_size_ = facts->size;
  open_first(turn);
}

// The first file of a path without a past.
void FollowedFile::open_first(FollowTurn& turn) {
  auto reading = open(path_, turn);
  if (!reading) return;
  if (existed_) reading->offset = last_line_start(reading->fd.get(), first_size_);
  existed_ = false;
  reading->source = turn.sources.next();
  begin(std::move(*reading), turn);
}

std::optional<std::string> FollowedFile::find_again(const FilePosition& position) const {
  if (auto facts = look_at(path_); facts && is_file_of(*facts, position)) return path_;
  const FileId id{position.device, position.inode};
  std::optional<std::string> found;
  for (const FileFacts& sibling : rotated_siblings(path_)) {
    if (!is_file_of(sibling, position)) continue;
    found = sibling.path;
    if (sibling.id == id) break;
  }
  return found;
}

void FollowedFile::resume(const FilePosition& position, FollowTurn& turn) {
  waiting_ = position;
  auto found = find_again(position);
  auto reading = found ? open(*found, turn) : std::nullopt;
  bool unreadable = found ? !reading : !gone_ && !open(path_, turn);
  if (unreadable) return;  // look_again() comes back
  waiting_.reset();
  if (!reading) {
    turn.sources.finish(position);
    tell_once(fmt::format("{} is not the file that was read before, and that one was not found under another "
                          "name (compressed or removed?): its lines after byte {} are not read",
                          path_, position.offset),
              turn);
    existed_ = false;
    if (!gone_) open_first(turn);
    return;
  }
  reading->offset = position.offset;
  reading->source = position.source;
  const bool rotated = *found != path_;
  const int64_t since = modified_ns(reading->fd.get());
  begin(std::move(*reading), turn);
  if (!rotated) return;
  add_later_files(since, turn);
  look_again(turn);
}

// The files that rotation made of this path after a file that was written last at `since_ns`.
void FollowedFile::add_later_files(int64_t since_ns, FollowTurn& turn) {
  for (const FileFacts& sibling : rotated_siblings(path_)) {
    if (sibling.modified_ns < since_ns || reads(sibling.id) || turn.is_followed(sibling.id)) continue;
    if (turn.sources.was_read(sibling) || next_.size() >= kLaterFilesMax) continue;
    auto reading = open(sibling.path, turn);
    if (!reading || (current_ && !reading->head.empty() && reading->head == current_->head)) continue;
    reading->complete = true;
    reading->source = turn.sources.next();
    next_.push_back(std::move(*reading));
  }
}

void FollowedFile::look_again(FollowTurn& turn) {
  auto facts = look_at(path_);
  gone_ = !facts;
  if (waiting_) return resume(FilePosition(*waiting_), turn);
  if (!facts) return;
  auto late = std::find_if(late_.begin(), late_.end(), [&](const Reading& r) { return r.id == facts->id; });
  if (late != late_.end() && !(current_ && current_->id == facts->id)) {  // somebody moved it back
    Reading back = std::move(*late);
    late_.erase(late);
    back.source = turn.sources.next();
    next_.push_back(std::move(back));
    return;
  }
  if (reads(facts->id) || turn.is_followed(facts->id)) return;
  if (!current_) return open_first(turn);
  auto reading = open(path_, turn);
  if (!reading) return;
  const Reading& newest = next_.empty() ? *current_ : next_.back();
  add_later_files(modified_ns(newest.fd.get()), turn);
  reading->source = turn.sources.next();
  next_.push_back(std::move(*reading));
}

}  // namespace denwaban::sources
