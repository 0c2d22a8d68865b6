// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/capture_file.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "sources/capture/pcap_reader.h"
#include "sources/packet_line.h"

namespace denwaban::sources {

class CaptureFile::Impl {
 public:
  Impl(std::unique_ptr<PcapReader> reader, uint32_t source, const CaptureFileOptions& options)
      : reader_(std::move(reader)),
        source_(source),
        goes_on_(options.goes_on),
        decoder_(options.limits, options.ports, options.seed) {
    decoder_.open_tunnels(options.plain_ports);
  }

  Result<bool> read(DatagramBatch& batch) {
    batch.clear();
    if (error_) return tl::unexpected(*std::exchange(error_, std::nullopt));
    parse::CapturedPacket packet;
    for (uint32_t packets = 0; !done_ && !batch.full() && packets < kPacketsPerTurn; ++packets) {
      auto more = reader_->next(packet);
      if (more && *more) {
        packet.evidence.source = source_;
        decoder_.decode(packet, batch);
        continue;
      }
      if (!more) error_ = more.error();
      done_ = true;
      if (!goes_on_) decoder_.finish(batch);
    }
    return !done_ || error_.has_value();
  }

  std::unique_ptr<PcapReader> reader_;
  uint32_t source_;
  bool goes_on_;
  parse::PacketDecoder decoder_;

 private:
  static constexpr uint32_t kPacketsPerTurn = 65'536;  // many packets may tell nothing
  bool done_ = false;
  std::optional<Error> error_;
};

Result<CaptureFile> CaptureFile::open(const std::string& path, uint32_t source,
                                      const CaptureFileOptions& options) {
  auto reader = PcapReader::open(path);
  if (!reader) return tl::unexpected(reader.error());
  return CaptureFile(std::make_unique<Impl>(std::move(*reader), source, options));
}

CaptureFile::CaptureFile(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CaptureFile::CaptureFile(CaptureFile&&) noexcept = default;
CaptureFile& CaptureFile::operator=(CaptureFile&&) noexcept = default;
CaptureFile::~CaptureFile() = default;

Result<bool> CaptureFile::read(DatagramBatch& batch) { return impl_->read(batch); }
parse::PacketDecoder CaptureFile::take_decoder() { return std::move(impl_->decoder_); }
void CaptureFile::go_on_with(parse::PacketDecoder decoder) { impl_->decoder_ = std::move(decoder); }
uint64_t CaptureFile::bytes_taken() const { return impl_->reader_->input().bytes_taken(); }
const InputInfo& CaptureFile::info() const { return impl_->reader_->input().info(); }
const parse::PacketCounters& CaptureFile::counters() const { return impl_->decoder_.counters(); }

std::optional<Time> first_packet_time(const std::string& path) {
  auto reader = PcapReader::open(path);
  parse::CapturedPacket packet;
  if (!reader) return std::nullopt;
  auto first = (*reader)->next(packet);
  if (!first || !*first) return std::nullopt;
  return packet.time;
}

namespace {

// What one packet holds by itself.
class OnePacket final : public parse::DatagramSink {
 public:
  void take(const Datagram& datagram) override {
    if (!datagram.payload.empty()) line = packet_line(datagram);
  }
  std::string line;
};

std::string line_of(const parse::CapturedPacket& packet) {
  parse::PacketDecoder decoder;
  decoder.open_tunnels({});
  OnePacket one;
  decoder.decode(packet, one);
  return std::move(one.line);
}

}  // namespace

Result<std::vector<EvidenceText>> read_capture_evidence(const std::string& path,
                                                        std::span<const EvidenceRef> refs) {
  auto reader = PcapReader::open(path);
  if (!reader) return tl::unexpected(reader.error());
  std::vector<size_t> order(refs.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return refs[a].offset < refs[b].offset; });
  std::vector<EvidenceText> texts(refs.size());
  parse::CapturedPacket packet;
  for (size_t next = 0; next < order.size();) {
    auto more = (*reader)->next(packet);
    if (!more || !*more) break;
    for (; next < order.size() && refs[order[next]].offset <= packet.evidence.offset; ++next)
      if (refs[order[next]].offset == packet.evidence.offset)
        texts[order[next]] = {packet.evidence.offset, line_of(packet)};
  }
  return texts;
}

}  // namespace denwaban::sources
