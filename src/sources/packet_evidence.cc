// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/packet_evidence.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/names.h"
#include "sources/capture_file.h"

namespace denwaban::sources {
namespace {

std::string end_of(const IpAddress& address, uint16_t port) {
  std::string text = address.to_string();
  return address.is_v4() ? fmt::format("{}:{}", text, port) : fmt::format("[{}]:{}", text, port);
}

bool is_text(char c) { return (c >= ' ' && c <= '~') || c == '\t' || static_cast<unsigned char>(c) >= 0x80; }

// The first line of a text protocol.
std::string what_it_says(std::string_view payload) {
  constexpr size_t kLineMax = 300;
  std::string_view line = payload.substr(0, std::min(payload.find_first_of("\r\n"), kLineMax));
  bool text = line.size() >= 4 && std::all_of(line.begin(), line.end(), is_text);
  return text ? std::string(line) : fmt::format("{} bytes", payload.size());
}

}  // namespace

std::string packet_line(const Datagram& datagram) {
  return fmt::format("{} {} > {} {}", name_of(datagram.transport), end_of(datagram.from, datagram.from_port),
                     end_of(datagram.to, datagram.to_port), what_it_says(datagram.payload));
}

Result<std::vector<EvidenceText>> read_packet_evidence(const std::string& path,
                                                       std::span<const EvidenceRef> refs) {
  auto file = CaptureFile::open(path);
  if (!file) return tl::unexpected(file.error());
  std::vector<EvidenceText> texts(refs.size());
  DatagramBatch batch;
  bool more = true;
  while (more && !refs.empty()) {
    auto read = file->read(batch);
    more = read && *read;
    uint64_t latest = 0;
    for (const Datagram& datagram : batch.datagrams()) {
      latest = std::max(latest, datagram.evidence.offset);
      auto at = std::lower_bound(refs.begin(), refs.end(), datagram.evidence.offset,
                                 [](const EvidenceRef& ref, uint64_t number) { return ref.offset < number; });
      if (at == refs.end() || at->offset != datagram.evidence.offset) continue;
      auto& text = texts[static_cast<size_t>(at - refs.begin())];
      // One packet may hold the end of a stream and what had waited behind a gap: the first that says
      // something.
      if (text.line == 0 || !datagram.payload.empty()) text = {at->offset, packet_line(datagram)};
    }
    if (latest > refs.back().offset) break;
  }
  return texts;
}

}  // namespace denwaban::sources
