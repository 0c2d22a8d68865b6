// SPDX-License-Identifier: GPL-3.0-or-later
// A capture of the past, pcap or pcapng, also packed with gzip, xz or zstd, as batches of Datagrams. One
// owner; not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "parse/packet_decoder.h"
#include "sources/datagram_batch.h"
#include "sources/evidence.h"
#include "sources/input.h"

namespace denwaban::sources {

struct CaptureFileOptions {
  std::vector<uint16_t> ports;        // only packets from or to these; empty for all
  std::vector<uint16_t> plain_ports;  // PacketDecoder::open_tunnels
  parse::DecoderLimits limits;
  HashSeed seed;
  bool goes_on = false;  // in another file: at the end streams and fragments stay open for it
};

class CaptureFile {
 public:
  // `source` is the number that evidence names; its `offset` counts the packets of the file from 1, as
  // Wireshark does, its `length` is what was captured of the packet. Errors: permission, not_found, input (no
  // capture, or of a link type that is not opened), io.
  static Result<CaptureFile> open(const std::string& path, uint32_t source = 0,
                                  const CaptureFileOptions& options = {});
  CaptureFile(CaptureFile&&) noexcept;
  CaptureFile& operator=(CaptureFile&&) noexcept;
  ~CaptureFile();

  // Clears the batch and fills it. False: that was all (the batch may still hold something). A file that is
  // cut or damaged: what stands before the damage is handed out, the error comes with the next call, once;
  // then it is the end.
  Result<bool> read(DatagramBatch& batch);

  // What is open at the end of one file of a rotated capture goes on in the next: takes the decoder out of
  // the one that was read to its end, and puts it into the one that is to be read. Counters go with it.
  parse::PacketDecoder take_decoder();
  void go_on_with(parse::PacketDecoder decoder);

  uint64_t bytes_taken() const;  // of info().size, for progress
  const InputInfo& info() const;
  const parse::PacketCounters& counters() const;

 private:
  class Impl;
  explicit CaptureFile(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// nullopt: it cannot be read, or holds none.
std::optional<Time> first_packet_time(const std::string& path);

// The packets that evidence names, in the order of `refs`, in one pass up to the last of them: the
// counterpart of read_evidence. `line` is the packet's number (0: there is none), `text` its line
// (packet_line.h), of what that packet alone carries: of a datagram in fragments, nothing. Errors: the file
// cannot be opened.
Result<std::vector<EvidenceText>> read_capture_evidence(const std::string& path,
                                                        std::span<const EvidenceRef> refs);

}  // namespace denwaban::sources
