// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "sources/archive/decoder.h"
#include "sources/archive/raw_file.h"

namespace denwaban::sources {
namespace {

class PlainInput final : public Input {
 public:
  PlainInput(InputInfo info, RawFile file) : Input(std::move(info)), file_(std::move(file)) {}

  Result<size_t> read(std::span<char> buffer) override {
    if (failed_) return 0;
    auto count = file_.read_at(buffer, position_);
    failed_ = !count;
    if (count) position_ += *count;
    return count;
  }

  Status skip_to(uint64_t position) override {
    position_ = position;
    return {};
  }

  uint64_t bytes_taken() const override { return position_; }
  void park() override { file_.park(); }

 private:
  RawFile file_;
  bool failed_ = false;
};

class ArchiveInput final : public Input {
 public:
  ArchiveInput(InputInfo info, RawFile file)
      : Input(std::move(info)),
        file_(std::move(file)),
        decoder_(Decoder::make(info_.compression)),
        packed_(64 * 1024) {}

  Result<size_t> read(std::span<char> buffer) override {
    if (done_ || buffer.empty()) return 0;
    size_t filled = 0;
    while (filled < buffer.size() && !done_ && !error_) filled += advance(buffer.subspan(filled));
    position_ += filled;
    if (filled > 0 || !error_) return filled;
    done_ = true;
    return tl::unexpected(*std::exchange(error_, std::nullopt));
  }

  Status skip_to(uint64_t position) override {
    std::vector<char> scratch(64 * 1024);
    while (position_ < position) {
      auto count = read(std::span(scratch).first(std::min<uint64_t>(scratch.size(), position - position_)));
      if (!count) return tl::unexpected(count.error());
      if (*count == 0) break;
    }
    return {};
  }

  uint64_t bytes_taken() const override { return file_position_ - (packed_end_ - packed_begin_); }
  void park() override { file_.park(); }

 private:
  // One step of the decoder, with a refill before it when it has nothing left to chew.
  size_t advance(std::span<char> out) {
    if (packed_begin_ == packed_end_ && !at_end_ && !refill()) return 0;
    auto step =
        decoder_->step(std::span(packed_).subspan(packed_begin_, packed_end_ - packed_begin_), out, at_end_);
    packed_begin_ += step.consumed;
    if (step.state == Decoder::State::damaged) {
      error_ = damage(fmt::format("the {} archive is damaged after {} unpacked bytes",
                                  name_of(info_.compression), position_ + step.produced));
    } else if (step.state == Decoder::State::too_large) {
      error_ = damage(fmt::format("the {} archive wants more than {} MiB of memory to be unpacked",
                                  name_of(info_.compression), kWindowBytesMax >> 20));
    } else if (at_end_ && packed_begin_ == packed_end_ && step.produced == 0) {
      if (step.state == Decoder::State::between)
        done_ = true;
      else
        error_ = damage(fmt::format("the {} archive ends in the middle", name_of(info_.compression)));
    } else if (step.consumed == 0 && step.produced == 0 && packed_begin_ != packed_end_) {
      error_ = damage(fmt::format("the {} archive is damaged", name_of(info_.compression)));
    }
    return step.produced;
  }

  bool refill() {
    auto count = file_.read_at(packed_, file_position_);
    if (!count) {
      error_ = count.error();
      return false;
    }
    packed_begin_ = 0;
    packed_end_ = *count;
    file_position_ += *count;
    at_end_ = *count == 0;
    return true;
  }

  Error damage(std::string_view what) const {
    return {ErrorKind::input, fmt::format("cannot read all of {}: {}: what stands before that was read; "
                                          "copy the file again if the original is whole",
                                          info_.path, what)};
  }

  RawFile file_;
  std::unique_ptr<Decoder> decoder_;
  std::vector<char> packed_;
  size_t packed_begin_ = 0, packed_end_ = 0;
  uint64_t file_position_ = 0;
  bool at_end_ = false;  // of the file on the disk
  bool done_ = false;
  std::optional<Error> error_;
};

std::optional<Time> gzip_time(std::string_view head) {
  if (head.size() < 8) return std::nullopt;
  uint32_t seconds = 0;
  for (size_t i = 4; i-- > 0;) seconds = seconds << 8 | static_cast<uint8_t>(head[4 + i]);
  if (seconds == 0) return std::nullopt;
  return from_epoch_ms(int64_t{seconds} * 1000);
}

}  // namespace

Result<std::unique_ptr<Input>> Input::open(const std::string& path) {
  InputInfo info;
  auto file = RawFile::open(path, info);
  if (!file) return tl::unexpected(file.error());
  std::array<char, 16> head{};
  auto count = file->read_at(head, 0);
  if (!count) return tl::unexpected(count.error());
  std::string_view first(head.data(), *count);
  info.compression = compression_of(first);
  if (info.compression == Compression::gzip) info.packed = gzip_time(first);
  if (info.compression == Compression::none)
    return std::make_unique<PlainInput>(std::move(info), std::move(*file));
  return std::make_unique<ArchiveInput>(std::move(info), std::move(*file));
}

size_t read_full(Input& input, std::span<char> buffer, std::optional<Error>& error) {
  size_t filled = 0;
  while (filled < buffer.size()) {
    auto count = input.read(buffer.subspan(filled));
    if (!count) {
      error = count.error();
      break;
    }
    if (*count == 0) break;
    filled += *count;
  }
  return filled;
}

}  // namespace denwaban::sources
