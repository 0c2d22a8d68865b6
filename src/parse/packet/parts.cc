// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/packet/parts.h"

#include <algorithm>
#include <utility>

namespace denwaban::parse {

bool Parts::add(uint64_t begin, uint64_t end, std::string_view bytes) {
  auto next = std::upper_bound(parts_.begin(), parts_.end(), begin,
                               [](uint64_t place, const Part& part) { return place < part.end; });
  bool overlapped = false;
  for (uint64_t at = begin; at < end;) {
    if (next != parts_.end() && next->begin <= at) {
      overlapped = true;
      at = next->end;
      ++next;
      continue;
    }
    uint64_t until = next == parts_.end() ? end : std::min(end, next->begin);
    size_t skip = std::min<uint64_t>(at - begin, bytes.size());
    Part part{at, until, std::string(bytes.substr(skip, until - at))};
    bytes_ += part.bytes.size();
    covered_ += until - at;
    next = parts_.insert(next, std::move(part)) + 1;
    at = until;
  }
  return overlapped;
}

Parts::Part Parts::take_front() {
  Part part = std::move(parts_.front());
  parts_.erase(parts_.begin());
  bytes_ -= part.bytes.size();
  covered_ -= part.end - part.begin;
  return part;
}

void Parts::clear() {
  parts_.clear();
  parts_.shrink_to_fit();
  bytes_ = covered_ = 0;
}

}  // namespace denwaban::parse
