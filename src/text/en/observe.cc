// SPDX-License-Identifier: GPL-3.0-or-later
// What `observe` shows, on the terminal and on its page. "observe.about.DIMENSION" says what was counted and
// what was not; "observe.KIND" and "observe.SERVICE" are the words for keys.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_observe() {
  static constexpr Row kRows[] = {
      {"observe.title", "Attempts at this exchange"},
      {"observe.title.month", "Attempts at this exchange, {month}"},
      {"observe.nothing", "nothing was counted yet: counting begins when denwaban watch runs"},
      {"observe.nothing.files", "these files show no attempts"},
      {"observe.headline",
       "{attempts|# attempt|# attempts} from {addresses|# address|# addresses}[countries? in "
       "{countries|# country|# countries}]"},
      {"observe.proven",
       "{percent} % came from addresses that are proven. The source of the others could have been forged: "
       "their origin is what they claim."},
      {"observe.more", "{percent} % more than in {month}"},
      {"observe.fewer", "{percent} % fewer than in {month}"},
      {"observe.times", "{times} times as many as in {month}"},
      {"observe.same", "as many as in {month}"},
      {"observe.none_before", "none were counted in {month}"},
      {"observe.no_countries",
       "countries are unknown: script/knowledge gets the data, or knowledge.country names a file that you "
       "have"},
      {"observe.no_networks",
       "networks are unknown: script/knowledge gets the data, or knowledge.network names a file that you "
       "have"},
      {"observe.no_packets",
       "ports and tools, and most methods, are told by packets only: let the guard capture (wire.capture), "
       "or "
       "give captures as FILES"},
      {"observe.untold",
       "{rare|# was|# were} tried too seldom or by one address alone and not shown: it may be what somebody "
       "mistyped"},
      {"observe.rest", "others"},
      {"observe.nothing_here", "none"},
      {"observe.unknown", "unknown"},
      {"observe.private", "private network"},
      {"observe.made", "made by denwaban {version} at {time}"},
      {"observe.sources",
       "Countries and networks: registries' and routing data (NRO, RouteViews, DB-IP.com, all CC BY 4.0) as "
       "collected by ip-location-db."},
      {"observe.months.utc", "Months are those of UTC."},
      {"observe.per_day", "By day"},
      {"observe.by_month", "By month"},
      {"observe.table", "the numbers"},
      {"observe.attempts", "Attempts"},
      {"observe.addresses", "Addresses"},
      {"observe.day", "Day"},
      {"observe.month", "Month"},
      {"observe.share", "Share"},
      {"observe.change", "Change"},
      {"observe.new", "new"},
      {"observe.proven_share", "Proven addresses"},

      {"observe.busiest", "Busiest day"},
      {"observe.proven_short", "of all attempts"},
      {"observe.beside", "[change?{change}; ]{before} in {month}"},
      {"observe.chart.days", "Attempts on each day of {month}"},
      {"observe.chart.months", "Attempts in each month"},

      {"month.01", "January {year}"},
      {"month.02", "February {year}"},
      {"month.03", "March {year}"},
      {"month.04", "April {year}"},
      {"month.05", "May {year}"},
      {"month.06", "June {year}"},
      {"month.07", "July {year}"},
      {"month.08", "August {year}"},
      {"month.09", "September {year}"},
      {"month.10", "October {year}"},
      {"month.11", "November {year}"},
      {"month.12", "December {year}"},

      {"observe.of.kind", "Kind of attempt"},
      {"observe.of.service", "Service asked"},
      {"observe.of.method", "SIP method"},
      {"observe.of.transport", "Transport"},
      {"observe.of.port", "Destination port"},
      {"observe.of.tool", "Tool"},
      {"observe.of.country", "Country of origin"},
      {"observe.of.network", "Network of origin"},
      {"observe.of.account", "Accounts tried"},
      {"observe.of.extension", "Numbers dialled without a login"},
      {"observe.of.ami_user", "Names tried at the manager interface"},
      {"observe.of.ami_password", "Passwords tried at the manager interface"},

      {"observe.about.kind", "Each attempt once, whether a log, a packet or both told of it."},
      {"observe.about.service", "Which part of Asterisk was asked."},
      {"observe.about.method", "Of requests by SIP."},
      {"observe.about.transport", "As far as the record tells."},
      {"observe.about.port", "Of this exchange, as packets show it."},
      {"observe.about.tool",
       "By the marks that known tools leave in their requests; most attackers remove them."},
      {"observe.about.country", "Where the source address is registered, which is nobody's whereabouts."},
      {"observe.about.network", "The autonomous system that announces the source address."},
      {"observe.about.account", "In requests that were refused."},
      {"observe.about.extension", "In calls that were refused or led nowhere."},
      {"observe.about.ami_user", "Refused at least twice; whoever logged in later is left out."},
      {"observe.about.ami_password",
       "In plain text, refused at least three times, from at least two addresses. What was ever accepted, "
       "and what "
       "looks like it, is left out."},

      {"observe.kind.auth_failed", "Wrong password"},
      {"observe.kind.unknown_account", "Account that does not exist"},
      {"observe.kind.acl_rejected", "Address not allowed"},
      {"observe.kind.call_rejected", "Call without a login, refused"},
      {"observe.kind.challenge_sent", "Asked for a login, never logged in"},
      {"observe.kind.request_refused", "Request refused"},
      {"observe.kind.malformed", "Malformed packet"},
      {"observe.kind.probed", "Probe"},
      {"observe.kind.forged", "Record or packet that names another than its sender"},
      {"observe.service.sip", "SIP (chan_sip)"},
      {"observe.service.pjsip", "SIP (PJSIP)"},
      {"observe.service.iax2", "IAX2"},
      {"observe.service.ami", "Manager interface (AMI)"},
      {"observe.service.http", "HTTP (ARI, WebSocket)"},
  };
  return kRows;
}

}  // namespace denwaban::text
