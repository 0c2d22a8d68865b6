// SPDX-License-Identifier: GPL-3.0-or-later
// A company's calls in order, with the thefts among them.
#pragma once

#include <vector>

#include "company.h"

namespace denwaban::sim {

struct WorldWishes {
  CompanyWishes company;
  int thefts = 3;
  // Which kinds, in turn by seed; empty: all.
  std::vector<TheftKind> kinds;
};

struct FraudWorld {
  Company company;
  std::vector<SimCall> calls;  // by the time they began
  std::vector<Theft> thefts;
  size_t honest_outside = 0;  // calls

  std::string account(int person) const {
    return person < 0 ? "" : company.people[static_cast<size_t>(person)].account;
  }
};

// Times, costs and calls of the thefts, from the calls that are marked.
void list_thefts(FraudWorld& world);

FraudWorld make_world(const WorldWishes& wishes);

}  // namespace denwaban::sim
