// SPDX-License-Identifier: GPL-3.0-or-later
#include "notify/digest.h"

#include <algorithm>

#include "text/message.h"

namespace denwaban::notify {
namespace {

constexpr Seconds kHour{3600};

}  // namespace

bool Digest::has_room(Severity severity, Time now) {
  // A clock that was set back forgets nothing and holds nobody up.
  while (!told_.empty() && (told_.front() + kHour <= now || told_.front() > now + kHour)) told_.pop_front();
  const uint32_t kept_free = severity == Severity::critical || an_hour_ < 2 ? 0 : 1;
  return told_.size() + kept_free < an_hour_;
}

bool Digest::take(const Notice& notice, Time now) {
  if (has_room(notice.severity, now)) {
    told_.push_back(now);
    return true;
  }
  if (held_++ == 0) held_since_ = now;
  worst_ = std::max(worst_, notice.severity);
  if (titles_.size() < kTitlesMax) titles_.push_back(notice.title);
  return false;
}

std::optional<Notice> Digest::sum(Time now) {
  const bool due = now >= held_since_ + kHour || now + kHour < held_since_;
  if (held_ == 0 || !due) return std::nullopt;
  Notice notice;
  notice.time = now;
  notice.severity = worst_;
  notice.title = text::say("notify.sum.title", {{"count", held_}});
  for (const std::string& title : titles_) notice.text += "- " + title + "\n";
  if (held_ > titles_.size())
    notice.text += text::say("notify.sum.more", {{"count", held_ - titles_.size()}}) + "\n";
  notice.text += "\n" + text::say("notify.sum.look") + "\n";
  held_ = 0;
  worst_ = Severity::info;
  titles_.clear();
  has_room(worst_, now);
  told_.push_back(now);
  return notice;
}

}  // namespace denwaban::notify
