// SPDX-License-Identifier: GPL-3.0-or-later
// Honest days: what people call and who calls them, and the oddities that look like fraud and are none.
#pragma once

#include <vector>

#include "company.h"

namespace denwaban::sim {

// In no order.
void add_ordinary_days(const Company& company, Chance chance, std::vector<SimCall>& out);
void add_oddities(const Company& company, Chance chance, std::vector<SimCall>& out);

// Pieces that both, and thieves, make calls of.
SimCall call_out(const Company& company, int person, Number number, Time when, Chance& chance);
SimCall call_in(const Company& company, int to, std::string caller, Time when, Chance& chance);
void let_ring(SimCall& call, Outcome outcome, Chance& chance);
// As carriers hand over the caller's number here.
std::string shown_number(const Company& company, const Number& number);
bool employed(const Person& person, int day);
double hour_of_day(const Company& company, const Person& person, size_t index, int day, Chance& chance);

}  // namespace denwaban::sim
