// SPDX-License-Identifier: GPL-3.0-or-later
// One interface over zlib, liblzma and libzstd: packed bytes in, unpacked bytes out, bounded memory.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "sources/input.h"

namespace denwaban::sources {

class Decoder {
 public:
  enum class State : uint8_t {
    inside,   // in the middle of a member, stream or frame: the end of the file here means that it was cut
    between,  // everything so far is complete
    damaged,
    too_large  // it asks for a window above Input::kWindowBytesMax
  };
  struct Step {
    size_t consumed = 0;
    size_t produced = 0;
    State state = State::inside;
  };

  virtual ~Decoder() = default;
  // Unpacks as much of `packed` as fits into `out`. `at_end`: no packed bytes follow. A step that neither
  // consumes nor produces means that it waits for more packed bytes.
  virtual Step step(std::span<const char> packed, std::span<char> out, bool at_end) = 0;

  static std::unique_ptr<Decoder> make(Compression compression);  // never for `none`
};

Compression compression_of(std::string_view first_bytes);
std::string_view name_of(Compression compression);  // "gzip", "xz", "zstd"

}  // namespace denwaban::sources
