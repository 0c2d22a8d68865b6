// SPDX-License-Identifier: GPL-3.0-or-later
// Our destinations beside libphonenumber's, over a hundred thousand numbers that it takes for valid.
#include <gtest/gtest.h>
#include <phonenumbers/phonenumberutil.h>

#include <map>
#include <random>
#include <set>

#include "knowledge/destinations.h"

namespace denwaban::knowledge {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

const PhoneNumberUtil& library() { return *PhoneNumberUtil::GetInstance(); }

// The library's types that do not contradict ours.
bool agrees(NetworkType ours, PhoneNumberUtil::PhoneNumberType theirs) {
  switch (theirs) {
    case PhoneNumberUtil::FIXED_LINE:
      return ours == NetworkType::fixed || ours == NetworkType::fixed_or_mobile ||
             ours == NetworkType::test_range;
    case PhoneNumberUtil::MOBILE:
      return ours == NetworkType::mobile || ours == NetworkType::fixed_or_mobile ||
             ours == NetworkType::test_range;
    case PhoneNumberUtil::FIXED_LINE_OR_MOBILE:
      return ours == NetworkType::fixed_or_mobile || ours == NetworkType::mobile ||
             ours == NetworkType::fixed || ours == NetworkType::test_range;
    case PhoneNumberUtil::TOLL_FREE:
      return ours == NetworkType::toll_free;
    case PhoneNumberUtil::PREMIUM_RATE:
      return ours == NetworkType::premium;
    case PhoneNumberUtil::SHARED_COST:
      return ours == NetworkType::shared_cost;
    case PhoneNumberUtil::VOIP:
      return ours == NetworkType::voip;
    case PhoneNumberUtil::PERSONAL_NUMBER:
      return ours == NetworkType::personal;
    default:  // company numbers, pagers, voicemail: priced as what surrounds them
      return true;
  }
}

struct Count {
  size_t all = 0, other_country = 0, other_type = 0;
  std::string example;
};

// What a prefix cannot tell, or what we tell in another way on purpose.
const std::map<std::string, std::string_view> kDeliberate = {
    {"AD", "1800 and eight digits is toll-free, with six it is premium: length decides"},
    {"AG", "internet telephony inside +1 counts as fixed or mobile"},
    {"BB", "internet telephony inside +1"},
    {"BR", "300 is premium with nine digits, shared cost with seven"},
    {"BS", "toll-free numbers that only the islands reach"},
    {"CA", "310 and four digits is a number only for callers in Canada"},
    {"DO", "toll-free numbers that only the islands reach"},
    {"IE", "15XX is premium with ten digits, Dublin with eight"},
    {"IN", "mobile and fixed share beginnings of four digits and more"},
    {"KH", "eleven digits of a mobile code"},
    {"KI", "satellite telephones in a fixed range"},
    {"LB", "90 and 91 are premium with eight digits, fixed with seven"},
    {"MY", "1546 is internet telephony"},
    {"NG", "70XX and 9XX: fixed lines have fewer digits"},
    {"TC", "internet telephony inside +1"},
    {"TO", "67 and 7X are mobile with seven digits, fixed with five"},
    {"VC", "internet telephony inside +1"},
};

// Numbers near the examples of every type of every region: the first digits stay more often than the last.
template <class Each>
void each_valid_number(const Each& each) {
  std::mt19937 random(1);
  std::set<std::string> regions;
  library().GetSupportedRegions(&regions);
  for (const std::string& region : regions) {
    for (int type = 0; type <= PhoneNumberUtil::VOICEMAIL; ++type) {
      PhoneNumber example;
      if (!library().GetExampleNumberForType(region, static_cast<PhoneNumberUtil::PhoneNumberType>(type),
                                             &example))
        continue;
      std::string significant;
      library().GetNationalSignificantNumber(example, &significant);
      for (int round = 0; round < 120; ++round) {
        std::string number = significant;
        for (size_t i = random() % std::min<size_t>(6, number.size()); i < number.size(); ++i)
          number[i] = static_cast<char>('0' + random() % 10);
        if (number[0] == '0' && significant[0] != '0') continue;
        PhoneNumber parsed = example;
        parsed.set_national_number(std::stoull(number));
        std::string told, found;
        library().GetNationalSignificantNumber(parsed, &told);
        library().GetRegionCodeForNumber(parsed, &found);
        if (found == "ZZ" || found.empty() || !library().IsValidNumber(parsed)) continue;
        each(std::to_string(parsed.country_code()) + told, found, library().GetNumberType(parsed));
      }
    }
  }
}

TEST(DestinationsPeer, RingInTheSameCountryAndOnTheSameKindOfNetwork) {
  std::map<std::string, Count> counts;
  size_t all = 0, other_country = 0, other_type = 0;
  each_valid_number([&](const std::string& digits, const std::string& region,
                        PhoneNumberUtil::PhoneNumberType type) {
    Count& count = counts[region];
    const Destination& ours = find_destination(digits);
    ++all;
    ++count.all;
    const bool elsewhere = ours.country != region && !(ours.country.empty() && region == "001");
    const bool otherwise = !agrees(ours.type, type);
    count.other_country += elsewhere;
    count.other_type += otherwise;
    other_country += elsewhere;
    other_type += otherwise;
    if (elsewhere || otherwise)
      count.example = digits + " is " + std::string(ours.country) + " " + std::string(to_string(ours.type));
  });
  EXPECT_GE(all, 100'000u);
  EXPECT_LE(other_country * 1000, all);
  EXPECT_LE(other_type * 150, all);
  for (const auto& [region, count] : counts) {
    if (kDeliberate.contains(region)) continue;
    // Single thousands of a range that another operator or an island has.
    EXPECT_LE(count.other_type * 50, count.all) << region << ": " << count.example;
    EXPECT_LE(count.other_country * 30, count.all) << region << ": " << count.example;
  }
}

}  // namespace
}  // namespace denwaban::knowledge
