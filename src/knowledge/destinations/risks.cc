// SPDX-License-Identifier: GPL-3.0-or-later
// Where fraud goes. A source says that a place was named, and when; how grave that is, from medium to
// extreme, is our own judgement: extreme where surveys of the industry name it among the five worst or where
// several sources do.
#include "knowledge/destinations/rows.h"

namespace denwaban::knowledge {
namespace {

constexpr std::string_view kCfca2011 =
    "CFCA, Global Fraud Loss Survey, 2011: among the five countries where most fraud ends";
constexpr std::string_view kCfca2013 =
    "CFCA, Global Fraud Loss Survey, 2013: among the five countries where most fraud ends";
constexpr std::string_view kCox =
    "TransNexus, 2014: among the ten countries that Cox Communications blocks until a customer asks";
constexpr std::string_view kPacific =
    "ITU, Countering misappropriation of numbers in Pacific island countries, 2018";
constexpr std::string_view kBulgaria = "CRC (regulator of Bulgaria), warning of calls that lure, 2018-09-14";
constexpr std::string_view kFcc = "FCC, warning of one-ring calls, 2019-05-03";
constexpr std::string_view kFtc = "FTC, warning of one-ring calls, 2014: area codes of the Caribbean";
constexpr std::string_view kOfcom = "Ofcom, Personal numbering: review of the 070 number range, 2018";
constexpr std::string_view kIconx = "ICONX Solutions, IRSF destinations most advertised, 2022-01";
constexpr std::string_view kMisuse =
    "ITU-T E.156, Reported misuse of E.164 numbers, 2025: numbers nobody was assigned";
constexpr std::string_view kRevenueShare =
    "Europol EC3 and Trend Micro, Cyber-Telecom Crime Report, 2019: revenue share goes where minutes are "
    "dear; the grade is ours";
constexpr std::string_view kMisuseE156 =
    "ITU-T E.156, Reported misuse of E.164 numbers, 2025: international numbers; the grade is ours";

}  // namespace

std::span<const RiskRow> risks() {
  using enum Risk;
  static constexpr RiskRow kRows[] = {
      {extreme, "53 252 263", kCfca2011},
      {extreme, "220 224 232 371", kCfca2013},
      {high, "236 239 248 960 994 377", kCox},
      {high, "674 675 676 677 678 679 680 682 683 685 686 688 690 691 692", kPacific},
      {high, "222", kFcc},
      {medium, "1242 1246 1345 1441", kRevenueShare},
      {high, "1268 1284 1473 1649 1664 1767 1809 1829 1849 1876 1658", kFtc},
      {high, "229 240 355 38643 38649", kBulgaria},
      {medium, "1758 1784 1868 1869 1721 1264", kRevenueShare},
      {medium, "212 234 94 966 971", kIconx},
      // Where a minute costs more than elsewhere.
      {high, "670 216 213 387 235 243 245 269 261 226 223 231 247 290 500 246", kRevenueShare},
      {medium,
       "218 221 225 227 228 237 238 241 242 244 250 251 253 254 255 256 257 258 260 262 264 265 266 267 268 "
       "211 249 291",
       kRevenueShare},
      {medium,
       "370 372 373 374 375 381 382 383 389 992 993 995 996 998 423 93 95 850 509 592 597 501 591 593 963 "
       "964 967 249 856 673 687 689 "
       "681 297 298 299 508 590 594 596 599 672",
       kRevenueShare},
  };
  return kRows;
}

TypeRisk risk_of(NetworkType type) {
  switch (type) {
    case NetworkType::premium:
      return {Risk::high, kRevenueShare};
    case NetworkType::personal:
      return {Risk::high, kOfcom};
    case NetworkType::satellite:
    case NetworkType::international_network:
      return {Risk::high, kMisuseE156};
    case NetworkType::unallocated:
      return {Risk::medium, kMisuse};
    default:
      return {};
  }
}

}  // namespace denwaban::knowledge
