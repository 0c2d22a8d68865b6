// SPDX-License-Identifier: GPL-3.0-or-later
// Opening a ledger: what is intact is read, what is not is cut off and kept for people to look at.
#include <fcntl.h>
#include <fmt/format.h>

#include "base/hash.h"
#include "store/ledger.h"

namespace denwaban::store {

namespace {

constexpr uint64_t kReadMax = uint64_t{1} << 30;

LedgerScan read_contents(std::string_view bytes, const std::string& path, LedgerContents& contents) {
  LedgerScan scan = scan_ledger(bytes, [&](const LedgerRecord& record) {
    if (auto decision = decision_of(record))
      contents.entries.push_back({record.sequence, std::move(*decision)});
    else
      ++contents.skipped;
  });
  for (const LedgerDamage& damage : scan.damage)
    if (damage.offset + damage.length < bytes.size())
      contents.notices.push_back(
          fmt::format("{}: {} bytes at {} are damaged and were skipped: check the disk", path, damage.length,
                      damage.offset));
  if (contents.skipped > 0)
    contents.notices.push_back(fmt::format(
        "{}: {} records were written by a newer version and were left alone", path, contents.skipped));
  return scan;
}

uint64_t last_sequence(std::string_view bytes) {
  uint64_t last = 0;
  scan_ledger(bytes, [&](const LedgerRecord& record) { last = std::max(last, record.sequence); });
  return last;
}

}  // namespace

Result<LedgerContents> read_ledger(Files& files, const std::string& path) {
  auto bytes = read_whole(files, path, kReadMax);
  if (!bytes) return tl::unexpected(bytes.error());
  LedgerContents contents;
  LedgerScan scan = read_contents(*bytes, path, contents);
  if (scan.end == 0 && !bytes->empty())
    return fail(ErrorKind::input, fmt::format("{} is not a ledger, or its beginning is damaged: start the "
                                              "guard, which sets it aside and begins a new one",
                                              path));
  return contents;
}

Status Ledger::open_file(LedgerContents& contents) {
  auto bytes = read_whole(files_, path_, kReadMax);
  if (!bytes && bytes.error().kind != ErrorKind::not_found) return tl::unexpected(bytes.error());
  LedgerScan scan;
  if (bytes) scan = read_contents(*bytes, path_, contents);
  if (scan.end == 0) {
    if (bytes && !bytes->empty()) {
      std::string aside = path_ + ".damaged";
      if (int done = files_.rename(path_, aside); done < 0) return file_error(-done, "set aside", path_);
      contents.notices.push_back(fmt::format(
          "{} could not be read and was set aside as {}: decisions made before are known from the "
          "snapshot and the database only",
          path_, aside));
    }
    mark_ = HashSeed::random().value;
    std::string header = ledger_header(mark_);
    if (Status made = replace_file(files_, path_, header); !made) return made;
    length_ = durable_ = header.size();
  } else {
    mark_ = scan.mark;
    length_ = durable_ = scan.end;
    next_sequence_ = last_sequence(*bytes) + 1;
  }
  int fd = files_.open(path_, O_RDWR, 0600);
  if (fd < 0) return file_error(-fd, "open", path_);
  fd_ = std::make_shared<UniqueFd>(fd);
  if (bytes && scan.end > 0 && scan.end < bytes->size())
    return set_tail_aside(std::string_view(*bytes).substr(scan.end), contents);
  return {};
}

Status Ledger::set_tail_aside(std::string_view tail, LedgerContents& contents) {
  std::string aside = path_ + ".damaged";
  Status kept = replace_file(files_, aside, tail);
  if (kept)
    contents.notices.push_back(
        fmt::format("the last {} bytes of {} were damaged and set aside in {}", tail.size(), path_, aside));
  else
    contents.notices.push_back(fmt::format("the last {} bytes of {} were damaged and are cut off ({})",
                                           tail.size(), path_, kept.error().message));
  int done = files_.ftruncate(fd_->get(), length_);
  if (done < 0) return file_error(-done, "repair", path_);
  return {};
}

}  // namespace denwaban::store
