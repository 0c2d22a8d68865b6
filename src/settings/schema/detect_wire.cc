// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> forgery_keys() {
  static constexpr Key kKeys[] = {
      {.name = "detect.forgery.enabled",
       .meaning = "Whether this detector works at all.",
       .reason = "Each finds what no other does.",
       .slot = [](Settings& s) -> Slot { return &s.detect.forgery.enabled; }},
      {.name = "detect.forgery.short_count",
       .meaning = "So many records or packets that name another than their sender …",
       .reason = "One may be a strange display name, or a telephone that moved to another network.",
       .slot = [](Settings& s) -> Slot { return &s.detect.forgery.short_count; },
       .bounds = {0, 1000000}},
      {.name = "detect.forgery.short_window",
       .meaning = "… within this span are reported to people; a sender who is proven is banned.",
       .reason = "As for guessing.",
       .slot = [](Settings& s) -> Slot { return &s.detect.forgery.short_window; },
       .bounds = {1, 7776000}},
  };
  return kKeys;
}

std::span<const Key> flood_keys() {
  static constexpr Key kKeys[] = {
      {.name = "detect.flood.enabled",
       .meaning = "Whether this detector works at all. It needs packets: wire.capture or wire.hep_listen.",
       .reason = "Each finds what no other does.",
       .slot = [](Settings& s) -> Slot { return &s.detect.flood.enabled; }},
      {.name = "detect.flood.source_rate",
       .meaning = "So many requests a second of one address that are not served …",
       .reason = "A telephone sends a few when it starts, an office a few hundred altogether.",
       .slot = [](Settings& s) -> Slot { return &s.detect.flood.source_rate; },
       .bounds = {0, 1000000}},
      {.name = "detect.flood.intervals",
       .meaning = "… in so many intervals of ten seconds in a row are a flood.",
       .reason = "One may be a burst after a power cut.",
       .slot = [](Settings& s) -> Slot { return &s.detect.flood.intervals; },
       .bounds = {1, 1000}},
      {.name = "detect.flood.excused",
       .meaning = "Each request that is served excuses so many others.",
       .reason =
           "A login takes two, and a telephone sends each up to seven times while the exchange is slow.",
       .slot = [](Settings& s) -> Slot { return &s.detect.flood.excused; },
       .bounds = {0, 1000}},
      {.name = "detect.flood.known_factor",
       .meaning = "An address from which telephones log in may send so many times as much.",
       .reason = "They are many behind one address.",
       .slot = [](Settings& s) -> Slot { return &s.detect.flood.known_factor; },
       .bounds = {1, 1000}},
      {.name = "detect.flood.target_rate",
       .meaning = "So many requests a second for one account or extension that are not served are a flood, "
                  "whoever sends them.",
       .reason = "As for one address.",
       .slot = [](Settings& s) -> Slot { return &s.detect.flood.target_rate; },
       .bounds = {0, 1000000}},
      {.name = "detect.flood.mixture_rate",
       .meaning = "From so many messages a second on the mixture of requests and answers is compared with "
                  "what is usual.",
       .reason = "Below nobody notices a flood.",
       .slot = [](Settings& s) -> Slot { return &s.detect.flood.mixture_rate; },
       .bounds = {0, 1000000}},
      {.name = "detect.flood.learning",
       .meaning = "So much calm time is learned from before the mixture is judged.",
       .reason = "A day has its busy hours.",
       .slot = [](Settings& s) -> Slot { return &s.detect.flood.learning; },
       .bounds = {600, 7776000}},
      {.name = "detect.flood.deviations",
       .meaning = "So many mean deviations beyond the mean is unusual.",
       .reason = "Wide: no ordinary morning shall be a false alarm.",
       .slot = [](Settings& s) -> Slot { return &s.detect.flood.deviations; },
       .bounds = {1, 100}},
      {.name = "detect.flood.drift",
       .meaning = "What is usual may drift within a day, as a Hellinger distance.",
       .reason = "Who wants to make a flood usual needs weeks.",
       .slot = [](Settings& s) -> Slot { return &s.detect.flood.drift; },
       .bounds = {0, 1}},
  };
  return kKeys;
}

}  // namespace denwaban::settings
