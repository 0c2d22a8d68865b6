// SPDX-License-Identifier: GPL-3.0-or-later
// The folder in which a guard remembers: DIR/ledger (decisions, the truth), DIR/snapshot (where to go on),
// DIR/denwaban.db (answers), DIR/lock (one guard at a time). Folder mode 0750, files 0600.
//
// What survives: kill -9, everything appended; a power cut, everything but the last 50 ms of automatic
// decisions; a full disk, everything from before, and what comes is kept in memory as long as there is room.
// Commands read with Database::open_read_only and read_ledger while a guard runs. Thread-safe.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "store/archivist.h"
#include "store/ledger.h"
#include "store/snapshot.h"

namespace denwaban::store {

struct StoreOptions {
  LedgerOptions ledger;
  ArchivistOptions archive;
};

struct StorePaths {
  explicit StorePaths(const std::string& folder)
      : ledger(folder + "/ledger"),
        snapshot(folder + "/snapshot"),
        database(folder + "/denwaban.db"),
        lock(folder + "/lock") {}
  std::string ledger, snapshot, database, lock;
};

// What a guard starts from.
struct Loaded {
  std::optional<Snapshot> snapshot;
  std::vector<Decision> decisions;   // those that the snapshot does not know of; all of them without one
  std::vector<std::string> notices;  // what was damaged, for people
};

struct StoreStatus {
  LedgerStatus ledger;
  ArchivistStatus archive;
  std::string snapshot_error;  // empty: the latest snapshot was saved
};

class Store {
 public:
  // Makes the folder if need be. Error{unavailable} when another guard has it; the sentence names its pid.
  // `clock` outlives the store.
  static Result<std::unique_ptr<Store>> open(const std::string& folder, StoreOptions options,
                                             const Clock& clock);
  // As above, on files that fail at will. `files` outlives the store.
  static Result<std::unique_ptr<Store>> open(const std::string& folder, StoreOptions options,
                                             const Clock& clock, Files& files);
  ~Store();  // an orderly stop: everything durable, the database complete

  // What stood there when it was opened. Once.
  Loaded load();

  // See Ledger. The database gets them too.
  Status append(std::span<const Decision> decisions);
  // The two halves of append(): the write, which must come before anything takes effect, and all that wakes
  // threads. The second must follow the first, also when that failed.
  Status write_ahead(std::span<const Decision> decisions);
  void settle(std::span<const Decision> decisions);
  Status append_durably(std::span<const Decision> decisions);
  void record(std::vector<FindingRecord> findings);
  // The number to put into a Snapshot taken now.
  uint64_t ledger_sequence() const;
  // On a thread of its own; a newer one replaces one that waits. The ledger is made durable first, so that a
  // snapshot never knows of a decision that the ledger has lost.
  void save_snapshot(Snapshot snapshot);
  Status save_snapshot_now(const Snapshot& snapshot);

  // Waits until what came before is durable and in the database, or failed.
  Status flush();
  StoreStatus status() const;

 private:
  Store(std::string folder, Files& files) : paths_(folder), files_(files) {}
  Status take_lock();
  void run_snapshots();

  const StorePaths paths_;
  std::unique_ptr<Files> own_files_;
  Files& files_;
  UniqueFd lock_;
  Loaded loaded_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<Archivist> archivist_;

  std::mutex save_mutex_;  // one snapshot at a time
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::optional<Snapshot> waiting_;
  std::string snapshot_error_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace denwaban::store
