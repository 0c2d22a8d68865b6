// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/dialled_number.h"

#include <algorithm>
#include <optional>

#include "knowledge/destinations.h"
#include "knowledge/emergency_numbers.h"
#include "knowledge/number_prefix.h"
#include "knowledge/separators.h"

namespace denwaban::knowledge {
namespace {

constexpr size_t kCharactersMax = 64;
constexpr size_t kShortestWorldwide = 7;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

bool ends_number(char c) { return c == ',' || c == ';' || c == '@' || c == '&'; }

// What stands before options of Dial and addresses, without what people write between digits: "+49
// (0)30-12,30".
std::string without_separators(std::string_view written) {
  std::string number;
  for (size_t i = 0; i < written.size() && i < 2 * kCharactersMax && number.size() < kCharactersMax; ++i) {
    if (ends_number(written[i])) break;
    const bool trunk_zero =
        written[i] == '(' && number.starts_with('+') && written.substr(i).starts_with("(0)");
    if (trunk_zero) i += 2;
    if (!trunk_zero && !is_separator(written[i])) number += written[i];
  }
  return number;
}

bool is_assigned(std::string_view e164) {
  const NetworkType type = find_destination(e164).type;
  return type != NetworkType::unknown && type != NetworkType::unallocated;
}

class Reader {
 public:
  explicit Reader(const DiallingHabits& habits)
      : habits_(habits), plan_(habits.plan != nullptr ? *habits.plan : *find_plan("ZZ")) {}

  // A number after the outside prefix.
  DialledNumber read(std::string_view number) const { return bounded(unbounded(number)); }

  // The longest outside prefix that leaves a number is taken; without any, what is short is our own.
  DialledNumber after_outside_prefix(std::string_view dialled) const {
    std::string_view longest;
    DialledNumber found;
    for (const std::string& prefix : habits_.outside_prefixes) {
      if (prefix.empty() || prefix.size() <= longest.size() || !dialled.starts_with(prefix)) continue;
      DialledNumber rest = read(dialled.substr(prefix.size()));
      if (!is_number(rest.number_class)) continue;
      longest = prefix;
      found = std::move(rest);
    }
    if (!longest.empty()) return found;
    if (all_digits(dialled) && dialled.size() <= habits_.longest_extension && !is_service(dialled)) {
      return {NumberClass::short_number, {}};
    }
    found = read(dialled);
    return is_doubtful(found) ? after_unknown_prefix(dialled).value_or(found) : found;
  }

  // What a trunk was sent: dialled as above, or E.164 with or without plus. What was dialled decides between
  // them.
  DialledNumber as_sent(std::string_view sent, const DialledNumber& dialled) const {
    if (!dialled.e164.empty() && sent.ends_with(dialled.e164)) return dialled;
    // A trunk of the own country that wants no prefix at all.
    if (sent.size() >= kShortestWorldwide && dialled.e164.ends_with(sent)) return dialled;
    DialledNumber as_dialled = read(sent);
    if (!all_digits(sent) || sent.size() < kShortestWorldwide)
      return is_number(as_dialled.number_class) ? as_dialled : dialled;
    if (!dialled.e164.empty() && as_dialled.e164 == dialled.e164) return dialled;
    constexpr size_t kLongestLocal = 9;
    const bool local = !habits_.area_code.empty() &&
                       as_dialled.e164 == plan_.country_code + habits_.area_code + std::string(sent);
    const bool plausible = is_number(as_dialled.number_class) && !is_doubtful(as_dialled) &&
                           !(local && sent.size() > kLongestLocal);
    const bool own_country =
        sent.starts_with(plan_.country_code) && fits(sent.substr(plan_.country_code.size()));
    const bool prefixed = as_dialled.number_class == NumberClass::international || has_national_prefix(sent);
    if (!prefixed && is_assigned(sent) && (own_country || !plausible || plan_.country_code.empty())) {
      return {classify(plan_, sent, DialForm::e164_without_plus),
              std::string(sent.substr(0, DialledNumber::kDigitsMax))};
    }
    return is_number(as_dialled.number_class) ? as_dialled : dialled;
  }

  // "0030…" behind a 0 for a line that nobody told of is no Greece where the trunk was sent +4930…, 004930… or 4930…: that is
  // the own country, and what was dialled ends with the same national number. A call to Greece is never sent so.
  std::optional<DialledNumber> home_as_sent(std::string_view dialled, std::string_view sent) const {
    const bool plus = sent.starts_with('+');
    if (plus) sent.remove_prefix(1);
    const size_t prefix = plus ? 0 : leading_pattern(plan_.international_prefixes, sent);
    sent.remove_prefix(prefix);
    const std::string& country = plan_.country_code;
    if (country.empty() || !all_digits(sent) || !sent.starts_with(country)) return std::nullopt;
    const std::string_view national = sent.substr(country.size());
    constexpr size_t kLongestBefore = 6;  // the way to a line and the national prefix
    const bool the_same = dialled.ends_with(national) && dialled.size() - national.size() <= kLongestBefore;
    // Dialled as it was sent it is read as ever; behind nothing at all, 49 may be the beginning of a number in a town.
    if (!the_same || !fits(national) || dialled.ends_with(country + std::string(national))) return std::nullopt;
    const DialledNumber read = bounded({classify(plan_, sent, DialForm::e164_without_plus), std::string(sent)});
    return is_number(read.number_class) && !is_doubtful(read) ? std::optional(read) : std::nullopt;
  }

  // What the exchange took off before it sent the rest was the way to a line, whatever the settings say:
  // "00171…" that is sent as "0171…" is no number abroad. Only where the rest begins as numbers do: else what
  // was taken off was itself the prefix of a number.
  bool line_was_taken_off(std::string_view dialled, std::string_view sent) const {
    constexpr size_t kLongestLine = 3;
    if (sent.size() < kShortestWorldwide || dialled.size() <= sent.size() || !dialled.ends_with(sent))
      return false;
    if (dialled.size() - sent.size() > kLongestLine) return false;
    const std::string& national = plan_.national_prefix;
    // Without a national prefix every number looks whole: there "00" is the way abroad and not to a line.
    const size_t taken = dialled.size() - sent.size();
    bool abroad = false;
    for (size_t line = 0; line < taken; ++line)
      abroad |= leading_pattern(plan_.international_prefixes, dialled.substr(line)) == taken - line;
    const bool whole =
        national.empty() ? !abroad && fits(sent) : sent.starts_with(national) && fits(sent.substr(national.size()));
    if (whole || leading_pattern(plan_.international_prefixes, sent) > 0) return true;
    return plan_.country_code.empty() && sent.starts_with('0');
  }

 private:
  // Callers write what they like behind a prefix that fits.
  static DialledNumber bounded(DialledNumber found) {
    if (!all_digits(found.e164)) found.e164.clear();
    found.e164.resize(std::min(found.e164.size(), DialledNumber::kDigitsMax));
    return found;
  }

  DialledNumber unbounded(std::string_view number) const {
    number.remove_prefix(leading_pattern(plan_.before_any_number, number));
    DialledNumber found{classify(plan_, number), {}};
    switch (found.number_class) {
      case NumberClass::international:
        found.e164 =
            number.starts_with('+') ? std::string(number.substr(1)) : after_international_prefix(number);
        break;
      case NumberClass::carrier_select:
        return after_carrier(number);
      case NumberClass::national:
      case NumberClass::shared_cost:
      case NumberClass::premium:
      case NumberClass::abroad_in_plan:
        found.e164 = national(number, found.number_class);
        break;
      default:
        break;
    }
    return found;
  }

  static bool is_number(NumberClass number_class) {
    return number_class != NumberClass::unknown && number_class != NumberClass::short_number;
  }
  bool is_service(std::string_view dialled) const {
    return leading_pattern(plan_.premium_services, dialled) == dialled.size();
  }
  bool fits(std::string_view significant) const {
    return significant.size() >= plan_.shortest && significant.size() <= plan_.longest;
  }
  bool has_national_prefix(std::string_view number) const {
    return !plan_.national_prefix.empty() && plan_.country_code != plan_.national_prefix &&
           number.starts_with(plan_.national_prefix);
  }

  // Nobody has such a number: then what was typed began with something that we were not told of.
  bool is_doubtful(const DialledNumber& found) const {
    if (found.number_class == NumberClass::international) return !is_assigned(found.e164);
    if (found.number_class != NumberClass::national) return !is_number(found.number_class);
    if (plan_.country_code.empty()) return found.e164.empty();
    return !fits(std::string_view(found.e164).substr(std::min(found.e164.size(), plan_.country_code.size())));
  }

  // "900252615…": a line by 9, then abroad. Thieves try them all; a dialplan that strips one makes it ring.
  std::optional<DialledNumber> after_unknown_prefix(std::string_view dialled) const {
    for (size_t length = 1; length <= 4 && length < dialled.size(); ++length) {
      DialledNumber rest = read(dialled.substr(length));
      if (rest.number_class == NumberClass::international && is_assigned(rest.e164)) return rest;
    }
    return by_foreign_habit(dialled);
  }

  // 00 in America, 011 in Europe: the trunk may be one that understands it.
  static std::optional<DialledNumber> by_foreign_habit(std::string_view dialled) {
    for (const std::string_view prefix : {"00", "011"}) {
      const std::string_view rest = dialled.substr(std::min(prefix.size(), dialled.size()));
      const bool abroad =
          dialled.starts_with(prefix) && rest.size() >= kShortestWorldwide && is_assigned(rest);
      if (abroad) return bounded({NumberClass::international, std::string(rest)});
    }
    return std::nullopt;
  }

  // With several prefixes for abroad "002 52…" may be "00 252…" as well: a doubt is decided for the more
  // dangerous, else for the longest prefix.
  std::string after_international_prefix(std::string_view number) const {
    std::string_view best;
    for (const size_t carrier : {size_t{0}, leading_pattern(plan_.carrier_select, number)}) {
      for (const std::string& prefix : plan_.international_prefixes) {
        const std::string_view after = number.substr(carrier);
        const size_t length = prefix_length(prefix, after);
        if (length == 0 || length >= after.size() || after[length] == '0') continue;
        if (best.empty() || is_likelier(after.substr(length), best)) best = after.substr(length);
      }
    }
    return std::string(best);
  }
  static bool is_likelier(std::string_view one, std::string_view other) {
    if (is_assigned(one) != is_assigned(other)) return is_assigned(one);
    const Risk risk = find_destination(one).risk, other_risk = find_destination(other).risk;
    return risk != other_risk ? risk > other_risk : one.size() < other.size();
  }

  DialledNumber after_carrier(std::string_view number) const {
    // Whole patterns (Brazil's 0XX + ten digits) end with the number itself; their carrier is two digits
    // after the prefix.
    for (const std::string& carrier : plan_.carrier_select) {
      if (!carrier.ends_with('.') || !matches_pattern(carrier, number)) continue;
      const size_t fixed = carrier.size() >= 10 ? pattern_length(carrier) - 10 : 0;
      std::string_view rest = number.substr(fixed);
      const bool has_code = rest.size() > plan_.longest && rest.starts_with(plan_.country_code);
      if (has_code) rest.remove_prefix(plan_.country_code.size());
      return {NumberClass::carrier_select, plan_.country_code + std::string(rest)};
    }
    const std::string_view rest = number.substr(leading_pattern(plan_.carrier_select, number));
    if (rest.size() == number.size()) return {NumberClass::carrier_select, {}};
    DialledNumber found = read_once(rest);
    if (found.number_class == NumberClass::national) found.number_class = NumberClass::carrier_select;
    return found;
  }

  // As `read`, without another carrier.
  DialledNumber read_once(std::string_view number) const {
    DialledNumber found{classify(plan_, number), {}};
    if (found.number_class == NumberClass::international) found.e164 = after_international_prefix(number);
    if (is_number(found.number_class) && found.e164.empty())
      found.e164 = national(number, found.number_class);
    return found;
  }

  // E.164 of a number of the own country; empty without a country, and without an area code where one is
  // needed.
  std::string national(std::string_view number, NumberClass number_class) const {
    if (number.starts_with('+')) return std::string(number.substr(1));
    if (plan_.country_code.empty()) return in_america(number);
    const std::string home =
        plan_.international_prefixes.size() == 1 ? plan_.international_prefixes[0] + plan_.country_code : "";
    if (!home.empty() && number.starts_with(home))
      return std::string(number.substr(home.size() - plan_.country_code.size()));
    if (is_service(number)) return plan_.country_code + std::string(number);
    if (const auto rest = after_national_prefix(number)) return plan_.country_code + std::string(*rest);
    if (plan_.national_prefix.empty() ||
        (plan_.national_prefix_optional && number.size() >= plan_.shortest) ||
        number_class != NumberClass::national) {
      return plan_.country_code + std::string(number);
    }
    return habits_.area_code.empty() ? "" : plan_.country_code + habits_.area_code + std::string(number);
  }

  std::optional<std::string_view> after_national_prefix(std::string_view number) const {
    size_t longest = 0;
    const auto consider = [&](std::string_view prefix) {
      if (!prefix.empty() && number.starts_with(prefix) && number.size() >= prefix.size() + plan_.shortest)
        longest = std::max(longest, prefix.size());
    };
    consider(plan_.national_prefix);
    for (const std::string& other : plan_.other_national_prefixes) consider(other);
    // A bare number of the right length may begin as the prefix does (Lithuania's 8, Hungary's 06).
    const bool bare =
        plan_.national_prefix_optional && number.size() == plan_.longest && plan_.shortest == plan_.longest;
    if (longest == 0 || bare) return std::nullopt;
    return number.substr(longest);
  }

  // Without a country: eleven digits that can only be +1.
  static std::string in_america(std::string_view number) {
    const bool looks_so = number.size() == 11 && number[0] == '1' && number[1] >= '2' && number[4] >= '2';
    return looks_so ? std::string(number) : "";
  }

  const DiallingHabits& habits_;
  const NumberingPlan& plan_;
};

}  // namespace

bool dials_emergency(const DiallingHabits& habits, std::string_view dialled, std::string_view sent) {
  return is_emergency(habits, without_separators(dialled), without_separators(sent));
}

DialledNumber read_dialled(const DiallingHabits& habits, std::string_view dialled, std::string_view sent) {
  const std::string number = without_separators(dialled), trunk = without_separators(sent);
  if (is_emergency(habits, number, trunk)) return {NumberClass::emergency, {}};
  const Reader reader(habits);
  if (reader.line_was_taken_off(number, trunk)) return reader.read(trunk);
  if (auto home = reader.home_as_sent(number, trunk)) return *home;
  DialledNumber found = reader.after_outside_prefix(number);
  return trunk.empty() ? found : reader.as_sent(trunk, found);
}

}  // namespace denwaban::knowledge
