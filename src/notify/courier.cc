// SPDX-License-Identifier: GPL-3.0-or-later
#include "notify/courier.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/message.h"

namespace denwaban::notify {
namespace {

constexpr Milliseconds kLookEvery{500};
constexpr size_t kRemarksMax = 20;

Seconds pause_after(uint32_t tries) {
  return std::min(Courier::kLongestPause, Courier::kFirstPause * (1 << std::min(tries - 1, 8U)));
}

}  // namespace

Courier::Courier(const Clock& clock, std::vector<std::unique_ptr<Channel>> channels, std::string folder)
    : clock_(clock), channels_(std::move(channels)), spool_(std::move(folder)) {
  for (Kept& kept : spool_.load()) jobs_.push_back({std::move(kept), {}, 0});
  thread_ = std::thread([this] { work(); });
}

Courier::~Courier() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  news_.notify_one();
  thread_.join();
}

void Courier::tell(Notice notice) {
  Kept kept;
  // Names in the order of time, of different lives, too.
  kept.file = fmt::format("{:015}-{:06}.notice", to_epoch_ms(clock_.now()), next_++ % 1'000'000);
  kept.notice = std::move(notice);
  for (const auto& channel : channels_) kept.left.emplace_back(channel->name());
  std::unique_lock lock(mutex_);
  if (jobs_.size() >= kWaitingMax) {
    ++facts_.dropped;
    return remark(text::say("notify.dropped", {{"most", uint64_t{kWaitingMax}}, {"count", facts_.dropped}}));
  }
  lock.unlock();
  const Status on_disk = spool_.keep(kept);
  lock.lock();
  if (!on_disk) remark(text::say("notify.unkept", {{"problem", on_disk.error().message}}));
  jobs_.push_back({std::move(kept), {}, 0});
  news_.notify_one();
}

Courier::Facts Courier::facts() const {
  const std::lock_guard lock(mutex_);
  Facts facts = facts_;
  facts.waiting = jobs_.size() + (busy_ ? 1 : 0);
  return facts;
}

std::vector<std::string> Courier::remarks() {
  const std::lock_guard lock(mutex_);
  return std::exchange(remarks_, {});
}

// With the lock held.
void Courier::remark(std::string sentence) {
  if (remarks_.size() < kRemarksMax) remarks_.push_back(std::move(sentence));
}

bool Courier::has_due(Time now) const {
  return std::ranges::any_of(jobs_, [now](const Job& job) { return job.due <= now; });
}

Courier::Job Courier::take_due(Time now) {
  auto at = std::ranges::find_if(jobs_, [now](const Job& job) { return job.due <= now; });
  Job job = std::move(*at);
  jobs_.erase(at);
  busy_ = true;
  return job;
}

void Courier::work() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    if (!has_due(clock_.now())) {
      news_.wait_for(lock, kLookEvery);
      continue;
    }
    Job job = take_due(clock_.now());
    lock.unlock();
    attempt(job);
    lock.lock();
    busy_ = false;
    if (!job.kept.left.empty()) jobs_.push_back(std::move(job));
  }
}

void Courier::attempt(Job& job) {
  job.due = clock_.now() + pause_after(++job.tries);
  std::vector<std::string> left;
  for (const auto& channel : channels_) {
    const std::string name(channel->name());
    if (std::ranges::find(job.kept.left, name) == job.kept.left.end()) continue;
    const Status told =
        stop_ ? fail(ErrorKind::unavailable, "stopped") : channel->deliver(job.kept.notice, stop_);
    const std::lock_guard lock(mutex_);
    if (told) {
      ++facts_.told;
      facts_.problems.erase(name);
      continue;
    }
    left.push_back(name);
    if (stop_) continue;
    const bool news = facts_.problems.insert_or_assign(name, told.error().message).second;
    if (clock_.now() - job.kept.notice.time >= kGivenUp) {
      left.pop_back();
      ++facts_.given_up;
      remark(text::say(
          "notify.given_up",
          {{"channel", name}, {"title", job.kept.notice.title}, {"problem", told.error().message}}));
    } else if (news) {
      remark(text::say("notify.failed", {{"channel", name}, {"problem", told.error().message}}));
    }
  }
  const bool fewer = left.size() != job.kept.left.size();
  job.kept.left = std::move(left);
  if (job.kept.left.empty())
    spool_.drop(job.kept.file);
  else if (fewer)
    (void)spool_.keep(job.kept);  // else it is told once more than needed
}

}  // namespace denwaban::notify
