// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/refused_options.h"

#include <algorithm>

namespace denwaban::audit {
namespace {

struct Section {
  std::string_view file, name, known;
};

constexpr Section kSections[] = {
    {"cdr.conf", "general",
     " enable debug unanswered congestion batch endbeforehexten initiatedseconds scheduleronly safeshutdown size time"
     " channeldefaultenabled ignorestatechanges ignoredialchanges canceldispositionenabled "},
    {"features.conf", "general",
     " featuredigittimeout recordingfailsound courtesytone transferdigittimeout atxfernoanswertimeout atxferdropcall"
     " atxferloopdelay atxfercallbackretries xfersound xferfailsound atxferabort atxfercomplete atxferthreeway atxferswap"
     " transferdialattempts transferretrysound transferinvalidsound transferannouncesound pickupexten pickupsound"
     " pickupfailsound context parkext parkext_exclusive parkinghints parkedmusicclass parkingtime parkpos findslot"
     " parkedcalltransfers parkedcallreparking parkedcallhangup parkedcallrecording comebackcontext comebacktoorigin"
     " comebackdialtime parkeddynamic adsipark parkedplay "},
    {"features.conf", "featuremap", " blindxfer disconnect atxfer parkcall automon automixmon "},
};

bool stands_in(std::string_view known, std::string name) {
  std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  return known.find(" " + name + " ") != std::string_view::npos;
}

}  // namespace

const parse::ConfigVariable* refused_option(const Estate& estate, std::string_view file) {
  if (std::ranges::none_of(kSections, [&](const Section& one) { return one.file == file; })) return nullptr;
  const parse::ConfigFile* config = estate.sources.file(file);
  if (!config || (estate.version().known && !estate.version().at_least(12))) return nullptr;
  for (const parse::ConfigCategory& category : config->categories)
    for (const Section& section : kSections)
      if (section.file == file && parse::same_name(category.name, section.name))
        for (const parse::ConfigVariable& one : category.variables)
          if (!stands_in(section.known, one.name)) return &one;
  return nullptr;
}

}  // namespace denwaban::audit
