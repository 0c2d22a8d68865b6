// SPDX-License-Identifier: GPL-3.0-or-later
#include "setup/carry_out.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <filesystem>

#include "base/unique_fd.h"
#include "net/disk_files.h"
#include "store/files.h"

namespace denwaban::setup {
namespace {

tl::unexpected<Error> failed(std::string_view doing, const std::string& path) {
  return store::file_error(errno, doing, path);
}

std::string behind_links(const std::string& path) {
  std::error_code error;
  auto real = std::filesystem::canonical(path, error);
  return error ? path : real.string();
}

struct Look {
  mode_t mode = 0;
  Owner owner;
};

Look look_of(const Change& change, const std::string& path, const Owner& owner) {
  struct stat status = {};
  if (change.before && ::stat(path.c_str(), &status) == 0)
    return {status.st_mode & 07777, {status.st_uid, status.st_gid}};
  switch (change.readers) {
    case Change::For::asterisk:
      return {0640, owner};
    case Change::For::guard:
      return {0600, {0, 0}};
    case Change::For::everybody:
      break;
  }
  return {0644, {0, 0}};
}

Status make_folder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
  if (error) return store::file_error(error.value(), "make the folder of", path);
  return {};
}

// Root hands files to others; who is not root owns them already.
bool give(int fd, const Owner& owner) {
  return ::fchown(fd, owner.uid, owner.gid) == 0 || (errno == EPERM && ::geteuid() != 0);
}

Status write_new(const std::string& path, std::string_view text, const Look& look) {
  if (auto made = make_folder(path); !made) return made;
  std::string fresh = path + ".denwaban-new";
  ::unlink(fresh.c_str());
  store::SystemFiles files;
  UniqueFd file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file) return failed("write", fresh);
  bool good = store::write_fully(files, file.get(), text, 0) == 0 && give(file.get(), look.owner) &&
              ::fchmod(file.get(), look.mode) == 0 && ::fsync(file.get()) == 0 &&
              ::rename(fresh.c_str(), path.c_str()) == 0;
  if (!good) {
    auto error = failed("write", path);
    ::unlink(fresh.c_str());
    return error;
  }
  files.sync_folder(store::folder_of(path));
  return {};
}

Status carry_out(const Change& change, const Owner& owner) {
  std::string path = behind_links(change.path);
  net::DiskFiles disk;
  auto now = disk.read(path);
  if (!now && now.error().kind != ErrorKind::not_found) return tl::unexpected(now.error());
  if (now.has_value() != change.before.has_value() || (now && *now != *change.before))
    return fail(ErrorKind::input,
                fmt::format("{} was changed by somebody else just now: run setup again", path));
  if (change.after) return write_new(path, *change.after, look_of(change, path, owner));
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return failed("remove", path);
  store::SystemFiles().sync_folder(store::folder_of(path));
  return {};
}

}  // namespace

Owner owner_of_configuration(const std::string& config_dir, const std::string& run_dir) {
  Owner owner;
  struct stat status = {};
  if (::stat((config_dir + "/manager.conf").c_str(), &status) == 0) owner = {status.st_uid, status.st_gid};
  if (owner.gid != 0) return owner;
  if (::stat((run_dir + "/asterisk.ctl").c_str(), &status) == 0 && status.st_gid != 0)
    owner.gid = status.st_gid;
  else if (const group* asterisk = ::getgrnam("asterisk"))
    owner.gid = asterisk->gr_gid;
  return owner;
}

Status carry_out(const Plan& plan, const Owner& owner) {
  for (const Change& change : plan.changes)
    if (auto done = carry_out(change, owner); !done) return done;
  return {};
}

}  // namespace denwaban::setup
