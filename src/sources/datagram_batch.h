// SPDX-License-Identifier: GPL-3.0-or-later
// Datagrams of one turn, with the bytes that they point at.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "parse/packet_decoder.h"

namespace denwaban::sources {

class DatagramBatch final : public parse::DatagramSink {
 public:
  // Forgets what was there and keeps its memory; all views end.
  void clear();
  // Copies the payload.
  void take(const Datagram& datagram) override;

  std::span<const Datagram> datagrams() const { return datagrams_; }
  size_t size() const { return datagrams_.size(); }
  size_t payload_bytes() const { return payload_bytes_; }

  // What readers fill it with at most in one call, but for the datagrams that one packet sets free.
  static constexpr size_t kDatagramsMax = 1024;
  static constexpr size_t kPayloadMax = 128 << 10;
  bool full() const { return datagrams_.size() >= kDatagramsMax || payload_bytes_ >= kPayloadMax; }

 private:
  char* room_for(size_t size);

  static constexpr size_t kChunk = 128 << 10;
  struct Chunk {
    std::unique_ptr<char[]> bytes;
    size_t capacity = 0;
  };
  std::vector<Datagram> datagrams_;
  std::vector<Chunk> chunks_;
  size_t chunk_ = 0, used_ = 0, payload_bytes_ = 0;
};

}  // namespace denwaban::sources
