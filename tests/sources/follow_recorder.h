// SPDX-License-Identifier: GPL-3.0-or-later
// A sink that keeps whole lines, as the parser takes them, and a folder of logs to write to.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "sources/follow.h"
#include "temporary_folder.h"

namespace denwaban::sources {

class Recorder : public FollowSink {
 public:
  void source_opened(const FilePosition& position) override { opened.push_back(position); }
  size_t consume(const Piece& piece) override {
    bytes += piece.bytes.size();
    size_t end = piece.bytes.rfind('\n');
    if (end == std::string_view::npos) return 0;
    for (size_t at = 0; at <= end;) {
      size_t stop = piece.bytes.find('\n', at);
      lines.emplace_back(piece.bytes.substr(at, stop - at));
      places.push_back({piece.offset + at, piece.source, static_cast<uint32_t>(stop - at)});
      at = stop + 1;
    }
    return end + 1;
  }
  void notice(std::string_view sentence) override { notices.emplace_back(sentence); }

  std::vector<std::string> take() { return std::exchange(lines, {}); }

  std::vector<std::string> lines;
  std::vector<EvidenceRef> places;
  std::vector<FilePosition> opened;
  std::vector<std::string> notices;
  size_t bytes = 0;
};

class LogFolder : public test::TemporaryFolder {
 public:
  void append(const std::string& name, std::string_view text) const {
    std::ofstream(path(name), std::ios::app | std::ios::binary) << text;
  }
  void rename(const std::string& from, const std::string& to) const {
    std::filesystem::rename(path(from), path(to));
  }
  void copytruncate(const std::string& from, const std::string& to) const {
    std::filesystem::copy_file(path(from), path(to));
    std::filesystem::resize_file(path(from), 0);
  }
};

}  // namespace denwaban::sources
