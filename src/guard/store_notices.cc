// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/store_notices.h"

#include <fmt/format.h>

namespace denwaban::guard {

void StoreNotices::look(const store::StoreStatus& status, Time now) {
  look(ledger_, status.ledger.error, "decisions take effect, but would be forgotten at a restart", "decisions are kept again",
       now);
  look(database_, status.archive.error, "findings and decisions wait in memory", "findings and decisions are kept again", now);
  look(snapshot_, status.snapshot_error, "after a crash more would be read and counted again", "the snapshot is kept again", now);
}

void StoreNotices::look(Part& part, const std::string& error, std::string_view meaning, std::string_view over, Time now) {
  if (error.empty()) {
    if (std::exchange(part.told, false)) tell_.info(over);
    return;
  }
  bool soon = part.last != Time{} && now - part.last < kAgain && part.last <= now;
  if (part.told || soon) return;
  part.told = true;
  part.last = now;
  tell_.warn(fmt::format("{}: {}", error, meaning));
}

}  // namespace denwaban::guard
