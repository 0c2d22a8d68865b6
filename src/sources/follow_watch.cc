// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/follow_watch.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <cstring>

namespace denwaban::sources {

namespace {

constexpr uint32_t kNameMask = IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB;
constexpr uint32_t kFolderMask = IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT;

}  // namespace

FolderWatch::FolderWatch() : fd_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {}

bool FolderWatch::watches(const std::string& folder) const {
  for (const auto& [watch, name] : folders_)
    if (name == folder) return true;
  return false;
}

bool FolderWatch::watch(const std::string& folder) {
  if (!fd_) return false;
  if (watches(folder)) return true;
  int watch =
      ::inotify_add_watch(fd_.get(), folder.c_str(), IN_MODIFY | kNameMask | kFolderMask | IN_ONLYDIR);
  if (watch < 0) return false;
  // Two names of one folder share a watch; the first keeps it, the other is served by the tick.
  return folders_.emplace(watch, folder).second;
}

void FolderWatch::drain(const Handler& handler) {
  const char* buffer = buffer_.data();
  ssize_t length = fd_ ? ::read(fd_.get(), buffer_.data(), buffer_.size()) : 0;
  for (ssize_t at = 0; at + static_cast<ssize_t>(sizeof(inotify_event)) <= length;) {
    inotify_event event;
    std::memcpy(&event, buffer + at, sizeof event);
    std::string_view name(buffer + at + sizeof event, event.len);
    name = name.substr(0, name.find('\0'));
    at += static_cast<ssize_t>(sizeof event + event.len);
    if (event.mask & IN_Q_OVERFLOW) {
      handler(Change::overflow, "", "");
      continue;
    }
    auto found = folders_.find(event.wd);
    if (found == folders_.end()) continue;
    const std::string folder = found->second;
    if (event.mask & (kFolderMask | IN_IGNORED)) {
      if (event.mask & IN_MOVE_SELF) ::inotify_rm_watch(fd_.get(), event.wd);
      folders_.erase(found);
      handler(Change::folder, folder, "");
    } else {
      handler(event.mask & IN_MODIFY ? Change::written : Change::name, folder, name);
    }
  }
}

}  // namespace denwaban::sources
