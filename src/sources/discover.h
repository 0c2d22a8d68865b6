// SPDX-License-Identifier: GPL-3.0-or-later
// Paths that a person named become inputs: files as they are, folders with all that lies in them, each
// recognised by its content. The order is that of the paths, byte by byte, so that a run can be repeated.
#pragma once

#include <string>
#include <vector>

#include "parse/cdr/layout.h"
#include "parse/recognise.h"
#include "sources/input.h"

namespace denwaban::sources {

inline bool is_capture(parse::InputKind kind) {
  return kind == parse::InputKind::pcap || kind == parse::InputKind::pcapng;
}

// Its records carry moments: nothing about its clock is left open.
inline bool tells_its_own_time(parse::InputKind kind) {
  return is_capture(kind) || kind == parse::InputKind::ami_session;
}

struct FoundInput {
  InputInfo info;
  parse::InputKind kind = parse::InputKind::unknown;
};

// `message` is a sentence for a person that names the path. `failed`: what was asked for could not be read
// (exit status 2); else it is only said: a folder holds other things, too.
struct SkippedInput {
  std::string path;
  std::string message;
  bool failed = false;
};

struct Discovery {
  std::vector<FoundInput> inputs;     // that can be replayed; sorted by path, no file twice
  std::vector<SkippedInput> skipped;  // sorted by path
};

struct DiscoverOptions {
  uint32_t depth_max = 32;       // folders in folders
  uint32_t files_max = 100'000;  // all folders together
  // Of call records that could be anything to those who do not know the configuration.
  std::vector<parse::CdrLayout> layouts = {};
};

// Symbolic links inside a folder are not followed (what they point to in the tree is found without them),
// pipes, sockets and devices are left alone. Opens every file once and reads its first 64 KiB.
Discovery discover(const std::vector<std::string>& paths, const DiscoverOptions& options = {});

}  // namespace denwaban::sources
