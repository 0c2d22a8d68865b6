// SPDX-License-Identifier: GPL-3.0-or-later
// Compaction: the ledger's thread reads the file up to where it stands, writes what still matters as a new
// file, and only then takes the lock to copy what came meanwhile, make it durable and rename: a few
// milliseconds once in 64 MiB.
#include <fcntl.h>

#include <algorithm>

#include "base/hash.h"
#include "store/ledger.h"
#include "store/standing.h"

namespace denwaban::store {

namespace {

// Every record of `bytes` that `keep` wants, under another mark. Records that we cannot read are kept as they
// are.
std::string copy_records(std::string_view bytes, Mark mark, const std::vector<bool>* keep) {
  std::string copy;
  size_t decisions = 0;
  scan_ledger(bytes, [&](const LedgerRecord& record) {
    bool ours = keep && decision_of(record).has_value();
    if (ours && !(*keep)[decisions++]) return;
    append_record(copy, mark, record);
  });
  return copy;
}

std::vector<bool> select(std::string_view bytes, Seconds retention, Time now) {
  std::vector<Decision> decisions;
  scan_ledger(bytes, [&](const LedgerRecord& record) {
    if (auto decision = decision_of(record)) decisions.push_back(std::move(*decision));
  });
  return still_matters(decisions, retention, now);
}

}  // namespace

Result<std::string> Ledger::read_range(uint64_t from, uint64_t to) const {
  std::string bytes(to - from, '\0');
  size_t have = 0;
  while (have < bytes.size()) {
    int64_t got = files_.pread(fd_->get(), bytes.data() + have, bytes.size() - have, from + have);
    if (got == -EINTR) continue;
    if (got <= 0) return file_error(got < 0 ? static_cast<int>(-got) : EIO, "read", path_);
    have += static_cast<size_t>(got);
  }
  return bytes;
}

Status Ledger::compact() {
  std::lock_guard one_at_a_time(sync_mutex_);
  uint64_t copied;
  {
    std::lock_guard lock(mutex_);
    copied = length_;
    compact_at_ = length_ + options_.size_max / 4;  // should it fail: not at once again
  }
  auto old_bytes = read_range(0, copied);
  if (!old_bytes) return tl::unexpected(old_bytes.error());
  Mark mark = HashSeed::random().value;
  std::vector<bool> keep = select(*old_bytes, options_.retention, clock_.now());
  std::string fresh_bytes = ledger_header(mark) + copy_records(*old_bytes, mark, &keep);
  old_bytes->clear();

  std::string fresh_path = path_ + ".new";
  int fd = files_.open(fresh_path, O_RDWR | O_CREAT | O_TRUNC, 0600);
  if (fd < 0) return file_error(-fd, "create", fresh_path);
  UniqueFd fresh(fd);
  int done = write_fully(files_, fd, fresh_bytes, 0);
  if (done == 0) done = files_.fdatasync(fd);
  Status switched = done < 0 ? Status(file_error(-done, "write", fresh_path))
                             : switch_to(std::move(fresh), std::move(fresh_bytes), mark, copied);
  if (!switched) files_.unlink(fresh_path);
  return switched;
}

Status Ledger::switch_to(UniqueFd fresh, std::string fresh_bytes, Mark mark, uint64_t copied) {
  std::lock_guard lock(mutex_);
  auto tail = read_range(copied, length_);
  if (!tail) return tl::unexpected(tail.error());
  std::string late = copy_records(ledger_header(mark_) + *tail, mark, nullptr);
  int done = write_fully(files_, fresh.get(), late, fresh_bytes.size());
  if (done == 0 && !late.empty()) done = files_.fdatasync(fresh.get());
  if (done == 0) done = files_.rename(path_ + ".new", path_);
  if (done < 0) return file_error(-done, "compact", path_);
  // From here on the new file is the ledger. Until its name is durable, nothing that comes is called durable.
  folder_durable_ = files_.sync_folder(folder_of(path_)) == 0;
  fd_ = std::make_shared<UniqueFd>(std::move(fresh));
  mark_ = mark;
  length_ = durable_ = fresh_bytes.size() + late.size();
  unsynced_.clear();
  torn_ = false;
  compact_at_ = std::max(options_.size_max, 2 * length_);
  return {};
}

}  // namespace denwaban::store
