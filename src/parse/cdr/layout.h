// SPDX-License-Identifier: GPL-3.0-or-later
// Which column of a table of call records holds what.
//
// cdr_csv (cdr/cdr_csv.c) writes accountcode, src, dst, dcontext, clid, channel, dstchannel, lastapp,
// lastdata, start, answer, end, duration, billsec, disposition, amaflags; then uniqueid and userfield, each
// where cdr.conf wants it; since Asterisk 1.8, where it wants those too, peeraccount, linkedid and sequence:
// 16 to 21 columns. cdr_custom writes what its mapping says, in the sample without accountcode in front.
// Exports carry a header.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace denwaban::parse {

enum class CdrField : uint8_t {
  account_code,
  source,
  destination,
  context,
  caller_id,
  channel,
  destination_channel,
  application,
  data,
  start,
  answer,
  end,
  duration,
  billed,
  disposition,
  ama_flags,
  unique_id,
  user_field,
  peer_account,
  linked_id,
  sequence,
};
constexpr size_t kCdrFields = 21;

// The field that a column of this name holds ("calldate" is the start), without case.
std::optional<CdrField> cdr_field_named(std::string_view name);

class CdrLayout {
 public:
  static constexpr size_t kColumnsMax = 64;

  // What a row without a header shows by itself: nothing where it is no call record.
  static std::optional<CdrLayout> of_row(std::span<const std::string_view> columns);
  // A header: the names of cdr_csv's fields or of the tables that cdr_odbc and FreePBX fill ("calldate").
  static std::optional<CdrLayout> of_header(std::span<const std::string_view> columns);
  // The right-hand side of a line of cdr_custom.conf: `${CSV_QUOTE(${CDR(clid)})},${CDR(src)}`.
  static std::optional<CdrLayout> of_mapping(std::string_view mapping);

  // Of the field; nothing: this table does not hold it.
  std::optional<size_t> column(CdrField field) const {
    const int8_t at = column_[static_cast<size_t>(field)];
    return at < 0 ? std::nullopt : std::optional(static_cast<size_t>(at));
  }
  size_t columns() const { return columns_; }
  friend bool operator==(const CdrLayout&, const CdrLayout&) = default;

 private:
  CdrLayout();
  void place(CdrField field, size_t column);
  // `first` is at `column`, the fields that follow it in cdr_csv behind it.
  void place_run(CdrField first, CdrField last, size_t column);
  void place_tail(std::span<const std::string_view> tail, size_t column);
  bool tells_calls() const;

  std::array<int8_t, kCdrFields> column_;
  size_t columns_ = 0;
};

}  // namespace denwaban::parse
