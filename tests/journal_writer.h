// SPDX-License-Identifier: GPL-3.0-or-later
// Real journal files, made by systemd-journal-remote from journald's export format.
#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "temporary_folder.h"

namespace denwaban::test {

class JournalWriter {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  static bool at_hand() { return ::access(kProgram, X_OK) == 0; }
  const std::string& folder() const { return folder_.path(); }

  // One record of boot `boot`, as journald would have noted it at `time`.
  void add(Time time, const Fields& fields, int boot = 1) {
    int64_t usec = to_epoch_ms(time) * 1000 + ++count_;
    exported_ += fmt::format("__REALTIME_TIMESTAMP={}\n__MONOTONIC_TIMESTAMP={}\n_BOOT_ID={:032x}\n", usec,
                             usec % 1'000'000'000'000, boot);
    for (const auto& [name, value] : fields) {
      auto size = static_cast<uint64_t>(value.size());
      exported_ += name + '\n';
      exported_.append(reinterpret_cast<const char*>(&size), sizeof size);
      exported_ += value + '\n';
    }
    exported_ += '\n';
  }
  // Appends what was added to that file of the folder.
  bool write(const std::string& name = "system.journal") {
    std::string input = input_.write("export", std::exchange(exported_, {}));
    std::string command = fmt::format("{} -o {}/{} {} 2>/dev/null", kProgram, folder(), name, input);
    return std::system(command.c_str()) == 0;
  }
  void remove(const std::string& name) { std::filesystem::remove(folder() + "/" + name); }

  // What Asterisk sends to syslog, as user `uid`.
  static Fields asterisk(const std::string& message, int uid = 0) {
    return {{"MESSAGE", message},
            {"SYSLOG_IDENTIFIER", "asterisk"},
            {"_TRANSPORT", "syslog"},
            {"_PID", "811"},
            {"_UID", std::to_string(uid)}};
  }

 private:
  static constexpr const char* kProgram = "/lib/systemd/systemd-journal-remote";
  TemporaryFolder folder_, input_;
  std::string exported_;
  int64_t count_ = 0;
};

}  // namespace denwaban::test
