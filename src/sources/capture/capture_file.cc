// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/capture_file.h"

#include <fmt/format.h>
#include <pcap/pcap.h>
#include <stdio_ext.h>

#include <cstdio>
#include <optional>
#include <utility>

namespace denwaban::sources {
namespace {

// An Input as libpcap's FILE.
struct Bytes {
  std::unique_ptr<Input> input;
  std::optional<Error> error;
};

ssize_t read_bytes(void* cookie, char* buffer, size_t size) {
  auto* bytes = static_cast<Bytes*>(cookie);
  auto count = bytes->input->read(std::span(buffer, size));
  if (count) return static_cast<ssize_t>(*count);
  bytes->error = count.error();
  return 0;  // for libpcap it is the end, for us it is what happened
}

std::string link_name(int type) {
  const char* name = pcap_datalink_val_to_name(type);
  return name ? fmt::format("{} ({})", name, type) : fmt::format("{}", type);
}

}  // namespace

class CaptureFile::Impl {
 public:
  Impl(std::unique_ptr<Input> input, uint32_t source, const CaptureFileOptions& options)
      : bytes_{std::move(input), {}},
        source_(source),
        decoder_(options.limits, options.ports, options.seed) {}
  ~Impl() {
    if (pcap_) pcap_close(pcap_);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Status start() {
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
          fmt::format(
              "cannot read {}: its packets are of link type {}, which is not known here: capture on an "
              "Ethernet device or with `tcpdump -i any`",
              path(), link_name(pcap_datalink(pcap_))));
    link_ = *link;
    return {};
  }

  Result<bool> read(DatagramBatch& batch) {
    batch.clear();
    if (error_) return tl::unexpected(*std::exchange(error_, std::nullopt));
    while (!done_ && !batch.full()) read_packet(batch);
    return !done_ || error_.has_value();
  }

  Bytes bytes_;
  uint32_t source_;
  parse::PacketDecoder decoder_;

 private:
  const std::string& path() const { return bytes_.input->info().path; }

  void read_packet(DatagramBatch& batch) {
    pcap_pkthdr* header = nullptr;
    const u_char* data = nullptr;
    int answer = pcap_next_ex(pcap_, &header, &data);
    if (answer != 1) {
      done_ = true;
      decoder_.finish(batch);
      if (bytes_.error)
        error_ = bytes_.error;
      else if (answer != PCAP_ERROR_BREAK)
        error_ = damage();
      return;
    }
    ++packets_;
    parse::CapturedPacket packet;
    packet.time = from_epoch_ms(int64_t{header->ts.tv_sec} * 1000 + header->ts.tv_usec / 1000);
    packet.bytes = {reinterpret_cast<const char*>(data), header->caplen};
    packet.length_on_wire = header->len;
    packet.link = link_;
    packet.evidence = {packets_, source_, header->caplen};
    decoder_.decode(packet, batch);
  }

  Error damage() const {
    return {ErrorKind::input,
            fmt::format("cannot read all of {}: after {} packets: {}: what stands before that was read; "
                        "copy the file again if the original is whole",
                        path(), packets_, pcap_geterr(pcap_))};
  }

  static constexpr size_t kBuffer = 256 << 10;
  pcap_t* pcap_ = nullptr;
  parse::LinkType link_ = parse::LinkType::ethernet;
  uint64_t packets_ = 0;
  bool done_ = false;
  std::optional<Error> error_;
};

Result<CaptureFile> CaptureFile::open(const std::string& path, uint32_t source,
                                      const CaptureFileOptions& options) {
  auto input = Input::open(path);
  if (!input) return tl::unexpected(input.error());
  auto impl = std::make_unique<Impl>(std::move(*input), source, options);
  if (auto started = impl->start(); !started) return tl::unexpected(started.error());
  return CaptureFile(std::move(impl));
}

CaptureFile::CaptureFile(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CaptureFile::CaptureFile(CaptureFile&&) noexcept = default;
CaptureFile& CaptureFile::operator=(CaptureFile&&) noexcept = default;
CaptureFile::~CaptureFile() = default;

Result<bool> CaptureFile::read(DatagramBatch& batch) { return impl_->read(batch); }
uint64_t CaptureFile::bytes_taken() const { return impl_->bytes_.input->bytes_taken(); }
const InputInfo& CaptureFile::info() const { return impl_->bytes_.input->info(); }
const parse::PacketCounters& CaptureFile::counters() const { return impl_->decoder_.counters(); }

}  // namespace denwaban::sources
