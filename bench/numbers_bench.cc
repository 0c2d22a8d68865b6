// SPDX-License-Identifier: GPL-3.0-or-later
// From a number's digits to where it rings and on what kind of network, beside libphonenumber: nanoseconds of
// processor time a number. Numbers near the examples of every region and type, in random order.
// numbers_rows.py runs it several times.
#include <fmt/format.h>
#include <phonenumbers/phonenumberutil.h>
#include <time.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "knowledge/destinations.h"

namespace {

using namespace denwaban;
using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

size_t sink = 0;

const PhoneNumberUtil& library() { return *PhoneNumberUtil::GetInstance(); }

std::vector<std::string> make_numbers() {
  std::mt19937 random(1);
  std::vector<std::string> numbers;
  std::set<std::string> regions;
  library().GetSupportedRegions(&regions);
  for (const std::string& region : regions) {
    for (int type = 0; type <= PhoneNumberUtil::VOICEMAIL; ++type) {
      PhoneNumber example;
      if (!library().GetExampleNumberForType(region, static_cast<PhoneNumberUtil::PhoneNumberType>(type),
                                             &example))
        continue;
      std::string digits;
      library().Format(example, PhoneNumberUtil::E164, &digits);
      for (int round = 0; round < 100; ++round) {
        for (size_t i = digits.size() - 4; i < digits.size(); ++i)
          digits[i] = static_cast<char>('0' + random() % 10);
        numbers.push_back(digits.substr(1));
      }
    }
  }
  std::shuffle(numbers.begin(), numbers.end(), random);
  numbers.resize(8192);  // so that the table is measured, not the memory that the numbers lie in
  return numbers;
}

void by_us(const std::string& digits) {
  const auto& found = knowledge::find_destination(digits);
  sink += static_cast<size_t>(found.type) + found.country.size();
}

void by_library(const std::string& digits) {
  PhoneNumber number;
  std::string region;
  if (library().Parse("+" + digits, "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR) return;
  library().GetRegionCodeForNumber(number, &region);
  sink += static_cast<size_t>(library().GetNumberType(number)) + region.size();
}

double processor_time_ns() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

void measure(const char* name, const std::vector<std::string>& numbers, size_t count,
             void (*look_up)(const std::string&)) {
  for (size_t i = 0; i < count / 10; ++i) look_up(numbers[i % numbers.size()]);
  const double start = processor_time_ns();
  for (size_t i = 0; i < count; ++i) look_up(numbers[i % numbers.size()]);
  fmt::print("{} {:.1f}\n", name, (processor_time_ns() - start) / static_cast<double>(count));
}

}  // namespace

int main() {
  const std::vector<std::string> numbers = make_numbers();
  fmt::print("numbers {}\n", numbers.size());
  measure("denwaban", numbers, 20'000'000, by_us);
  measure("libphonenumber", numbers, 20'000, by_library);
  return sink == 0 ? 1 : 0;
}
