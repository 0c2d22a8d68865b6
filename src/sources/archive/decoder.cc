// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/archive/decoder.h"

#include <lzma.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <limits>

#include "base/check.h"

namespace denwaban::sources {
namespace {

using namespace std::string_view_literals;
constexpr auto kGzipMagic = "\x1f\x8b"sv;
constexpr auto kXzMagic =
    "\xfd"
    "7zXZ\0"sv;
constexpr auto kZstdMagic = "\x28\xb5\x2f\xfd"sv;

// RFC 1952. Members may follow one another; zeros behind the last one are the padding of a tape or a disk
// block.
class GzipDecoder final : public Decoder {
 public:
  GzipDecoder() { DENWABAN_CHECK(inflateInit2(&stream_, MAX_WBITS + 16) == Z_OK); }
  ~GzipDecoder() override { inflateEnd(&stream_); }

  Step step(std::span<const char> packed, std::span<char> out, bool) override {
    if (between_) {
      size_t zeros = 0;
      while (padding_ && zeros < packed.size() && packed[zeros] == 0) ++zeros;
      if (zeros > 0 || packed.empty()) return {zeros, 0, State::between};
      inflateReset(&stream_);
      between_ = false;
    }
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = bounded(packed.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = bounded(out.size());
    size_t in_before = stream_.avail_in, out_before = stream_.avail_out;
    int answer = inflate(&stream_, Z_NO_FLUSH);
    Step step{in_before - stream_.avail_in, out_before - stream_.avail_out, State::inside};
    if (answer == Z_STREAM_END) {
      between_ = padding_ = true;
      step.state = State::between;
    } else if (answer != Z_OK && answer != Z_BUF_ERROR) {
      step.state = State::damaged;
    }
    return step;
  }

 private:
  static uInt bounded(size_t size) {
    return static_cast<uInt>(std::min<size_t>(size, std::numeric_limits<uInt>::max()));
  }
  z_stream stream_{};
  bool between_ = false;
  bool padding_ = false;  // a member has ended: zeros may follow
};

class XzDecoder final : public Decoder {
 public:
  XzDecoder() {
    DENWABAN_CHECK(lzma_stream_decoder(&stream_, Input::kWindowBytesMax, LZMA_CONCATENATED) == LZMA_OK);
  }
  ~XzDecoder() override { lzma_end(&stream_); }

  Step step(std::span<const char> packed, std::span<char> out, bool at_end) override {
    stream_.next_in = reinterpret_cast<const uint8_t*>(packed.data());
    stream_.avail_in = packed.size();
    stream_.next_out = reinterpret_cast<uint8_t*>(out.data());
    stream_.avail_out = out.size();
    lzma_ret answer = lzma_code(&stream_, at_end ? LZMA_FINISH : LZMA_RUN);
    Step step{packed.size() - stream_.avail_in, out.size() - stream_.avail_out, State::inside};
    if (answer == LZMA_STREAM_END)
      step.state = State::between;
    else if (answer == LZMA_MEMLIMIT_ERROR)
      step.state = State::too_large;
    else if (answer != LZMA_OK && answer != LZMA_BUF_ERROR)
      step.state = State::damaged;
    return step;
  }

 private:
  lzma_stream stream_ = LZMA_STREAM_INIT;
};

class ZstdDecoder final : public Decoder {
 public:
  ZstdDecoder() : context_(ZSTD_createDCtx()) {
    DENWABAN_CHECK(context_ != nullptr);
    ZSTD_DCtx_setParameter(context_, ZSTD_d_windowLogMax, 27);  // 2^27 = kWindowBytesMax
  }
  ~ZstdDecoder() override { ZSTD_freeDCtx(context_); }

  Step step(std::span<const char> packed, std::span<char> out, bool) override {
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    ZSTD_outBuffer to{out.data(), out.size(), 0};
    if (packed.empty() && between_) return {0, 0, State::between};
    size_t answer = ZSTD_decompressStream(context_, &to, &in);
    Step step{in.pos, to.pos, State::inside};
    if (ZSTD_isError(answer)) {
      bool window = ZSTD_getErrorCode(answer) == ZSTD_error_frameParameter_windowTooLarge;
      step.state = window ? State::too_large : State::damaged;
    } else if (answer == 0) {
      step.state = State::between;
    }
    between_ = step.state == State::between;
    return step;
  }

 private:
  ZSTD_DCtx* context_;
  bool between_ = false;
};

static_assert(Input::kWindowBytesMax == size_t{1} << 27);

}  // namespace

std::unique_ptr<Decoder> Decoder::make(Compression compression) {
  switch (compression) {
    case Compression::gzip:
      return std::make_unique<GzipDecoder>();
    case Compression::xz:
      return std::make_unique<XzDecoder>();
    case Compression::zstd:
      return std::make_unique<ZstdDecoder>();
    case Compression::none:
      break;
  }
  DENWABAN_CHECK(false);
}

Compression compression_of(std::string_view first_bytes) {
  if (first_bytes.starts_with(kGzipMagic)) return Compression::gzip;
  if (first_bytes.starts_with(kXzMagic)) return Compression::xz;
  if (first_bytes.starts_with(kZstdMagic)) return Compression::zstd;
  return Compression::none;
}

std::string_view name_of(Compression compression) {
  switch (compression) {
    case Compression::gzip:
      return "gzip";
    case Compression::xz:
      return "xz";
    case Compression::zstd:
      return "zstd";
    case Compression::none:
      break;
  }
  return "plain";
}

}  // namespace denwaban::sources
