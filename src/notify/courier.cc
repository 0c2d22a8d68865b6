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

Courier::Courier(const Clock& clock, std::unique_ptr<Channel> channel, std::string folder)
    : clock_(clock), channel_(std::move(channel)), spool_(std::move(folder)) {
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
  std::unique_lock lock(mutex_);
  if (jobs_.size() >= kWaitingMax) {
    ++facts_.dropped;
    return remark(text::say("notify.dropped", {{"most", uint64_t{kWaitingMax}}, {"count", facts_.dropped}}));
  }
  lock.unlock();
  // Names in the order of time, of different lives, too.
  Kept kept{fmt::format("{:015}-{:06}.notice", to_epoch_ms(clock_.now()), next_++ % 1'000'000),
            std::move(notice)};
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
    const Time now = clock_.now();
    if (!has_due(now)) {
      news_.wait_for(lock, kLookEvery);
      continue;
    }
    Job job = take_due(now);
    lock.unlock();
    const bool done = attempt(job);
    lock.lock();
    busy_ = false;
    if (!done) jobs_.push_back(std::move(job));
  }
}

bool Courier::attempt(Job& job) {
  const Notice& notice = job.kept.notice;
  job.due = clock_.now() + pause_after(++job.tries);
  const Status told = channel_->deliver(notice, stop_);
  if (!told && stop_) return false;
  const bool late = clock_.now() - notice.time >= kGivenUp;
  if (told || late) spool_.drop(job.kept.file);
  const std::lock_guard lock(mutex_);
  const bool was_well = facts_.problem.empty();
  const std::string name(channel());
  facts_.problem = told ? std::string() : told.error().message;
  if (told) {
    ++facts_.told;
  } else if (late) {
    ++facts_.given_up;
    remark(text::say("notify.given_up",
                     {{"channel", name}, {"title", notice.title}, {"problem", facts_.problem}}));
  } else if (was_well) {
    remark(text::say("notify.failed", {{"channel", name}, {"problem", facts_.problem}}));
  }
  return told || late;
}

}  // namespace denwaban::notify
