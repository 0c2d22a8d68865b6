// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/records/record_file.h"

#include <algorithm>
#include <utility>

namespace denwaban::engine {
namespace {

constexpr size_t kBufferBytes = 4 * parse::kCsvRowMax;
constexpr uint64_t kMarkEvery = 64 * 1024;

}  // namespace

bool RecordFile::open() {
  opened_ = true;
  auto file = sources::Input::open(input_.path);
  if (!file) {
    report_.error = file.error();
    return false;
  }
  file_ = std::move(*file);
  buffer_.resize(kBufferBytes);
  plain_ = file_->info().compression == sources::Compression::none;
  if (plain_) report_.lines.add({0, 0});
  return true;
}

// More bytes behind those that are there. False: there are none any more.
bool RecordFile::refill() {
  if (last_) return false;
  rows_.forget();
  std::copy(buffer_.begin() + static_cast<ptrdiff_t>(begin_), buffer_.begin() + static_cast<ptrdiff_t>(end_), buffer_.begin());
  end_ -= std::exchange(begin_, 0);
  auto got = file_->read(std::span(buffer_).subspan(end_));
  if (!got) report_.error = got.error();
  size_t count = got.value_or(0);
  last_ = count == 0;
  end_ += count;
  report_.counts.bytes += count;
  return true;
}

bool RecordFile::read_row() {
  for (;;) {
    std::string_view bytes(buffer_.data() + begin_, end_ - begin_);
    if (!bytes.empty()) rows_.read(bytes, last_, row_);
    if (!bytes.empty() && row_.length > 0) return true;
    if (!refill()) return false;
  }
}

void RecordFile::leave_row() {
  std::string_view row(buffer_.data() + begin_, row_.length);
  report_.counts.lines += sources::count_line_breaks(row);
  begin_ += row_.length;
  offset_ += row_.length;
  if (!plain_ || offset_ - marked_ < kMarkEvery) return;
  marked_ = offset_;
  report_.lines.add({offset_, report_.counts.lines});
}

// Rows of another width than those before are of another layout, or of none.
bool RecordFile::understand() {
  if (!layout_ || layout_->columns() != row_.columns) {
    if (auto header = parse::CdrLayout::of_header(row_.all())) {
      layout_ = header;
      return false;
    }
    bool told = input_.layout && input_.layout->columns() == row_.columns;
    auto layout = told ? *input_.layout : parse::CdrLayout::of_row(row_.all());
    if (layout) layout_ = layout;
  }
  if (layout_) record_ = parse::read_cdr(row_, *layout_);
  bool blank = row_.columns == 1 && row_.column[0].empty() && !row_.broken;
  if (!record_ && !blank) ++report_.counts.unrecognised;
  return record_.has_value();
}

bool RecordFile::next() {
  if (!opened_ && !open()) return false;
  if (!file_) return false;
  if (record_) leave_row();
  for (record_.reset(); read_row(); leave_row()) {
    if (!understand()) continue;
    Time began = input_.clock.zone.to_utc(record_->start);
    clock_.hear(began + Seconds(std::max(record_->duration, record_->billed)));
    return true;
  }
  file_.reset();
  return false;
}

Call RecordFile::take(track::CallRecords& records) {
  size_t length = row_.length;
  std::string_view row(buffer_.data() + begin_, length);
  while (length > 0 && (row[length - 1] == '\n' || row[length - 1] == '\r')) --length;
  return records.call_of(*record_, input_.clock.zone, {offset_, source_, static_cast<uint32_t>(length)});
}

}  // namespace denwaban::engine
