// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/suppression.h"

namespace denwaban::audit {
namespace {

bool ended(const Suppression& suppression, std::string_view today) {
  return !suppression.expires.empty() && suppression.expires < today;
}

}  // namespace

bool covers(const Suppression& s, const ConfigFinding& f) {
  return s.rule == f.rule && (s.object.empty() || s.object == f.object) &&
         (s.file.empty() || s.file == f.place.file);
}

Sifted sift(std::vector<ConfigFinding> findings, std::span<const Suppression> suppressions,
            std::string_view today) {
  Sifted sifted;
  std::vector<bool> met(suppressions.size());
  for (ConfigFinding& finding : findings) {
    const Suppression* excuse = nullptr;
    for (size_t i = 0; i < suppressions.size(); ++i) {
      if (!covers(suppressions[i], finding)) continue;
      met[i] = true;
      if (!excuse && !ended(suppressions[i], today)) excuse = &suppressions[i];
    }
    if (excuse)
      sifted.excused.push_back({std::move(finding), excuse->reason});
    else
      sifted.kept.push_back(std::move(finding));
  }
  for (size_t i = 0; i < suppressions.size(); ++i) {
    if (ended(suppressions[i], today) && met[i]) sifted.expired.push_back(i);
    if (!met[i]) sifted.idle.push_back(i);
  }
  return sifted;
}

}  // namespace denwaban::audit
