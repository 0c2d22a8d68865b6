// SPDX-License-Identifier: GPL-3.0-or-later
#include "log_book.h"

#include <algorithm>

namespace denwaban::sim {
namespace {

constexpr const char* kPaths[] = {"/var/log/asterisk/messages", "/var/log/asterisk/security"};
constexpr uint64_t kSlice = 64 << 10;

}  // namespace

void LogBook::write(Log log, std::string_view line) {
  logs_[log].back().bytes.append(line);
  bytes_written_ += line.size();
}

void LogBook::rotate() {
  for (auto& files : logs_) {
    files.back().rotated = true;
    files.push_back(File{next_source_++, false, false, 0, 0, {}});
  }
}

bool LogBook::hand_on(File& file, Dice& dice, const Consume& consume) {
  while (file.taken < file.end() || (file.rotated && !file.finished)) {
    uint64_t waiting = file.end() - file.taken;
    uint64_t length = std::min(waiting, kSlice);
    if (length > 1 && dice.once_in(3)) length = 1 + dice.below(length);
    sources::Piece piece;
    piece.source = file.source;
    piece.bytes = std::string_view(file.bytes).substr(file.taken - file.base, length);
    piece.offset = file.taken;
    piece.last = file.rotated && length == waiting;
    size_t taken = consume(piece);
    file.taken += taken;
    file.finished = piece.last;
    if (taken == 0 && length == waiting) return false;
  }
  return true;
}

void LogBook::feed(Dice& dice, bool to_the_end, const Consume& consume) {
  for (auto& files : logs_) {
    if (!to_the_end && dice.once_in(8)) continue;
    for (File& file : files)
      if (!file.finished) hand_on(file, dice, consume);
  }
}

bool LogBook::all_read() const {
  for (const auto& files : logs_)
    for (const File& file : files)
      if (file.taken < file.end()) return false;
  return true;
}

std::vector<FilePosition> LogBook::positions() const {
  std::vector<FilePosition> positions;
  for (size_t log = 0; log < logs_.size(); ++log)
    for (const File& file : logs_[log]) {
      FilePosition& position = positions.emplace_back();
      position.source = file.source;
      position.finished = file.finished;
      position.path = kPaths[log];
      position.offset = file.taken;
    }
  return positions;
}

void LogBook::rewind(const std::vector<FilePosition>& positions) {
  for (auto& files : logs_)
    for (File& file : files) {
      auto known = std::find_if(positions.begin(), positions.end(),
                                [&](const FilePosition& position) { return position.source == file.source; });
      file.taken = known == positions.end() ? file.base : known->offset;
      file.finished = known != positions.end() && known->finished;
    }
}

void LogBook::forget_before(const std::vector<FilePosition>& positions) {
  for (auto& files : logs_) {
    for (File& file : files)
      for (const FilePosition& position : positions) {
        if (position.source != file.source || position.offset < file.base) continue;
        file.bytes.erase(0, position.offset - file.base);
        file.base = position.offset;
      }
    auto over = [&](const File& file) {
      return std::any_of(positions.begin(), positions.end(), [&](const FilePosition& position) {
        return position.source == file.source && position.finished;
      });
    };
    while (files.size() > 1 && over(files.front())) files.pop_front();
  }
}

}  // namespace denwaban::sim
