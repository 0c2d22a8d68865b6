// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a table of call records, all fields of each row, with counters by account: calls, answered ones, seconds talked.
// What a table costs before anybody judges it. record_rows.py runs it beside `wc -l` and databases.
#include <absl/container/flat_hash_map.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "parse/cdr/layout.h"
#include "parse/cdr/row_index.h"

namespace {

using namespace denwaban::parse;

struct Counters {
  uint64_t calls = 0, answered = 0, seconds = 0;
};

class Table {
 public:
  void take(std::string_view bytes, bool last, size_t& taken) {
    taken = 0;
    rows_.forget();
    while (taken < bytes.size()) {
      rows_.read(bytes.substr(taken), last, row_);
      if (row_.length == 0) return;
      taken += row_.length;
      count();
    }
  }
  void print() const {
    std::vector<std::pair<std::string, Counters>> all(accounts_.begin(), accounts_.end());
    std::ranges::sort(all, {}, [](const auto& one) { return one.first; });
    Counters sum;
    for (const auto& [name, one] : all) {
      sum.calls += one.calls;
      sum.answered += one.answered;
      sum.seconds += one.seconds;
    }
    fmt::print("{} accounts, {} calls, {} answered, {} seconds, {} others\n", all.size(), sum.calls, sum.answered,
               sum.seconds, others_);
  }

 private:
  void count() {
    if (!layout_ || layout_->columns() != row_.columns) layout_ = CdrLayout::of_row(row_.all());
    if (!layout_ || !read_cdr(row_, *layout_, cdr_)) {
      ++others_;
      return;
    }
    const std::string_view source = cdr_[CdrField::source];
    Counters& one = accounts_[absl::string_view(source.data(), source.size())];
    ++one.calls;
    if (cdr_.disposition == Disposition::answered) ++one.answered;
    one.seconds += static_cast<uint64_t>(cdr_.billed);
  }

  RowIndex rows_;
  CsvRow row_;
  CdrRow cdr_;
  std::optional<CdrLayout> layout_;
  absl::flat_hash_map<std::string, Counters> accounts_;
  uint64_t others_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
  const int file = count == 2 ? ::open(arguments[1], O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) {
    fmt::print(stderr, "usage: denwaban_count_calls TABLE\n");
    return 2;
  }
  std::vector<char> buffer(256 * 1024);
  Table table;
  for (size_t held = 0;;) {
    const ssize_t got = ::read(file, buffer.data() + held, buffer.size() - held);
    if (got < 0) return 3;
    const size_t there = held + static_cast<size_t>(got);
    size_t taken = 0;
    table.take({buffer.data(), there}, got == 0, taken);
    std::copy(buffer.begin() + static_cast<ptrdiff_t>(taken), buffer.begin() + static_cast<ptrdiff_t>(there), buffer.begin());
    held = there - taken;
    if (got == 0) break;
  }
  table.print();
  ::close(file);
  return 0;
}
