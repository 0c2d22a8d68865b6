// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of numbers and what they cost, and of fraud as a whole, whichever detectors found it.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_bills() {
  static constexpr Row kRows[] = {
      {"fraud.trunk", "trunk {trunk}"},
      {"fraud.exchange", "this exchange"},
      {"fraud.bill",
       "{findings|# finding|# findings} of fraud that should be acted upon: {cost} in all, of which {saved} after the alarm "
       "could have been saved"},
      {"fraud.late",
       "{count|# call record is|# call records are} more than a day out of order and told late: sort the table by time"},

      {"fraud.check.inside", "{dialled} is {what}"},
      {"fraud.check.outside", "{dialled} is {what}: {number}, {name}, {network}"},
      {"fraud.check.priced",
       "{price} a minute[fee? and {fee} for the connection] by the rate deck: {cost} for {seconds|a second|# seconds}"},
      {"fraud.check.usual",
       "usually {price} a minute, {cost} for {seconds|a second|# seconds}: there is no price in a rate deck "
       "(fraud.rates_file)"},
      {"fraud.check.no_country",
       "numbering.country is not set: what is foreign nearly everywhere counts as such, and emergency numbers are those of "
       "every country"},
      {"fraud.class.unknown", "no number"},
      {"fraud.class.emergency", "an emergency number, which nothing here ever refuses"},
      {"fraud.class.service_code", "a code that the exchange itself answers"},
      {"fraud.class.short_number", "too short for a number of the public network"},
      {"fraud.class.national", "a number of this country"},
      {"fraud.class.shared_cost", "a number of this country that costs more than usual"},
      {"fraud.class.premium", "a paid service"},
      {"fraud.class.carrier_select", "a number behind another carrier's prefix"},
      {"fraud.class.abroad_in_plan", "a number of another country that looks like one of this country"},
      {"fraud.class.international", "a number abroad"},
      {"fraud.network.unknown", "network not known"},
      {"fraud.network.fixed", "fixed line"},
      {"fraud.network.mobile", "mobile"},
      {"fraud.network.fixed_or_mobile", "fixed line or mobile"},
      {"fraud.network.toll_free", "toll-free"},
      {"fraud.network.shared_cost", "shared cost"},
      {"fraud.network.premium", "paid service"},
      {"fraud.network.personal", "personal number"},
      {"fraud.network.voip", "Internet telephony"},
      {"fraud.network.satellite", "satellite"},
      {"fraud.network.international_network", "international network"},
      {"fraud.network.test_range", "set aside for tests"},
      {"fraud.network.unallocated", "assigned to nobody"},
      {"fraud.risk.low", "fraud seldom goes there"},
      {"fraud.risk.medium", "fraud goes there at times ({source})"},
      {"fraud.risk.high", "fraud often goes there ({source})"},
      {"fraud.risk.extreme", "fraud goes there more than honest calls do ({source})"},
  };
  return kRows;
}

}  // namespace denwaban::text
