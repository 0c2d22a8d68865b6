// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/journal_reader.h"

#include <fmt/format.h>
#include <systemd/sd-journal.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <system_error>

#include "sources/carried_line.h"

namespace denwaban::sources {
namespace {

// SD_MESSAGE_JOURNAL_DROPPED: "Suppressed 3000 messages from asterisk.service"
constexpr std::string_view kDropped = "a596d6fe7bfa4994828e72309e95d61e";
constexpr size_t kFieldMax = 64 << 10;  // of one field; longer ones may come out cut

struct Closing {
  void operator()(sd_journal* journal) const { ::sd_journal_close(journal); }
};
using Handle = std::unique_ptr<sd_journal, Closing>;

uint64_t to_usec(Time time) { return static_cast<uint64_t>(std::max<int64_t>(0, to_epoch_ms(time))) * 1000; }
Time from_usec(uint64_t usec) { return from_epoch_ms(static_cast<int64_t>(usec / 1000)); }

tl::unexpected<Error> cannot_read(const std::string& folder, int negative) {
  std::string what =
      folder.empty() ? std::string("the systemd journal") : fmt::format("the journal in {}", folder);
  switch (-negative) {
    case ENOENT:
      return fail(ErrorKind::not_found, fmt::format("{} is not there: check journal.folder", what));
    case EACCES:
    case EPERM:
      return fail(
          ErrorKind::permission,
          fmt::format("cannot read {}: permission denied: run as root or join the group systemd-journal",
                      what));
    default:
      return fail(ErrorKind::unavailable, fmt::format("cannot read {}: {}: see whether journalctl can", what,
                                                      std::generic_category().message(-negative)));
  }
}

Result<Handle> open_handle(const std::string& folder) {
  sd_journal* journal = nullptr;
  int done = folder.empty() ? ::sd_journal_open(&journal, SD_JOURNAL_LOCAL_ONLY)
                            : ::sd_journal_open_directory(&journal, folder.c_str(), 0);
  if (done < 0) return cannot_read(folder, done);
  ::sd_journal_set_data_threshold(journal, kFieldMax);
  return Handle(journal);
}

uint64_t number_of(std::string_view digits, uint64_t otherwise) {
  uint64_t number = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc() && end == digits.data() + digits.size() ? number : otherwise;
}

}  // namespace

class JournalReader::Impl {
 public:
  Impl(const JournalOptions& options, const JournalPosition& position, Handle journal)
      : options_(options), journal_(std::move(journal)), position_(position) {}

  Status start(Time now) {
    ::sd_journal_flush_matches(journal_.get());
    int done = seek(now);
    if (done < 0) return cannot_read(options_.folder, done);
    done = choose();
    fd_ = ::sd_journal_get_fd(journal_.get());
    if (done < 0 || fd_ < 0) return cannot_read(options_.folder, done < 0 ? done : fd_);
    return {};
  }

  bool poll(Time now, std::string& lines) {
    int done = ::sd_journal_process(journal_.get());
    size_t seen = 0;
    const size_t full = lines.size() + options_.bytes_per_turn;
    while (done >= 0 && seen < options_.records_per_turn && lines.size() < full) {
      done = ::sd_journal_next(journal_.get());
      if (done <= 0) break;
      ++seen;
      take(lines);
    }
    counters_.trouble = done < 0 ? std::generic_category().message(-done) : std::string();
    if (seen > 0) note_place();
    if (done == 0) position_.read_up_to = now;
    return done > 0;
  }

  JournalOptions options_;
  Handle journal_;
  JournalPosition position_;
  std::optional<JournalGap> gap_;
  JournalCounters counters_;
  int fd_ = -1;

 private:
  // Before anything is chosen, so that every record counts as a place.
  int seek(Time now) {
    if (position_.cursor.empty() && position_.read_up_to == Time{}) return begin(now);
    note_gap();
    if (position_.cursor.empty())
      return ::sd_journal_seek_realtime_usec(journal_.get(), to_usec(position_.read_up_to) + 1);
    int found = ::sd_journal_seek_cursor(journal_.get(), position_.cursor.c_str());
    if (found < 0) return ::sd_journal_seek_realtime_usec(journal_.get(), to_usec(position_.read_up_to) + 1);
    if (::sd_journal_next(journal_.get()) <= 0) return ::sd_journal_seek_tail(journal_.get());
    if (::sd_journal_test_cursor(journal_.get(), position_.cursor.c_str()) > 0) {
      gap_.reset();
      return 0;
    }
    // That record is gone, and this is one behind it: step back, so that it comes first.
    int before = ::sd_journal_previous(journal_.get());
    return before == 0 ? ::sd_journal_seek_head(journal_.get()) : before;
  }

  int begin(Time now) {
    if (options_.from_start) return ::sd_journal_seek_head(journal_.get());
    position_.read_up_to = now;
    int done = ::sd_journal_seek_tail(journal_.get());
    if (done < 0) return done;
    done = ::sd_journal_previous(journal_.get());
    if (done > 0) note_place();
    return done == 0 ? ::sd_journal_seek_head(journal_.get()) : done;
  }

  void note_gap() {
    uint64_t oldest = 0;
    if (::sd_journal_get_cutoff_realtime_usec(journal_.get(), &oldest, nullptr) <= 0) return;
    if (from_usec(oldest) > position_.read_up_to) gap_ = JournalGap{position_.read_up_to, from_usec(oldest)};
  }

  int choose() {
    auto want = [this](std::string_view field, std::string_view value) {
      std::string match = fmt::format("{}={}", field, value);
      return ::sd_journal_add_match(journal_.get(), match.data(), match.size());
    };
    int done = want("MESSAGE_ID", kDropped);
    for (const std::string& unit : options_.units) {
      if (done >= 0) done = ::sd_journal_add_disjunction(journal_.get());
      if (done >= 0)
        done = want("_SYSTEMD_UNIT", unit.find('.') == std::string::npos ? unit + ".service" : unit);
    }
    for (const std::string& identifier : options_.identifiers) {
      if (done >= 0) done = ::sd_journal_add_disjunction(journal_.get());
      if (done >= 0) done = want("SYSLOG_IDENTIFIER", identifier);
    }
    return done;
  }

  void note_place() {
    char* cursor = nullptr;
    if (::sd_journal_get_cursor(journal_.get(), &cursor) >= 0) position_.cursor = cursor;
    std::free(cursor);  // NOLINT: sd-journal gives it by malloc
    uint64_t usec = 0;
    if (::sd_journal_get_realtime_usec(journal_.get(), &usec) >= 0)
      position_.read_up_to = std::max(position_.read_up_to, from_usec(usec));
  }

  // Valid until the next call.
  std::optional<std::string_view> field(const char* name) {
    const void* data = nullptr;
    size_t size = 0;
    if (::sd_journal_get_data(journal_.get(), name, &data, &size) < 0) return std::nullopt;
    std::string_view all(static_cast<const char*>(data), size);
    size_t equals = all.find('=');
    return equals == all.npos ? std::nullopt : std::optional(all.substr(equals + 1));
  }

  bool is_of_a_unit() {
    auto unit = field("_SYSTEMD_UNIT");
    return unit && std::any_of(options_.units.begin(), options_.units.end(), [&](const std::string& own) {
             return *unit == own || (own.find('.') == std::string::npos && *unit == own + ".service");
           });
  }

  bool is_believed() {
    if (is_of_a_unit()) return true;
    auto user = field("_UID");
    uint64_t uid = user ? number_of(*user, UINT64_MAX) : UINT64_MAX;
    return std::find(options_.users.begin(), options_.users.end(), uid) != options_.users.end();
  }

  // What journald says of itself; nobody else may.
  bool is_of_the_journal() {
    if (auto id = field("MESSAGE_ID"); !id || *id != kDropped) return false;
    if (auto transport = field("_TRANSPORT"); !transport || *transport != "driver") return true;
    auto message = field("MESSAGE");
    bool ours =
        message && std::any_of(options_.units.begin(), options_.units.end(), [&](const std::string& unit) {
          return message->ends_with(" from " + unit) || message->ends_with(" from " + unit + ".service");
        });
    if (!ours) return true;
    auto count = field("N_DROPPED");
    counters_.suppressed += count ? number_of(*count, 1) : 1;
    return true;
  }

  void take(std::string& lines) {
    if (is_of_the_journal()) return;
    if (!is_believed()) {
      ++counters_.strangers;
      return;
    }
    uint64_t usec = 0, pid = 0;
    if (::sd_journal_get_realtime_usec(journal_.get(), &usec) < 0) return;
    if (auto process = field("_PID")) pid = number_of(*process, 0);
    auto message = field("MESSAGE");
    if (!message) return;
    std::string_view text = without_end(*message);
    if (text.size() > kCarriedMax) {
      ++counters_.too_long;
      return;
    }
    ++counters_.records;
    counters_.last = std::max(counters_.last, from_usec(usec));
    lines += fmt::format("{} journal asterisk[{}]: ", to_rfc3339(from_usec(usec)), pid);
    append_record(text, lines);
  }
};

Result<JournalReader> JournalReader::open(const JournalOptions& options, const JournalPosition& position,
                                          Time now) {
  auto handle = open_handle(options.folder);
  if (!handle) return tl::unexpected(handle.error());
  auto impl = std::make_unique<Impl>(options, position, std::move(*handle));
  if (auto started = impl->start(now); !started) return tl::unexpected(started.error());
  return JournalReader(std::move(impl));
}

JournalReader::JournalReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
JournalReader::JournalReader(JournalReader&&) noexcept = default;
JournalReader& JournalReader::operator=(JournalReader&&) noexcept = default;
JournalReader::~JournalReader() = default;

int JournalReader::fd() const { return impl_->fd_; }
bool JournalReader::poll(Time now, std::string& lines) { return impl_->poll(now, lines); }
JournalPosition JournalReader::position() const { return impl_->position_; }
std::optional<JournalGap> JournalReader::gap() const { return impl_->gap_; }
const JournalCounters& JournalReader::counters() const { return impl_->counters_; }

bool has_journal(const std::string& folder) {
  auto handle = open_handle(folder);
  if (!handle) return false;
  uint64_t oldest = 0;
  return ::sd_journal_get_cutoff_realtime_usec(handle->get(), &oldest, nullptr) > 0;
}

}  // namespace denwaban::sources
