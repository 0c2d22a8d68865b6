// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/number_classes.h"

#include <algorithm>
#include <string>

#include "knowledge/numbering.h"

namespace denwaban::audit {
namespace {

using knowledge::NumberClass;

// Where nothing tells the country: what most exchanges dial for abroad, and numbers that are dear or free
// wherever they exist.
constexpr std::string_view kAbroadAnywhere[] = {"_00.", "_011.", "_+."};
constexpr std::string_view kPremiumAnywhere[] = {"_0900XXXXX.", "_1900XXXXXXX"};
constexpr std::string_view kEmergencyAnywhere[] = {"112", "911", "999", "000", "110",
                                                   "119", "118", "101", "102", "103"};

// ITU-T E.169.1: free for the caller wherever he is.
constexpr std::string_view kFreeAbroad[] = {"_00800!", "_011800!", "_+800!"};

constexpr size_t kShortestAbroad = 10;

// Somalia, a number in London that is kept free for films, Jamaica for those who let calls to North America out; then whatever
// has the length of a number there.
constexpr std::string_view kNumbersAbroad[] = {"252615551234",     "442079460123", "18765551234", "252XXXXXXXXX",
                                               "44[1-9]XXXXXXXXX", "NXXXXXXXXXXX", "NXXXXXXXXXX", "NXXXXXXX!",
                                               "ZXXXXXX!"};
constexpr std::string_view kNumbersPremium[] = {"_19005551234", "_0900123456", "_09001234567", "_0900[1-9]XXXXX!", "_1900NXXXXXX",
                                                "_0[89]XX[1-9]XXXXX!"};

NumberSet all_of(std::span<const std::string_view> extensions, NumberSets& sets) {
  NumberSet all;
  for (std::string_view extension : extensions) all = sets.unite(all, sets.of_extension(extension));
  return all;
}

// Tone zones and languages that belong to one country. `us` is what sample files say and so says nothing.
std::string told_country(const Estate& estate) {
  auto two_letters = [](std::string_view text) {
    std::string code;
    for (char c : text.substr(0, text.find_first_of("_-,; ")))
      code.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
    return code == "UK" ? std::string("GB") : code;
  };
  auto known = [&](std::string_view text) {
    std::string code = two_letters(text);
    return code.size() == 2 && code != "US" && code != "EN" && knowledge::find_plan(code) ? code
                                                                                          : std::string();
  };
  if (const parse::ConfigFile* file = estate.sources.file("indications.conf"))
    if (const parse::ConfigCategory* general = file->first("general"))
      if (std::string code = known(general->value("country")); !code.empty()) return code;
  if (const parse::ConfigFile* file = estate.sources.file("sip.conf"))
    if (const parse::ConfigCategory* general = file->first("general")) {
      std::string_view language = general->value("language");
      if (language.starts_with("ja")) return "JP";
      if (language.starts_with("ko")) return "KR";
      for (std::string_view same : {"ru", "it", "pl", "tr", "nl", "fi", "hu", "th", "il", "br"})
        if (language == same) return known(same);
    }
  return {};
}

std::vector<NumberSet> sets_of(const std::vector<std::string>& patterns, NumberSet within, NumberSets& sets) {
  std::vector<NumberSet> all;
  for (const std::string& pattern : patterns)
    if (NumberSet one = sets.intersect(sets.of_extension(pattern), within); !sets.empty(one)) all.push_back(one);
  return all;
}

void find_examples(NumberClasses& classes, const knowledge::NumberingPlan* plan, NumberSets& sets) {
  std::vector<std::string> prefixes{"00", "011"}, abroad, premium;
  if (plan && !plan->international_prefixes.empty()) prefixes = plan->international_prefixes;
  prefixes.emplace_back("+");
  for (std::string_view number : kNumbersAbroad)
    for (const std::string& prefix : prefixes) abroad.push_back("_" + prefix + std::string(number));
  for (std::string_view number : kNumbersPremium) premium.emplace_back(number);
  classes.prefixes_abroad = std::move(prefixes);
  classes.examples_abroad = sets_of(abroad, classes.abroad, sets);
  classes.examples_premium = sets_of(premium, classes.premium, sets);
}

}  // namespace

NumberClasses number_classes(const Estate& estate, NumberSets& sets) {
  NumberClasses classes;
  bool told = !estate.options.country.empty();
  const knowledge::NumberingPlan* plan =
      knowledge::find_plan(told ? estate.options.country : told_country(estate));
  if (plan) {
    NumberSet decided = sets.none();
    for (const knowledge::NumberRule& rule : knowledge::rules(*plan)) {
      NumberSet own = sets.of_extension("_" + rule.pattern);
      NumberSet part = sets.subtract(own, decided);
      decided = sets.unite(decided, own);
      if (knowledge::reaches_abroad(*plan, rule.number_class))
        classes.abroad = sets.unite(classes.abroad, part);
      if (rule.number_class == NumberClass::premium) classes.premium = sets.unite(classes.premium, part);
      if (rule.number_class == NumberClass::emergency)
        classes.emergency = sets.unite(classes.emergency, part);
    }
    // The plan's rules know the own country behind a plus.
    classes.abroad = sets.unite(classes.abroad, sets.subtract(sets.of_extension("_+."), decided));
  }
  if (!plan) {
    classes.abroad = all_of(kAbroadAnywhere, sets);
    classes.premium = all_of(kPremiumAnywhere, sets);
    classes.emergency = all_of(kEmergencyAnywhere, sets);
  } else if (!told) {
    classes.abroad = sets.unite(classes.abroad, sets.of_extension("_00."));
  }
  // A country code and a number behind the prefix: `XXXXXXXXX` is nobody abroad, though it may begin with 00.
  classes.abroad = sets.intersect(classes.abroad, sets.of_length(kShortestAbroad, 1'000));
  classes.abroad = sets.subtract(classes.abroad, all_of(kFreeAbroad, sets));
  if (!plan) {
    classes.perhaps_abroad = sets.intersect(classes.abroad, sets.of_extension("_011."));
    classes.other_areas = sets.of_extension("_0[2-9]XXXXXX!");
  }
  find_examples(classes, plan, sets);
  return classes;
}

}  // namespace denwaban::audit
