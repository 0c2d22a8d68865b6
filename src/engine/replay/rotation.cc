// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay/rotation.h"

#include <algorithm>
#include <map>

#include "sources/capture_file.h"

namespace denwaban::engine {

std::string family_of(std::string_view path) {
  for (std::string_view packer : {".gz", ".xz", ".zst"})
    if (path.ends_with(packer)) path.remove_suffix(packer.size());
  size_t name = path.rfind('/') == path.npos ? 0 : path.rfind('/') + 1;
  std::string family(path.substr(0, name));
  for (char c : path.substr(name)) {
    bool digit = c >= '0' && c <= '9';
    if (!digit)
      family += c;
    else if (family.empty() || family.back() != '#')
      family += '#';
  }
  if (family.ends_with('#')) family.pop_back();
  return family;
}

std::vector<std::optional<uint32_t>> predecessors(const std::vector<ReplayInput>& inputs) {
  std::map<std::string, std::vector<uint32_t>> families;
  for (uint32_t i = 0; i < inputs.size(); ++i)
    if (inputs[i].form == InputForm::capture) families[family_of(inputs[i].path)].push_back(i);
  std::vector<std::optional<uint32_t>> before(inputs.size());
  for (const auto& [family, members] : families) {
    if (members.size() < 2) continue;
    std::vector<std::pair<Time, uint32_t>> order;
    for (uint32_t member : members)
      if (auto first = sources::first_packet_time(inputs[member].path)) order.emplace_back(*first, member);
    std::sort(order.begin(), order.end());
    for (size_t i = 1; i < order.size(); ++i) before[order[i].second] = order[i - 1].second;
  }
  return before;
}

}  // namespace denwaban::engine
