// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "parse/packet_decoder.h"

namespace denwaban::engine {

// What a capture called `name` holds that is not read, in one sentence, most of it first; nullopt: nothing.
std::optional<std::string> unopened_sentence(std::string_view name,
                                             const parse::PacketCounters::UnopenedCounts& counts);

}  // namespace denwaban::engine
