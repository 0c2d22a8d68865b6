// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/ledger.h"

#include "store/codec.h"

namespace denwaban::store {

namespace {

constexpr size_t kUnsyncedMax =
    16 << 20;  // a disk that hangs for so long gets no second chance for those bytes
constexpr Seconds kRetry{1};

std::string encode_entries(Mark mark, std::span<const LedgerEntry> entries) {
  std::string bytes;
  for (const LedgerEntry& entry : entries)
    append_decisions(bytes, mark, entry.sequence, std::span(&entry.decision, 1));
  return bytes;
}

}  // namespace

Ledger::Ledger(Files& files, const Clock& clock, std::string path, LedgerOptions options)
    : files_(files),
      clock_(clock),
      path_(std::move(path)),
      options_(options),
      compact_at_(options.size_max) {}

Result<std::unique_ptr<Ledger>> Ledger::open(Files& files, const Clock& clock, std::string path,
                                             LedgerOptions options, LedgerContents& contents) {
  std::unique_ptr<Ledger> ledger(new Ledger(files, clock, std::move(path), options));
  if (Status opened = ledger->open_file(contents); !opened) return tl::unexpected(opened.error());
  ledger->thread_ = std::thread([self = ledger.get()] { self->run(); });
  return ledger;
}

Ledger::~Ledger() {
  if (!thread_.joinable()) return;
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
  (void)sync();
}

Status Ledger::append(std::span<const Decision> decisions) {
  Status written = write_ahead(decisions);
  settle();
  return written;
}

Status Ledger::write_ahead(std::span<const Decision> decisions) {
  if (decisions.empty()) return {};
  std::lock_guard lock(mutex_);
  const uint64_t first = next_sequence_;
  Status written = remember(write_batch(decisions));
  if (!written) keep_for_later(first, decisions);
  return written;
}

void Ledger::settle() {
  {
    std::lock_guard lock(mutex_);
    if (!work_due()) return;
  }
  wake_.notify_all();
}

Status Ledger::append_durably(std::span<const Decision> decisions) {
  {
    std::lock_guard lock(mutex_);
    if (Status written = remember(write_batch(decisions)); !written) return written;
  }
  Status synced = sync_file();
  settle();  // to try again after a failure, and to compact
  return synced;
}

Status Ledger::sync() {
  {
    std::lock_guard lock(mutex_);
    if (Status written = remember(write_batch({})); !written) return written;
  }
  return sync_file();
}

LedgerStatus Ledger::status() const {
  std::lock_guard lock(mutex_);
  LedgerStatus status;
  status.size = length_;
  status.sequence = next_sequence_ - 1;
  status.durable = durable_ == length_ && folder_durable_ && backlog_.empty();
  status.full = error_ && error_->kind == ErrorKind::full;
  status.backlog = backlog_.size();
  status.lost = lost_;
  if (error_) status.error = error_->message;
  return status;
}

// The backlog first, so that the file keeps the order of the sequence numbers; all in one write.
Status Ledger::write_batch(std::span<const Decision> fresh) {
  std::string bytes = encode_entries(mark_, backlog_);
  append_decisions(bytes, mark_, next_sequence_, fresh);
  next_sequence_ += fresh.size();
  if (bytes.empty()) return {};
  if (Status written = write(bytes); !written) return written;
  backlog_.clear();
  backlog_bytes_ = 0;
  return {};
}

Status Ledger::write(std::string_view bytes) {
  if (torn_) {
    if (int done = files_.ftruncate(fd_->get(), length_); done < 0) return file_error(-done, "repair", path_);
    torn_ = false;
  }
  if (int done = write_fully(files_, fd_->get(), bytes, length_); done < 0) {
    torn_ = files_.ftruncate(fd_->get(), length_) < 0;
    return file_error(-done, "write", path_);
  }
  length_ += bytes.size();
  if (length_ - durable_ <= kUnsyncedMax) unsynced_.append(bytes);
  return {};
}

void Ledger::keep_for_later(uint64_t first_sequence, std::span<const Decision> decisions) {
  std::string bytes;
  append_decisions(bytes, mark_, first_sequence, decisions);
  if (backlog_bytes_ + bytes.size() > options_.backlog_max) {
    lost_ += decisions.size();
    return;
  }
  backlog_bytes_ += bytes.size();
  for (const Decision& decision : decisions) backlog_.push_back({first_sequence++, decision});
}

bool Ledger::work_due() const { return durable_ != length_ || !backlog_.empty() || length_ > compact_at_; }

Status Ledger::remember(Status result) {
  if (result)
    error_.reset();
  else
    error_ = result.error();
  return result;
}

// The lock is not held while the disk works: append() never waits for it.
Status Ledger::sync_file() {
  std::lock_guard one_at_a_time(sync_mutex_);
  std::shared_ptr<UniqueFd> fd;
  uint64_t target = 0;
  bool folder_durable = true;
  {
    std::lock_guard lock(mutex_);
    if (durable_ == length_ && folder_durable_) return {};
    fd = fd_;
    target = length_;
    folder_durable = folder_durable_;
  }
  int done = files_.fdatasync(fd->get());
  if (done == 0 && !folder_durable) done = files_.sync_folder(folder_of(path_));
  std::lock_guard lock(mutex_);
  if (done == 0) folder_durable_ = true;
  note_synced(fd, target, done);
  if (done < 0) return remember(file_error(-done, "make durable", path_));
  if (backlog_.empty()) error_.reset();
  return {};
}

void Ledger::note_synced(const std::shared_ptr<UniqueFd>& fd, uint64_t target, int done) {
  if (done == 0) {
    unsynced_.erase(0, target - durable_);
    durable_ = target;
    if (durable_ == length_) unsynced_.clear();
    return;
  }
  // Linux marks pages clean after a failed fsync, so a second one would succeed for nothing: write them once
  // more.
  if (unsynced_.size() == length_ - durable_) (void)write_fully(files_, fd->get(), unsynced_, durable_);
}

// What comes within half of `durable_within` goes to the disk together.
void Ledger::run() {
  std::unique_lock lock(mutex_);
  Milliseconds pause = options_.durable_within / 2;
  while (!stopping_) {
    wake_.wait(lock, [this] { return stopping_ || work_due(); });
    wake_.wait_for(lock, pause, [this] { return stopping_; });
    if (stopping_) break;
    bool compaction_due = length_ > compact_at_;
    lock.unlock();
    Status synced = sync();
    if (synced && compaction_due) (void)compact();
    lock.lock();
    pause = synced ? options_.durable_within / 2 : Milliseconds(kRetry);
  }
}

}  // namespace denwaban::store
