// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/datagram_batch.h"

#include <algorithm>
#include <cstring>

namespace denwaban::sources {

void DatagramBatch::clear() {
  datagrams_.clear();
  chunk_ = used_ = payload_bytes_ = 0;
  // One that was filled beyond its measure gives the memory back.
  if (chunks_.size() > 4) chunks_.resize(4);
}

char* DatagramBatch::room_for(size_t size) {
  while (chunk_ < chunks_.size() && chunks_[chunk_].capacity - used_ < size) {
    ++chunk_;
    used_ = 0;
  }
  if (chunk_ == chunks_.size()) {
    size_t capacity = std::max(kChunk, size);
    chunks_.push_back({std::unique_ptr<char[]>(new char[capacity]), capacity});
  }
  char* place = chunks_[chunk_].bytes.get() + used_;
  used_ += size;
  return place;
}

void DatagramBatch::take(const Datagram& datagram) {
  Datagram& kept = datagrams_.emplace_back(datagram);
  if (datagram.payload.empty()) return;
  char* place = room_for(datagram.payload.size());
  std::memcpy(place, datagram.payload.data(), datagram.payload.size());
  kept.payload = {place, datagram.payload.size()};
  payload_bytes_ += datagram.payload.size();
}

}  // namespace denwaban::sources
