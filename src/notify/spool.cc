// SPDX-License-Identifier: GPL-3.0-or-later
#include "notify/spool.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/bytes.h"
#include "base/unique_fd.h"
#include "net/disk_files.h"

namespace denwaban::notify {
namespace {

constexpr std::string_view kEnding = ".notice";
constexpr uint32_t kChannelsMax = 8;

std::string bytes_of(const Kept& kept) {
  ByteWriter out;
  out.put(static_cast<uint32_t>(kept.left.size()));
  for (const std::string& channel : kept.left) out.put(channel);
  out.put(save(kept.notice));
  return out.take();
}

std::optional<Kept> read(std::string file, std::string_view bytes) {
  ByteReader in(bytes);
  Kept kept;
  kept.file = std::move(file);
  const auto channels = in.get<uint32_t>();
  if (channels > kChannelsMax) return std::nullopt;
  for (uint32_t i = 0; i < channels; ++i) kept.left.push_back(in.get_text(40));
  auto notice = load_notice(in.get_text());
  if (in.failed() || !notice) return std::nullopt;
  kept.notice = std::move(*notice);
  return kept;
}

Status failed(const std::string& path) {
  return fail(ErrorKind::unavailable, fmt::format("{}: {}", path, std::strerror(errno)));
}

Status write_whole(const std::string& path, std::string_view bytes) {
  UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) return failed(path);
  while (!bytes.empty()) {
    const ssize_t took = ::write(file.get(), bytes.data(), bytes.size());
    if (took < 0 && errno == EINTR) continue;
    if (took <= 0) return failed(path);
    bytes.remove_prefix(static_cast<size_t>(took));
  }
  return ::fsync(file.get()) == 0 ? Status() : failed(path);
}

}  // namespace

std::vector<Kept> Spool::load() const {
  std::vector<Kept> all;
  std::error_code error;
  net::DiskFiles disk;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, error)) {
    std::string name = entry.path().filename().string();
    if (!name.ends_with(kEnding) || all.size() >= kMost) continue;
    auto bytes = disk.read(entry.path().string());
    auto kept = bytes ? read(name, *bytes) : std::nullopt;
    if (kept)
      all.push_back(std::move(*kept));
    else if (bytes)
      drop(name);
  }
  std::ranges::sort(all, {}, &Kept::file);
  return all;
}

Status Spool::keep(const Kept& kept) const {
  if (folder_.empty()) return {};
  if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) return failed(folder_);
  const std::string path = folder_ + "/" + kept.file, fresh = path + ".new";
  if (Status written = write_whole(fresh, bytes_of(kept)); !written) {
    ::unlink(fresh.c_str());
    return written;
  }
  return ::rename(fresh.c_str(), path.c_str()) == 0 ? Status() : failed(path);
}

void Spool::drop(const std::string& file) const {
  if (!folder_.empty()) ::unlink((folder_ + "/" + file).c_str());
}

}  // namespace denwaban::notify
