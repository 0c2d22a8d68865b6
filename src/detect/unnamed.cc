// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/unnamed.h"

#include <algorithm>

#include "base/hash.h"
#include "model/names.h"

namespace denwaban::detect {
namespace {
constexpr size_t kHistory = 32;
constexpr size_t kCasesMax = 32;
}  // namespace

void Unnamed::add(const Event& event, std::string_view detail, uint32_t weight) {
  known.add(event, weight);
  history.add({second_of(event.time), kNoName, 1, 0}, kHistory);
  if (detail.empty() || details.size() >= Finding::kListMax) return;
  if (std::find(details.begin(), details.end(), detail) == details.end()) details.emplace_back(detail);
}

Unnamed& UnnamedCases::of(Detector detector, Pattern pattern) {
  for (auto& unnamed : all_)
    if (unnamed->known.detector == detector && unnamed->pattern == pattern) return *unnamed;
  Unnamed& fresh = *all_.emplace_back(std::make_unique<Unnamed>());
  fresh.known.detector = detector;
  fresh.pattern = pattern;
  return fresh;
}

Finding UnnamedCases::finding(const Unnamed& unnamed, FindingState state) const {
  Finding finding = finding_of(unnamed.known, {}, state);
  finding.pattern = name_of_pattern(unnamed.pattern);
  finding.details = unnamed.details;
  finding.port = 0;  // nobody's
  finding.id = stable_id(std::string(name_of(unnamed.known.detector)) + '|' + finding.pattern + '|' +
                         std::to_string(to_epoch_ms(unnamed.known.first)));
  return finding;
}

void UnnamedCases::tell(Unnamed& unnamed, const Telling& telling, Time now, std::vector<Finding>& out) {
  if (auto state = unnamed.known.tell(telling, now)) out.push_back(finding(unnamed, *state));
}

void UnnamedCases::save(ByteWriter& out) const {
  out.put(static_cast<uint32_t>(all_.size()));
  for (const auto& unnamed : all_) {
    out.put(unnamed->pattern);
    unnamed->known.save(out);
    unnamed->history.save(out);
    out.put(static_cast<uint32_t>(unnamed->details.size()));
    for (const std::string& detail : unnamed->details) out.put(detail);
  }
}

bool UnnamedCases::load(ByteReader& in) {
  uint32_t count = in.get_count(16);
  if (count > kCasesMax) return false;
  for (uint32_t i = 0; i < count; ++i) {
    Unnamed& unnamed = *all_.emplace_back(std::make_unique<Unnamed>());
    unnamed.pattern = in.get<Pattern>();
    if (unnamed.pattern > kLastPattern) return false;
    if (!unnamed.known.load(in) || !unnamed.history.load(in) || unnamed.history.size() > kHistory)
      return false;
    uint32_t details = in.get_count(4);
    if (details > Finding::kListMax) return false;
    for (uint32_t d = 0; d < details; ++d)
      unnamed.details.push_back(in.get_text(2 * Event::kAccountLengthMax));
  }
  return !in.failed();
}

}  // namespace denwaban::detect
