// SPDX-License-Identifier: GPL-3.0-or-later
// Findings about nobody: evidence shows what is done and not by whom. One for each rule, so the number of
// them is fixed.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "detect/case.h"
#include "detect/history.h"

namespace denwaban::detect {

struct Unnamed {
  Case known;
  Pattern pattern = Pattern::few;
  History history;
  std::vector<std::string> details;  // at most Finding::kListMax

  // So many more, about `detail` (none when empty).
  void add(const Event& event, std::string_view detail, uint32_t weight = 1);
};

class UnnamedCases {
 public:
  Unnamed& of(Detector detector, Pattern pattern);
  Finding finding(const Unnamed& unnamed, FindingState state) const;
  void tell(Unnamed& unnamed, const Telling& telling, Time now, std::vector<Finding>& out);
  // Closes those for which `quiet(Case)` holds.
  template <class Quiet>
  void close(Quiet quiet, std::vector<Finding>& out) {
    for (auto& unnamed : all_) {
      if (unnamed->known.count == 0 || !quiet(unnamed->known)) continue;
      if (unnamed->known.told.open) out.push_back(finding(*unnamed, FindingState::closed));
      unnamed->known.restart();
      unnamed->history = History{};
      unnamed->details.clear();
    }
  }
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  std::vector<std::unique_ptr<Unnamed>> all_;
};

}  // namespace denwaban::detect
