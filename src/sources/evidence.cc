// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/evidence.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <utility>

#include "sources/input.h"

namespace denwaban::sources {
namespace {

constexpr size_t kTextMax = 64 * 1024;

// A window that slides over the input and counts the line breaks that it leaves behind.
class Window {
 public:
  explicit Window(Input& input) : input_(input), buffer_(256 * 1024) {}

  // Moves forward so that the window starts at `offset`; false when the input ends before.
  bool slide_to(uint64_t offset) {
    while (offset > start_ + filled_) {
      drop(filled_);
      if (!refill()) return false;
    }
    drop(static_cast<size_t>(offset - start_));
    return true;
  }

  // The front of the window: up to `length` bytes, less at the input's end.
  std::string_view front(size_t length) {
    if (filled_ < length) {
      std::memmove(buffer_.data(), buffer_.data() + begin_, filled_);
      begin_ = 0;
      refill();
    }
    return {buffer_.data() + begin_, std::min(length, filled_)};
  }

  uint64_t line_breaks_before() const { return line_breaks_; }

 private:
  void drop(size_t bytes) {
    const char* from = buffer_.data() + begin_;
    line_breaks_ += count_line_breaks({from, bytes});
    begin_ += bytes;
    filled_ -= bytes;
    start_ += bytes;
  }

  bool refill() {
    if (filled_ == 0) begin_ = 0;
    std::optional<Error> error;
    size_t end = begin_ + filled_;
    size_t count = read_full(input_, std::span(buffer_).subspan(end), error);
    filled_ += count;
    return count > 0;
  }

  Input& input_;
  std::vector<char> buffer_;
  size_t begin_ = 0, filled_ = 0;
  uint64_t start_ = 0;  // of the window, in the input
  uint64_t line_breaks_ = 0;
};

}  // namespace

Result<std::vector<EvidenceText>> read_evidence(const std::string& path, std::span<const EvidenceRef> refs,
                                                size_t length_max) {
  auto input = Input::open(path);
  if (!input) return tl::unexpected(input.error());
  std::vector<size_t> order(refs.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return refs[a].offset < refs[b].offset; });

  length_max = std::min(length_max, kTextMax);
  Window window(**input);
  std::vector<EvidenceText> texts(refs.size());
  for (size_t i : order) {
    if (!window.slide_to(refs[i].offset)) break;
    std::string_view text = window.front(std::min<size_t>(refs[i].length, length_max));
    if (text.empty() && refs[i].length > 0) break;
    texts[i] = {window.line_breaks_before() + 1, std::string(text)};
  }
  return texts;
}

Result<EvidenceReader> EvidenceReader::open(const std::string& path, LineIndex index) {
  InputInfo info;
  auto file = RawFile::open(path, info);
  if (!file) return tl::unexpected(file.error());
  return EvidenceReader(std::move(*file), std::move(index));
}

EvidenceText EvidenceReader::read(const EvidenceRef& ref, size_t length_max) {
  constexpr uint64_t kPiece = 128 * 1024;  // between two marks may lie more of a huge file
  LineIndex::Mark from = index_.mark_before(ref.offset);
  for (; ref.offset - from.offset > kPiece; from.offset += kPiece) {
    std::string_view piece = read_at(from.offset, kPiece);
    if (piece.size() < kPiece) return {};
    from.line_breaks += count_line_breaks(piece);
  }
  auto before = static_cast<size_t>(ref.offset - from.offset);
  size_t length = std::min({size_t{ref.length}, length_max, kTextMax});
  std::string_view piece = read_at(from.offset, before + length);
  if (piece.size() < before || (piece.size() == before && length > 0)) return {};
  return {from.line_breaks + count_line_breaks(piece.substr(0, before)) + 1,
          std::string(piece.substr(before))};
}

std::string_view EvidenceReader::read_at(uint64_t offset, size_t size) {
  if (buffer_.size() < size) buffer_.resize(size);
  auto count = file_.read_at(std::span(buffer_).first(size), offset);
  return {buffer_.data(), count ? *count : 0};
}

}  // namespace denwaban::sources
