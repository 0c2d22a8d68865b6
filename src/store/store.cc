// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace denwaban::store {

namespace {

Status make_folder(const std::string& folder) {
  std::error_code failed;
  if (std::filesystem::is_directory(folder, failed)) return {};
  std::filesystem::create_directories(std::filesystem::path(folder).parent_path(), failed);
  if (::mkdir(folder.c_str(), 0750) < 0 && errno != EEXIST) return file_error(errno, "create", folder);
  return {};
}

std::vector<Decision> decisions_of(Files& files, const std::string& path) {
  std::vector<Decision> decisions;
  if (auto contents = read_ledger(files, path))
    for (LedgerEntry& entry : contents->entries) decisions.push_back(std::move(entry.decision));
  return decisions;
}

Loaded loaded_from(Files& files, const StorePaths& paths, LedgerContents contents) {
  Loaded loaded;
  loaded.notices = std::move(contents.notices);
  auto snapshot = load_snapshot(files, paths.snapshot);
  uint64_t known = 0;
  if (snapshot) {
    known = snapshot->ledger_sequence;
    loaded.snapshot = std::move(*snapshot);
  } else if (snapshot.error().kind != ErrorKind::not_found) {
    loaded.notices.push_back(snapshot.error().message);
  }
  for (LedgerEntry& entry : contents.entries)
    if (entry.sequence > known) loaded.decisions.push_back(std::move(entry.decision));
  return loaded;
}

}  // namespace

Result<std::unique_ptr<Store>> Store::open(const std::string& folder, StoreOptions options,
                                           const Clock& clock) {
  auto files = std::make_unique<SystemFiles>();
  auto store = open(folder, std::move(options), clock, *files);
  if (store) (*store)->own_files_ = std::move(files);
  return store;
}

Result<std::unique_ptr<Store>> Store::open(const std::string& folder, StoreOptions options,
                                           const Clock& clock, Files& files) {
  if (Status made = make_folder(folder); !made) return tl::unexpected(made.error());
  std::unique_ptr<Store> store(new Store(folder, files));
  if (Status locked = store->take_lock(); !locked) return tl::unexpected(locked.error());
  LedgerContents contents;
  auto ledger = Ledger::open(files, clock, store->paths_.ledger, options.ledger, contents);
  if (!ledger) return tl::unexpected(ledger.error());
  store->ledger_ = std::move(*ledger);
  store->loaded_ = loaded_from(files, store->paths_, std::move(contents));
  store->archivist_ = std::make_unique<Archivist>(
      store->paths_.database, options.archive, clock,
      [&files, path = store->paths_.ledger] { return decisions_of(files, path); });
  store->thread_ = std::thread([self = store.get()] { self->run_snapshots(); });
  return store;
}

Store::~Store() {
  if (!thread_.joinable()) return;
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
  ledger_.reset();     // first the truth …
  archivist_.reset();  // … then the answers
}

// One who was killed a moment ago goes on holding it until the kernel has cleared up behind him: some 60 ms,
// longer while the disk is busy.
static bool take_soon(int lock) {
  constexpr int kPause = 20, kTries = 100;  // ms; two seconds
  for (int i = 0; i < kTries; ++i) {
    if (::flock(lock, LOCK_EX | LOCK_NB) == 0) return true;
    ::poll(nullptr, 0, kPause);
  }
  return false;
}

Status Store::take_lock() {
  lock_ = UniqueFd(::open(paths_.lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock_) return file_error(errno, "open", paths_.lock);
  if (!take_soon(lock_.get())) {
    char pid[24] = {};
    ssize_t length = ::pread(lock_.get(), pid, sizeof pid - 1, 0);
    std::string_view text(pid, length > 0 ? static_cast<size_t>(length) : 0);
    return fail(ErrorKind::unavailable,
                fmt::format("another denwaban (pid {}) uses {}: stop it, or give another [store] path",
                            text.substr(0, text.find('\n')), folder_of(paths_.lock)));
  }
  std::string pid = fmt::format("{}\n", ::getpid());
  // Only a help for people: the lock holds without it, on a full disk too.
  if (::ftruncate(lock_.get(), 0) == 0) (void)!::pwrite(lock_.get(), pid.data(), pid.size(), 0);
  return {};
}

Loaded Store::load() { return std::move(loaded_); }

Status Store::append(std::span<const Decision> decisions) {
  Status appended = write_ahead(decisions);
  settle(decisions);
  return appended;
}

Status Store::write_ahead(std::span<const Decision> decisions) { return ledger_->write_ahead(decisions); }

void Store::settle(std::span<const Decision> decisions) {
  ledger_->settle();
  archivist_->record(std::vector<Decision>(decisions.begin(), decisions.end()));
}

Status Store::append_durably(std::span<const Decision> decisions) {
  Status appended = ledger_->append_durably(decisions);
  if (appended) archivist_->record(std::vector<Decision>(decisions.begin(), decisions.end()));
  return appended;
}

void Store::record(std::vector<FindingRecord> findings) { archivist_->record(std::move(findings)); }

uint64_t Store::ledger_sequence() const { return ledger_->status().sequence; }

void Store::save_snapshot(Snapshot snapshot) {
  {
    std::lock_guard lock(mutex_);
    waiting_ = std::move(snapshot);
  }
  wake_.notify_all();
}

Status Store::save_snapshot_now(const Snapshot& snapshot) {
  std::lock_guard one_at_a_time(save_mutex_);
  Status saved = ledger_->sync();
  if (saved) saved = store::save_snapshot(files_, paths_.snapshot, snapshot);
  std::lock_guard lock(mutex_);
  snapshot_error_ = saved ? "" : saved.error().message;
  return saved;
}

void Store::run_snapshots() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || waiting_.has_value(); });
    if (!waiting_) return;
    Snapshot snapshot = std::move(*waiting_);
    waiting_.reset();
    lock.unlock();
    (void)save_snapshot_now(snapshot);
    lock.lock();
  }
}

Status Store::flush() {
  archivist_->flush();
  return ledger_->sync();
}

StoreStatus Store::status() const {
  StoreStatus status;
  status.ledger = ledger_->status();
  status.archive = archivist_->status();
  std::lock_guard lock(mutex_);
  status.snapshot_error = snapshot_error_;
  return status;
}

}  // namespace denwaban::store
