// SPDX-License-Identifier: GPL-3.0-or-later
// What a person is told when nobody looks at the screen: one finding, why, what was done about it, and how to
// undo that.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "model/event.h"
#include "model/finding.h"

namespace denwaban::notify {

struct Notice {
  static constexpr size_t kTitleMax = 200, kTextMax = 8'000, kRecordMax = 256 * 1024;

  std::string id;  // of the finding; empty: it sums up several
  Time time{};
  Severity severity = Severity::high;
  std::string title;   // one line, printable
  std::string text;    // printable lines
  std::string record;  // the finding as JSON; empty: none
};

// {"type":"notification","time":…,"severity":…,"title":…,"text":…,"finding":{…}}: what webhooks and commands
// get.
std::string notice_json(const Notice& notice);

std::string save(const Notice& notice);
// Nothing: damaged, or of another version.
std::optional<Notice> load_notice(std::string_view bytes);

}  // namespace denwaban::notify
