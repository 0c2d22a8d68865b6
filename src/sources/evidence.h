// SPDX-License-Identifier: GPL-3.0-or-later
// Line numbers and texts of evidence, looked up when somebody wants to see them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/event.h"
#include "sources/archive/raw_file.h"
#include "sources/line_index.h"

namespace denwaban::sources {

struct EvidenceText {
  uint64_t line = 0;  // counted from 1; 0: the file ends before it (it was cut or replaced since)
  std::string text;   // the bytes as they stand there, not safe to print
};

// All references into one input, answered in their order, by one pass over the input up to the last of them.
// A text is cut at `length_max` bytes. An input that became unreadable on the way: what was found stands,
// `line` is 0 for the rest. Errors: the input cannot be opened.
Result<std::vector<EvidenceText>> read_evidence(const std::string& path, std::span<const EvidenceRef> refs,
                                                size_t length_max = 1000);

// The same for a plain file whose lines were counted when it was read: one short read for each reference, in
// any order.
class EvidenceReader {
 public:
  // Errors: the file cannot be opened.
  static Result<EvidenceReader> open(const std::string& path, LineIndex index);

  EvidenceText read(const EvidenceRef& ref, size_t length_max = 1000);
  // Gives the descriptor back until the next read.
  void park() { file_.park(); }

 private:
  EvidenceReader(RawFile file, LineIndex index) : file_(std::move(file)), index_(std::move(index)) {}

  std::string_view read_at(uint64_t offset, size_t size);

  RawFile file_;
  LineIndex index_;
  std::vector<char> buffer_;
};

}  // namespace denwaban::sources
