// SPDX-License-Identifier: GPL-3.0-or-later
// The truth about decisions: an append-only, checksummed file (ledger_format.h).
//
// A batch is appended by one write before it takes effect, which survives kill -9. A thread makes it durable
// within `durable_within` of settle(); a power cut may lose that much of automatic decisions and nothing
// else. Decisions by hand wait for the disk. When the file has grown beyond `size_max`, the thread writes
// what still matters as a new file and renames it.
//
// When the disk is full or fails, append() says so and keeps the records in memory, up to `backlog_max`
// bytes; the next append that succeeds, or the thread once a second, writes them first. The caller goes on
// banning.
//
// All of it is thread-safe. One Ledger at a time for a file: Store's lock sees to that.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "base/unique_fd.h"
#include "store/files.h"
#include "store/ledger_format.h"

namespace denwaban::store {

struct LedgerOptions {
  uint64_t size_max = 64 << 20;     // about 400,000 decisions; compaction keeps the file near or below it
  Milliseconds durable_within{50};  // what a power cut may lose
  Seconds retention = Seconds(400 * 86400);  // compaction forgets what was over for so long
  size_t backlog_max = 4 << 20;              // bytes kept in memory while the disk is full
};

struct LedgerEntry {
  uint64_t sequence = 0;
  Decision decision;
};

struct LedgerContents {
  std::vector<LedgerEntry> entries;
  uint64_t skipped = 0;              // intact records of types or versions that this program does not know
  std::vector<std::string> notices;  // sentences about damage
};

struct LedgerStatus {
  uint64_t size = 0;
  uint64_t sequence = 0;  // of the last record
  bool durable = true;    // everything written is on the disk
  bool full = false;      // the last write failed for want of space
  uint64_t backlog = 0;   // decisions that wait in memory for the disk
  uint64_t lost = 0;      // decisions that found no place even there
  std::string error;      // the latest failure that still stands; empty: all is well
};

// For commands: reads while a guard writes. Error{not_found} when there is none.
Result<LedgerContents> read_ledger(Files& files, const std::string& path);

class Ledger {
 public:
  // Opens or makes PATH (mode 0600) and cuts off a damaged tail, which goes to PATH.damaged. `contents` gets
  // what stands in it. `files` and `clock` outlive the ledger.
  static Result<std::unique_ptr<Ledger>> open(Files& files, const Clock& clock, std::string path,
                                              LedgerOptions options, LedgerContents& contents);
  ~Ledger();  // makes durable what is not yet

  // One write. After an error the decisions are in the backlog: do not append them again.
  Status append(std::span<const Decision> decisions);
  // The two halves of append(), for whoever has something urgent to do between them: the write, and waking
  // the thread that makes it durable, which would compete for the processor. The second must follow the
  // first.
  Status write_ahead(std::span<const Decision> decisions);
  void settle();
  // Returns after fdatasync. After an error nothing is kept; the decisions may or may not be there after a
  // restart.
  Status append_durably(std::span<const Decision> decisions);
  // Backlog and file to the disk.
  Status sync();
  Status compact();
  LedgerStatus status() const;

 private:
  Ledger(Files& files, const Clock& clock, std::string path, LedgerOptions options);
  // These expect mutex_ to be held.
  Status write(std::string_view bytes);
  Status write_batch(std::span<const Decision> fresh);
  void keep_for_later(uint64_t first_sequence, std::span<const Decision> decisions);
  bool work_due() const;  // for the thread
  Status remember(Status result);
  // These take it.
  Status open_file(LedgerContents& contents);
  Status set_tail_aside(std::string_view tail, LedgerContents& contents);
  Status sync_file();
  void note_synced(const std::shared_ptr<UniqueFd>& fd, uint64_t target, int done);
  Status switch_to(UniqueFd fresh, std::string fresh_bytes, Mark mark, uint64_t copied);
  Result<std::string> read_range(uint64_t from, uint64_t to) const;
  void run();

  Files& files_;
  const Clock& clock_;
  const std::string path_;
  const LedgerOptions options_;

  std::mutex sync_mutex_;  // one fdatasync or compaction at a time; taken before mutex_
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::shared_ptr<UniqueFd> fd_;
  Mark mark_ = 0;
  uint64_t length_ = 0;   // of intact records; what stands behind it is torn
  uint64_t durable_ = 0;  // of length_, what fdatasync has confirmed
  uint64_t next_sequence_ = 1;
  uint64_t compact_at_ = 0;
  bool torn_ = false;           // a failed write left something behind length_
  bool folder_durable_ = true;  // the file's name is on the disk
  std::string
      unsynced_;  // the bytes from durable_ to length_: a failed fdatasync may have dropped their pages
  std::vector<LedgerEntry> backlog_;
  size_t backlog_bytes_ = 0;
  uint64_t lost_ = 0;
  std::optional<Error> error_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace denwaban::store
