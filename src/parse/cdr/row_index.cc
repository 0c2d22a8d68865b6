// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/cdr/row_index.h"

#include <bit>

#include "parse/log/avx2.h"

namespace denwaban::parse {
namespace {

#if defined(__x86_64__)

#define DENWABAN_WITH_PCLMUL __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt,pclmul")))
#define DENWABAN_WITH_PCLMUL_INLINE __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt,pclmul"), always_inline)) inline

bool has_fast_path() {
  static const bool has = avx2::is_here() && __builtin_cpu_supports("pclmul");
  return has;
}

// The places of four characters among 64 bytes: bit i for byte i.
struct Places {
  uint64_t quotes, commas, feeds, returns;
};

DENWABAN_WITH_PCLMUL_INLINE Places find_places(const char* at) {
  const __m256i low = avx2::load32(at), high = avx2::load32(at + 32);
  auto equal = [&](char c) DENWABAN_WITH_PCLMUL {
    const __m256i wanted = _mm256_set1_epi8(c);
    const auto first = static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)));
    const auto second = static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)));
    return first | uint64_t{second} << 32;
  };
  return {equal('"'), equal(','), equal('\n'), equal('\r')};
}

// Bit i: whether an odd number of bits up to i are set. What a multiplication without carries by all ones is.
DENWABAN_WITH_PCLMUL_INLINE uint64_t parity_up_to(uint64_t bits) {
  const __m128i one = _mm_set_epi64x(0, static_cast<int64_t>(bits));
  return static_cast<uint64_t>(_mm_cvtsi128_si64(_mm_clmulepi64_si128(one, _mm_set1_epi8(-1), 0)));
}

// What one block of 64 bytes must know of the one before it.
struct Before {
  uint64_t inside = 0;     // all bits: it ended within quotes
  uint64_t may_open = 1;   // bit 0: its last byte was a separator, or a quote that closes
  uint64_t must_end = 0;   // bit 0: its last byte was a quote that closes
  uint64_t must_feed = 0;  // bit 0: its last byte was a carriage return outside quotes
};

struct Block {
  uint64_t ends, odd;  // separators outside quotes; places where no sound row goes on
};

// A quote opens behind a separator, or doubles the one that seemed to close; it closes before a separator, or
// before its double. A carriage return outside quotes belongs to a line's end.
DENWABAN_WITH_PCLMUL_INLINE Block take_block(const Places& places, Before& before) {
  const uint64_t inside =
      parity_up_to(places.quotes) ^ before.inside;  // an opening quote is inside, a closing one is not
  const uint64_t opening = places.quotes & inside, closing = places.quotes & ~inside;
  const uint64_t returns = places.returns & ~inside;
  const uint64_t ends = (places.commas | places.feeds) & ~inside;
  const uint64_t may_open = ends | closing;
  const uint64_t behind_closing = closing << 1 | before.must_end;
  const uint64_t behind_return = returns << 1 | before.must_feed;
  Block block{ends, 0};
  block.odd = opening & ~(may_open << 1 | before.may_open);
  block.odd |= behind_closing & ~(ends | opening | returns);
  block.odd |= behind_return & ~(places.feeds & ends);
  before.inside = static_cast<uint64_t>(static_cast<int64_t>(inside) >> 63);
  before.may_open = may_open >> 63;
  before.must_end = closing >> 63;
  before.must_feed = returns >> 63;
  return block;
}

// Returns how many blocks are known, an odd one up to its odd place.
DENWABAN_WITH_PCLMUL size_t index_window(std::string_view bytes, uint64_t* ends) {
  size_t blocks = 0;
  Before before;
  for (size_t at = 0; at + 64 <= bytes.size(); at += 64) {
    const Block block = take_block(find_places(bytes.data() + at), before);
    ends[blocks++] = block.odd == 0 ? block.ends : block.ends & (_blsi_u64(block.odd) - 1);
    if (block.odd != 0) break;
  }
  return blocks;
}

#else

bool has_fast_path() { return false; }
size_t index_window(std::string_view, uint64_t*) { return 0; }

#endif

std::string_view column_between(const char* begin, const char* end) {
  const size_t quotes = begin != end && *begin == '"' ? 1 : 0;
  return {begin + quotes, static_cast<size_t>(end - begin) - 2 * quotes};
}

}  // namespace

void RowIndex::look_at(std::string_view bytes) {
  begin_ = next_ = bytes.data();
  blocks_ = index_window(bytes.substr(0, kWindow), ends_.data());
  block_ = 0;
  left_ = blocks_ > 0 ? ends_[0] : 0;
}

// The columns up to the first line feed among the places that are known.
bool RowIndex::read_indexed(std::string_view bytes, CsvRow& row) {
  std::string_view* columns = row.column.data();
  const char* start = bytes.data();
  size_t block = block_;
  uint64_t left = left_;
  for (size_t i = 0; i < CdrLayout::kColumnsMax; ++i) {
    while (left == 0) {
      if (++block >= blocks_) return false;
      left = ends_[block];
    }
    const char* end = begin_ + 64 * block + static_cast<size_t>(std::countr_zero(left));
    left &= left - 1;
    if (*end == ',') {
      columns[i] = column_between(start, end);
      start = end + 1;
      continue;
    }
    const bool with_return = end != start && end[-1] == '\r';
    columns[i] = column_between(start, with_return ? end - 1 : end);
    row.columns = i + 1;
    row.length = static_cast<size_t>(end + 1 - bytes.data());
    row.broken = false;
    next_ = end + 1;
    block_ = block;
    left_ = left;
    return true;
  }
  return false;
}

void RowIndex::read(std::string_view bytes, bool last, CsvRow& row) {
  if (has_fast_path() && bytes.size() >= 64) {
    const bool known = next_ == bytes.data();
    if (known && read_indexed(bytes, row)) return;
    look_at(bytes);
    if (read_indexed(bytes, row)) return;
  }
  forget();
  read_csv_row(bytes, last, row);
}

}  // namespace denwaban::parse
