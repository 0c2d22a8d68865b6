// SPDX-License-Identifier: GPL-3.0-or-later
// Packets of a pcap or pcapng file by libpcap, whatever packed it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "parse/packet_decoder.h"
#include "sources/input.h"

struct pcap;

namespace denwaban::sources {

class PcapReader {
 public:
  // Errors as CaptureFile::open.
  static Result<std::unique_ptr<PcapReader>> open(const std::string& path);
  ~PcapReader();
  PcapReader(const PcapReader&) = delete;
  PcapReader& operator=(const PcapReader&) = delete;

  // The next packet; its evidence counts from 1 and names no source. Its bytes live until the next call.
  // False: the end. An error comes once, after it is the end.
  Result<bool> next(parse::CapturedPacket& packet);

  const Input& input() const { return *bytes_.input; }

 private:
  // libpcap's FILE reads from here.
  struct Bytes {
    std::unique_ptr<Input> input;
    std::optional<Error> error;
  };
  explicit PcapReader(std::unique_ptr<Input> input) : bytes_{std::move(input), {}} {}
  static ssize_t read_bytes(void* cookie, char* buffer, size_t size);
  Status start();
  Error damage() const;
  const std::string& path() const { return bytes_.input->info().path; }

  Bytes bytes_;
  pcap* pcap_ = nullptr;
  parse::LinkType link_ = parse::LinkType::ethernet;
  uint64_t packets_ = 0;
  bool done_ = false;
};

}  // namespace denwaban::sources
