// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/contained_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "base/unique_fd.h"
#include "net/disk_files.h"
#include "text/message.h"

namespace denwaban::net {
namespace {

constexpr std::string_view kUsualFolder = "/etc/asterisk";
constexpr size_t kAlternativesMax = 256;

std::optional<std::string> real_path(const std::string& path) {
  std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
  if (!real) return std::nullopt;
  return std::string(real.get());
}

bool is_link(const std::string& path) {
  struct stat status = {};
  return ::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode);
}

// `path` has no links: one that somebody puts in since is not followed. Kernels before 5.6, and filters that
// do not know the call, look at its last part only.
UniqueFd open_without_links(const std::string& path) {
  constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW;
  open_how how = {};
  how.flags = kFlags;
  how.resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  UniqueFd file(static_cast<int>(::syscall(SYS_openat2, AT_FDCWD, path.c_str(), &how, sizeof how)));
  if (!file && (errno == ENOSYS || errno == EPERM)) return UniqueFd(::open(path.c_str(), kFlags));
  return file;
}

// glob(3) multiplies alternatives, and wildcards in folders that link to themselves.
bool explodes(std::string_view pattern) {
  size_t alternatives = 1, here = 1, wild_folders = 0;
  bool wild = false;
  for (char c : pattern) {
    if (c == '{') here = 1;
    if (c == ',') ++here;
    if (c == '}') alternatives *= here;
    if (c == '*' || c == '?' || c == '[') wild = true;
    if (c == '/') wild_folders += std::exchange(wild, false);
    if (alternatives > kAlternativesMax || here > kAlternativesMax) return true;
  }
  return wild_folders > 1;
}

}  // namespace

Result<ContainedFiles> ContainedFiles::open(const std::string& folder, Links links) {
  auto real = real_path(folder);
  struct stat status = {};
  if (!real || ::stat(real->c_str(), &status) != 0)
    return fail(ErrorKind::input, fmt::format("cannot read {}: {}", folder, std::strerror(errno)));
  if (!S_ISDIR(status.st_mode))
    return fail(ErrorKind::input, fmt::format("cannot read {}: not a folder", folder));
  if (::access(real->c_str(), R_OK | X_OK) != 0)
    return fail(ErrorKind::input,
                fmt::format("cannot read {}: {}: run as root or add the user to the group asterisk", folder,
                            std::strerror(errno)));
  return ContainedFiles(std::move(*real), links);
}

bool ContainedFiles::inside(const std::string& path) const {
  if (links_ == Links::follow || root_ == "/") return true;
  return path.starts_with(root_) && (path.size() == root_.size() || path[root_.size()] == '/');
}

std::string ContainedFiles::meant(const std::string& path) const {
  if (path.starts_with(kUsualFolder) && path.substr(kUsualFolder.size()).starts_with('/') &&
      root_ != kUsualFolder)
    return root_ + path.substr(kUsualFolder.size());
  return path;
}

Error ContainedFiles::leave_out(const std::string& path, Error error) {
  if (left_out_.size() < kLeftOutMax) left_out_.emplace(path, error.message);
  return error;
}

std::optional<std::string> ContainedFiles::locate(const std::string& path) const {
  auto real = real_path(meant(path));
  return real && inside(*real) ? real : std::nullopt;
}

Result<std::string> ContainedFiles::read(const std::string& path) {
  std::string wanted = meant(path);
  auto real = real_path(wanted);
  if (!real) {
    int number = errno;
    bool absent = number == ENOENT || number == ENOTDIR;
    if (absent && is_link(wanted))
      leave_out(path, {ErrorKind::not_found, text::say("audit.left_out.dangling", {{"path", path}})});
    if (absent) return fail(ErrorKind::not_found, fmt::format("cannot read {}: no such file", path));
    auto kind = number == EACCES || number == EPERM ? ErrorKind::permission : ErrorKind::io;
    return tl::unexpected(
        leave_out(path, {kind, fmt::format("cannot read {}: {}", path, std::strerror(number))}));
  }
  if (!inside(*real))
    return tl::unexpected(leave_out(
        path,
        {ErrorKind::permission, text::say("audit.left_out.outside", {{"path", path}, {"real", *real}})}));
  if (bytes_ > kBytesMax)
    return tl::unexpected(
        leave_out(path, {ErrorKind::full, text::say("audit.left_out.full", {{"path", path}})}));
  UniqueFd file = open_without_links(*real);
  auto text = file ? read_regular(file, path) : tl::unexpected(error_of(path, errno));
  if (!text) return tl::unexpected(leave_out(path, text.error()));
  bytes_ += text->size();
  return text;
}

std::vector<std::string> ContainedFiles::glob(const std::string& pattern) {
  std::string wanted = meant(pattern);
  size_t folder = wanted.substr(0, wanted.find_first_of("*?[{")).rfind('/');
  auto real = real_path(folder == std::string::npos ? "." : folder == 0 ? "/" : wanted.substr(0, folder));
  if (!real) return {};
  if (!inside(*real)) {
    leave_out(pattern, {ErrorKind::permission,
                        text::say("audit.left_out.outside", {{"path", pattern}, {"real", *real}})});
    return {};
  }
  if (explodes(wanted)) {
    leave_out(pattern, {ErrorKind::full, text::say("audit.left_out.pattern", {{"path", pattern}})});
    return {};
  }
  return DiskFiles().glob(wanted);
}

}  // namespace denwaban::net
