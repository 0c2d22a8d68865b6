// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/follow_rotation.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

namespace denwaban::sources {

namespace {

constexpr size_t kSiblingsMax = 4096;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The number in ".12"; 0 for dates, whose order the time of the last write gives.
int rotation_number(std::string_view path) {
  size_t dot = path.rfind('.');
  if (dot == std::string_view::npos || path.size() - dot > 5) return 0;
  int number = 0;
  for (char c : path.substr(dot + 1)) {
    if (!is_digit(c)) return 0;
    number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace

FileFacts facts_of(std::string path, const struct stat& status) {
  FileFacts facts;
  facts.path = std::move(path);
  facts.id = {status.st_dev, status.st_ino};
  facts.size = static_cast<uint64_t>(status.st_size);
  facts.modified_ns = int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
  return facts;
}

std::optional<FileFacts> look_at(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) < 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return facts_of(path, status);
}

std::string read_head(int fd, size_t length) {
  std::string head(std::min(length, kHeadMax), '\0');
  ssize_t got = ::pread(fd, head.data(), head.size(), 0);
  head.resize(got > 0 ? static_cast<size_t>(got) : 0);
  return head;
}

std::string head_of(const std::string& path, size_t length) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  return fd ? read_head(fd.get(), length) : std::string();
}

bool is_rotated_name(std::string_view name, std::string_view base) {
  if (name.size() < base.size() + 2 || name.substr(0, base.size()) != base) return false;
  std::string_view suffix = name.substr(base.size());
  if (suffix[0] != '.' && suffix[0] != '-') return false;
  suffix.remove_prefix(1);
  if (suffix == "old") return true;
  if (!is_digit(suffix[0])) return false;
  return std::all_of(suffix.begin(), suffix.end(),
                     [](char c) { return is_digit(c) || c == '-' || c == '.' || c == '_' || c == 'T'; });
}

std::vector<FileFacts> rotated_siblings(const std::string& path) {
  size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const std::string base = slash == std::string::npos ? path : path.substr(slash + 1);
  std::vector<FileFacts> siblings;
  std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(folder.c_str()), &::closedir);
  if (!listing) return siblings;
  while (const dirent* entry = ::readdir(listing.get())) {
    if (siblings.size() >= kSiblingsMax) break;
    if (!is_rotated_name(entry->d_name, base)) continue;
    std::string full = slash == std::string::npos ? entry->d_name : folder + entry->d_name;
    if (auto facts = look_at(full)) siblings.push_back(std::move(*facts));
  }
  std::sort(siblings.begin(), siblings.end(), [](const FileFacts& a, const FileFacts& b) {
    if (a.modified_ns != b.modified_ns) return a.modified_ns < b.modified_ns;
    int number_a = rotation_number(a.path), number_b = rotation_number(b.path);
    return number_a != number_b ? number_a > number_b : a.path < b.path;
  });
  return siblings;
}

uint64_t first_data(int fd) {
  off_t at = ::lseek(fd, 0, SEEK_DATA);
  return at > 0 ? static_cast<uint64_t>(at) : 0;
}

uint64_t last_line_start(int fd, uint64_t size) {
  char bytes[4096];
  constexpr uint64_t kLookBack = 64 << 10;
  const uint64_t stop = size > kLookBack ? size - kLookBack : 0;
  uint64_t at = size;
  while (at > stop) {
    size_t length = std::min<uint64_t>(sizeof bytes, at - stop);
    at -= length;
    ssize_t got = ::pread(fd, bytes, length, static_cast<off_t>(at));
    if (got <= 0) return size;
    std::string_view text(bytes, static_cast<size_t>(got));
    if (size_t end = text.rfind('\n'); end != std::string_view::npos) return at + end + 1;
  }
  return stop == 0 ? 0 : size;
}

}  // namespace denwaban::sources
