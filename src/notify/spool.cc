// SPDX-License-Identifier: GPL-3.0-or-later
#include "notify/spool.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/unique_fd.h"
#include "net/disk_files.h"

namespace denwaban::notify {
namespace {

constexpr std::string_view kEnding = ".notice", kUnfinished = ".new";

Status failed(const std::string& path) {
  return fail(ErrorKind::unavailable, fmt::format("{}: {}", path, std::strerror(errno)));
}

Status write_whole(const std::string& path, std::string_view bytes) {
  const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) return failed(path);
  while (!bytes.empty()) {
    const ssize_t took = ::write(file.get(), bytes.data(), bytes.size());
    if (took < 0 && errno == EINTR) continue;
    if (took <= 0) return failed(path);
    bytes.remove_prefix(static_cast<size_t>(took));
  }
  return ::fsync(file.get()) == 0 ? Status() : failed(path);
}

// So that the names in it outlive a power cut.
void sync_folder(const std::string& path) {
  const UniqueFd folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder) (void)::fsync(folder.get());
}

void make_folder(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return;
  std::filesystem::create_directories(path, error);
  std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
}

}  // namespace

std::vector<Kept> Spool::load() const {
  std::vector<Kept> all;
  std::error_code error;
  net::DiskFiles disk;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(kUnfinished)) drop(name);  // a kill came while it was written
    if (!name.ends_with(kEnding) || all.size() >= kMost) continue;
    const auto bytes = disk.read(entry.path().string());
    auto notice = bytes ? load_notice(*bytes) : std::nullopt;
    if (notice)
      all.push_back({name, std::move(*notice)});
    else if (bytes)
      drop(name);
  }
  std::ranges::sort(all, {}, &Kept::file);
  return all;
}

Status Spool::keep(const Kept& kept) const {
  if (folder_.empty()) return {};
  make_folder(folder_);
  const std::string path = folder_ + "/" + kept.file, fresh = path + std::string(kUnfinished);
  if (Status written = write_whole(fresh, save(kept.notice)); !written) {
    ::unlink(fresh.c_str());
    return written;
  }
  if (::rename(fresh.c_str(), path.c_str()) != 0) return failed(path);
  sync_folder(folder_);
  return {};
}

void Spool::drop(const std::string& file) const {
  if (!folder_.empty()) ::unlink((folder_ + "/" + file).c_str());
}

}  // namespace denwaban::notify
