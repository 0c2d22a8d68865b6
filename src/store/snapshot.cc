// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/snapshot.h"

#include <fmt/format.h>

#include "base/bytes.h"
#include "store/crc32c.h"

namespace denwaban::store {

namespace {

constexpr std::string_view kMagic = "DWBSNAP1";
constexpr uint32_t kVersion = 1;
constexpr size_t kHead = 16;

void put(ByteWriter& out, const FilePosition& file) {
  out.put(file.source);
  out.put(static_cast<uint8_t>(file.finished));
  out.put(file.path);
  out.put(file.device);
  out.put(file.inode);
  out.put(file.offset);
  out.put(file.head_length);
  out.put(file.head_digest);
}

FilePosition get_file(ByteReader& in) {
  FilePosition file;
  file.source = in.get<uint32_t>();
  file.finished = in.get<uint8_t>() != 0;
  file.path = in.get_text();
  file.device = in.get<uint64_t>();
  file.inode = in.get<uint64_t>();
  file.offset = in.get<uint64_t>();
  file.head_length = in.get<uint32_t>();
  file.head_digest = in.get_text();
  return file;
}

}  // namespace

const std::string* Snapshot::section(std::string_view name) const {
  for (const Section& section : sections)
    if (section.name == name) return &section.bytes;
  return nullptr;
}

std::string encode_snapshot(const Snapshot& snapshot) {
  ByteWriter body;
  body.put(snapshot.time);
  body.put(snapshot.ledger_sequence);
  body.put(static_cast<uint32_t>(snapshot.files.size()));
  for (const FilePosition& file : snapshot.files) put(body, file);
  body.put(static_cast<uint32_t>(snapshot.sections.size()));
  for (const Snapshot::Section& section : snapshot.sections) {
    body.put(section.name);
    body.put(section.bytes);
  }
  ByteWriter head;
  head.put(kVersion);
  head.put(crc32c(body.bytes()));
  return std::string(kMagic) + head.bytes() + body.bytes();
}

Result<Snapshot> decode_snapshot(std::string_view bytes) {
  const auto damaged = fail(ErrorKind::input, "is damaged and is ignored: the guard starts afresh");
  if (bytes.size() < kHead || bytes.substr(0, kMagic.size()) != kMagic) return damaged;
  ByteReader head(bytes.substr(kMagic.size(), kHead - kMagic.size()));
  auto version = head.get<uint32_t>();
  auto sum = head.get<uint32_t>();
  if (version != kVersion)
    return fail(ErrorKind::input, fmt::format("has version {}, this program reads version {}: it is ignored, "
                                              "the guard starts afresh",
                                              version, kVersion));
  std::string_view rest = bytes.substr(kHead);
  if (crc32c(rest) != sum) return damaged;
  ByteReader in(rest);
  Snapshot snapshot;
  snapshot.time = in.get_time();
  snapshot.ledger_sequence = in.get<uint64_t>();
  uint32_t files = in.get_count(41);
  for (uint32_t i = 0; i < files && !in.failed(); ++i) snapshot.files.push_back(get_file(in));
  uint32_t sections = in.get_count(8);
  for (uint32_t i = 0; i < sections && !in.failed(); ++i) {
    Snapshot::Section section;
    section.name = in.get_text();
    section.bytes = in.get_text(Snapshot::kSizeMax);
    snapshot.sections.push_back(std::move(section));
  }
  if (in.failed() || !in.at_end()) return damaged;
  return snapshot;
}

Status save_snapshot(Files& files, const std::string& path, const Snapshot& snapshot) {
  return replace_file(files, path, encode_snapshot(snapshot));
}

Result<Snapshot> load_snapshot(Files& files, const std::string& path) {
  auto bytes = read_whole(files, path, Snapshot::kSizeMax);
  if (!bytes) return tl::unexpected(bytes.error());
  auto snapshot = decode_snapshot(*bytes);
  if (!snapshot) return fail(snapshot.error().kind, fmt::format("{} {}", path, snapshot.error().message));
  return snapshot;
}

}  // namespace denwaban::store
