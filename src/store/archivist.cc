// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/archivist.h"

#include <fmt/format.h>

#include <cstdio>
#include <iterator>

namespace denwaban::store {

namespace {

constexpr Seconds kRetry{1};
constexpr size_t kNoticesMax = 16;
constexpr size_t kRefillBatch = 10'000;  // decisions in one transaction
constexpr const char* kComplete = "complete";

template <class T>
void append(std::vector<T>& to, std::vector<T>&& from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

}  // namespace

Archivist::Archivist(std::string path, ArchivistOptions options, const Clock& clock, Refill refill)
    : path_(std::move(path)), options_(options), clock_(clock), refill_(std::move(refill)) {
  thread_ = std::thread([this] { run(); });
}

Archivist::~Archivist() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Archivist::record(std::vector<FindingRecord> findings) {
  bool first = false;
  {
    std::lock_guard lock(mutex_);
    first = waiting_.size() == 0;
    if (waiting_.size() + findings.size() > options_.queue_max) {
      status_.dropped_findings += findings.size();
      return;
    }
    append(waiting_.findings, std::move(findings));
  }
  if (first) wake_.notify_all();
}

void Archivist::record(std::vector<Decision> decisions) {
  bool first = false;
  {
    std::lock_guard lock(mutex_);
    first = waiting_.size() == 0;
    if (waiting_.size() + decisions.size() > options_.queue_max) {
      status_.dropped_decisions += decisions.size();
      refill_due_ = true;
      return;
    }
    append(waiting_.decisions, std::move(decisions));
  }
  if (first) wake_.notify_all();
}

void Archivist::flush() {
  std::unique_lock lock(mutex_);
  const uint64_t enough = attempts_ + 2;  // one may be under way already
  ++hurried_;
  wake_.notify_all();
  idle_.wait(lock, [&] {
    return (waiting_.size() == 0 && in_work_ == 0 && !refill_due_) ||
           (attempts_ >= enough && !status_.error.empty());
  });
  --hurried_;
}

ArchivistStatus Archivist::status() const {
  std::lock_guard lock(mutex_);
  ArchivistStatus status = status_;
  status.waiting = waiting_.size() + in_work_;
  return status;
}

void Archivist::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait_for(lock, kRetry, [this] { return stopping_ || waiting_.size() > 0 || refill_due_; });
    if (waiting_.size() > 0)
      wake_.wait_for(lock, options_.gather, [this] { return stopping_ || hurried_ > 0; });
    const bool last_round = stopping_;
    Batch batch = std::exchange(waiting_, {});
    in_work_ = batch.size();
    lock.unlock();

    bool ready = make_ready();
    Status written = ready ? write(batch) : Status();
    if (ready) note(written);
    if (ready && written) prune_if_due();
    const bool done = ready && written;
    if (last_round && done && database_) (void)database_->set_fact(kComplete, "yes");

    lock.lock();
    if (!done) {  // it comes first next time
      append(batch.findings, std::move(waiting_.findings));
      append(batch.decisions, std::move(waiting_.decisions));
      waiting_ = std::move(batch);
    }
    in_work_ = 0;
    ++attempts_;
    idle_.notify_all();
    if (last_round) return;
    if (!done) wake_.wait_for(lock, kRetry, [this] { return stopping_; });
  }
}

// An open database that holds what the ledger holds.
bool Archivist::make_ready() {
  if (!database_) {
    auto opened = Database::open(path_);
    if (!opened && opened.error().kind == ErrorKind::input) {
      move_aside();
      opened = Database::open(path_);
    }
    if (!opened) return note(tl::unexpected(opened.error())), false;
    database_.emplace(std::move(*opened));
    auto complete = database_->fact(kComplete);
    Status begun = database_->set_fact(kComplete, "");  // until an orderly stop says so
    if (!begun) return note(begun), database_.reset(), false;
    if (complete && *complete == "yes") {
      std::lock_guard lock(mutex_);
      if (status_.dropped_decisions == 0) refill_due_ = false;
    }
  }
  return refill_decisions();
}

bool Archivist::refill_decisions() {
  {
    std::lock_guard lock(mutex_);
    if (!std::exchange(refill_due_, false)) return true;
  }
  std::vector<Decision> decisions = refill_();
  Status written;
  for (size_t at = 0; at < decisions.size() && written; at += kRefillBatch)
    written =
        database_->record(std::span(decisions).subspan(at, std::min(kRefillBatch, decisions.size() - at)));
  if (written) return true;
  note(written);
  std::lock_guard lock(mutex_);
  refill_due_ = true;
  return false;
}

Status Archivist::write(const Batch& batch) {
  Status written;
  if (!batch.findings.empty()) written = database_->record(std::span(batch.findings));
  if (written && !batch.decisions.empty()) written = database_->record(std::span(batch.decisions));
  return written;
}

// A failure that moving the file aside can heal is healed with the next round.
void Archivist::note(Status status) {
  bool damaged = !status && status.error().kind == ErrorKind::input;
  if (damaged) {
    database_.reset();
    move_aside();
  }
  std::lock_guard lock(mutex_);
  status_.error = status ? "" : status.error().message;
  if (damaged) refill_due_ = true;
}

void Archivist::move_aside() {
  for (const char* suffix : {"-wal", "-shm"}) std::remove((path_ + suffix).c_str());
  std::string aside = path_ + ".damaged";
  bool moved = std::rename(path_.c_str(), aside.c_str()) == 0;
  std::lock_guard lock(mutex_);
  refill_due_ = true;
  if (status_.notices.size() < kNoticesMax && moved)
    status_.notices.push_back(
        fmt::format("{} was damaged and set aside as {}: a new one was made and filled with the "
                    "ledger's decisions; earlier findings are in the old file only",
                    path_, aside));
}

void Archivist::prune_if_due() {
  Time now = clock_.now();
  if (pruned_ && now >= *pruned_ && now - *pruned_ < options_.prune_every) return;
  pruned_ = now;
  note(database_->prune(options_.retention, now));
}

}  // namespace denwaban::store
