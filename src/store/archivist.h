// SPDX-License-Identifier: GPL-3.0-or-later
// Fills the database on a thread of its own, so that nothing waits for SQLite. The queue is bounded; what
// finds no place is counted, and decisions among it are filled in from the ledger as soon as there is time. A
// damaged database is moved aside, made anew and filled from the ledger too. Thread-safe.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/time.h"
#include "store/database.h"

namespace denwaban::store {

struct ArchivistOptions {
  Retention retention;
  size_t queue_max = 50'000;  // findings and decisions that wait
  Seconds prune_every = Seconds(3600);
  Milliseconds gather{50};  // what comes within so long is one transaction, and in nobody's way until then
};

struct ArchivistStatus {
  uint64_t waiting = 0;
  uint64_t dropped_findings = 0;     // lost to the database; their later states still come
  uint64_t dropped_decisions = 0;    // filled in again from the ledger
  std::string error;                 // the latest failure that still stands; empty: all is well
  std::vector<std::string> notices;  // what happened to the file, for people
};

class Archivist {
 public:
  // All decisions that the ledger knows.
  using Refill = std::function<std::vector<Decision>()>;

  // `clock` outlives the archivist.
  Archivist(std::string path, ArchivistOptions options, const Clock& clock, Refill refill);
  ~Archivist();  // writes what waits, if the database lets it

  void record(std::vector<FindingRecord> findings);
  void record(std::vector<Decision> decisions);
  // Returns once everything recorded before is written, or could not be.
  void flush();
  ArchivistStatus status() const;

 private:
  struct Batch {
    std::vector<FindingRecord> findings;
    std::vector<Decision> decisions;
    size_t size() const { return findings.size() + decisions.size(); }
  };
  void run();
  bool make_ready();
  bool refill_decisions();
  Status write(const Batch& batch);
  void note(Status status);
  void move_aside();
  void prune_if_due();

  const std::string path_;
  const ArchivistOptions options_;
  const Clock& clock_;
  const Refill refill_;
  // The thread's own.
  std::optional<Database> database_;
  std::optional<Time> pruned_;

  mutable std::mutex mutex_;
  std::condition_variable wake_, idle_;
  Batch waiting_;
  size_t in_work_ = 0;
  bool refill_due_ = true;
  int hurried_ = 0;        // calls of flush() that wait
  uint64_t attempts_ = 0;  // rounds of the thread: flush() waits for one that fails, too
  ArchivistStatus status_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace denwaban::store
