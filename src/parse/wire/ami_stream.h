// SPDX-License-Identifier: GPL-3.0-or-later
// One direction of a manager session (Asterisk's manager.c): blocks of `Key: value` lines that an empty line
// ends. Bounded: a line or block beyond the limits is cut, its rest is skipped.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace denwaban::parse {

class AmiBlock {
 public:
  static constexpr size_t kFieldsMax = 32;
  // The value of the first field of that name (any case); empty when there is none. `name` in lower case.
  std::string_view value_of(std::string_view name) const;
  bool has(std::string_view name) const;
  size_t fields() const { return used_; }

 private:
  friend class AmiStream;
  struct Field {
    std::string_view name, value;
  };
  const Field* find(std::string_view name) const;
  std::array<Field, kFieldsMax> fields_;
  size_t used_ = 0;
};

class AmiStream {
 public:
  static constexpr size_t kBlockMax = 4'096;

  // Takes the next bytes and calls sink(const AmiBlock&) for each block that they complete. Views live until
  // the sink returns.
  template <class Sink>
  void feed(std::string_view segment, Sink&& sink) {
    while (!segment.empty()) {
      if (!take_line(segment)) continue;
      AmiBlock block = read_block();
      if (block.fields() > 0) sink(static_cast<const AmiBlock&>(block));
      buffer_.clear();
    }
  }
  // Bytes were lost: what is kept is dropped.
  void lose();
  size_t kept() const { return buffer_.size(); }

 private:
  // Moves bytes up to the end of a line; true when that line was empty, the end of a block.
  bool take_line(std::string_view& segment);
  AmiBlock read_block() const;

  std::string buffer_;         // of the block so far
  bool line_is_empty_ = true;  // so far
};

}  // namespace denwaban::parse
