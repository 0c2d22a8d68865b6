// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/capture/pcap_reader.h"

#include <fmt/format.h>
#include <pcap/pcap.h>
#include <stdio_ext.h>

#include <cstdio>

namespace denwaban::sources {
namespace {

constexpr size_t kBuffer = 64 << 10;

std::string link_name(int type) {
  const char* name = pcap_datalink_val_to_name(type);
  return name ? fmt::format("{} ({})", name, type) : fmt::format("{}", type);
}

}  // namespace

ssize_t PcapReader::read_bytes(void* cookie, char* buffer, size_t size) {
  auto* bytes = static_cast<Bytes*>(cookie);
  auto count = bytes->input->read(std::span(buffer, size));
  if (count) return static_cast<ssize_t>(*count);
  bytes->error = count.error();
  return 0;  // for libpcap it is the end, for us it is what happened
}

Result<std::unique_ptr<PcapReader>> PcapReader::open(const std::string& path) {
  auto input = Input::open(path);
  if (!input) return tl::unexpected(input.error());
  std::unique_ptr<PcapReader> reader(new PcapReader(std::move(*input)));
  if (auto started = reader->start(); !started) return tl::unexpected(started.error());
  return reader;
}

PcapReader::~PcapReader() {
  if (pcap_) pcap_close(pcap_);
}

Status PcapReader::start() {
  FILE* file = fopencookie(&bytes_, "r", {read_bytes, nullptr, nullptr, nullptr});
  if (!file) return fail(ErrorKind::full, fmt::format("cannot read {}: no memory is left", path()));
  setvbuf(file, nullptr, _IOFBF, kBuffer);
  __fsetlocking(file, FSETLOCKING_BYCALLER);
  char reason[PCAP_ERRBUF_SIZE] = {};
  pcap_ = pcap_fopen_offline(file, reason);
  if (!pcap_) {
    fclose(file);
    if (bytes_.error) return tl::unexpected(*bytes_.error);
    return fail(ErrorKind::input,
                fmt::format("cannot read {} as a capture: {}: name a pcap or pcapng file", path(), reason));
  }
  auto link = parse::link_type_of(pcap_datalink(pcap_));
  if (!link)
    return fail(
        ErrorKind::input,
        fmt::format("cannot read {}: its packets are of link type {}, which is not known here: capture on an "
                    "Ethernet device or with `tcpdump -i any`",
                    path(), link_name(pcap_datalink(pcap_))));
  link_ = *link;
  return {};
}

Result<bool> PcapReader::next(parse::CapturedPacket& packet) {
  if (done_) return false;
  pcap_pkthdr* header = nullptr;
  const u_char* data = nullptr;
  int answer = pcap_next_ex(pcap_, &header, &data);
  if (answer != 1) {
    done_ = true;
    if (bytes_.error) return tl::unexpected(*bytes_.error);
    if (answer != PCAP_ERROR_BREAK) return tl::unexpected(damage());
    return false;
  }
  packet.time = from_epoch_ms(int64_t{header->ts.tv_sec} * 1000 + header->ts.tv_usec / 1000);
  packet.bytes = {reinterpret_cast<const char*>(data), header->caplen};
  packet.length_on_wire = header->len;
  packet.link = link_;
  packet.evidence = {++packets_, 0, header->caplen};
  return true;
}

Error PcapReader::damage() const {
  std::string_view why = pcap_geterr(pcap_);
  if (why.find("from the type of the first interface") != why.npos)
    return {
        ErrorKind::input,
        fmt::format("cannot read all of {}: after {} packets: {}: what stands before that was read; write "
                    "each interface to a file of its own (`tshark -Y frame.interface_id==0 -w`)",
                    path(), packets_, why)};
  return {ErrorKind::input,
          fmt::format(
              "cannot read all of {}: after {} packets: {}: what stands before that was read; copy the file "
              "again if the original is whole",
              path(), packets_, why)};
}

}  // namespace denwaban::sources
