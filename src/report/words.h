// SPDX-License-Identifier: GPL-3.0-or-later
// What was counted, in words.
#pragma once

#include <string>

#include "report/observation.h"

namespace denwaban::report {

std::string title_of(Dimension dimension);
std::string about(Dimension dimension);
// "Japan", "Wrong password"; what a sender wrote is made printable.
std::string words_for(Dimension dimension, const std::string& key);

// "November 2026" for "2026-11".
std::string month_words(const std::string& month);
// "15,234 attempts from 212 addresses in 31 countries"
std::string headline(const Observation& observation);
// "+12 %", "new", "3.4×"; empty where there is nothing to compare with.
std::string change_text(const Observation& observation, uint64_t now, uint64_t before);
// "12 % more than in October 2026"; empty where there is no earlier month.
std::string change_sentence(const Observation& observation);
std::string proven_sentence(const Observation& observation);
// "12.3 %"
std::string percent_text(uint64_t part, uint64_t whole);

}  // namespace denwaban::report
