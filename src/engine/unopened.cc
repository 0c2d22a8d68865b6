// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/unopened.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "text/message.h"

namespace denwaban::engine {

std::optional<std::string> unopened_sentence(std::string_view name,
                                             const parse::PacketCounters::UnopenedCounts& counts) {
  uint64_t sum = std::accumulate(counts.begin(), counts.end(), uint64_t{0});
  if (sum == 0) return std::nullopt;
  std::vector<size_t> kinds(counts.size());
  std::iota(kinds.begin(), kinds.end(), size_t{0});
  std::stable_sort(kinds.begin(), kinds.end(), [&](size_t a, size_t b) { return counts[a] > counts[b]; });
  std::string what;
  for (size_t kind : kinds) {
    if (counts[kind] == 0) break;
    if (!what.empty()) what += ", ";
    what += text::say(fmt::format("capture.unopened.{}", parse::name_of(static_cast<parse::Unopened>(kind))),
                      {{"packets", counts[kind]}});
  }
  return text::say("capture.unopened",
                   {{"name", std::string(name)}, {"packets", sum}, {"what", std::move(what)}});
}

}  // namespace denwaban::engine
