// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/zone_names.h"

namespace denwaban::parse {
namespace {

struct ZoneName {
  std::string_view name;
  int minutes_east;
};

constexpr ZoneName kZoneNames[] = {
    {"UTC", 0},     {"UCT", 0},    {"GMT", 0},    {"Z", 0},      {"WET", 0},    {"WEST", 60},  {"CET", 60},
    {"CEST", 120},  {"MET", 60},   {"MEST", 120}, {"BST", 60},   {"EET", 120},  {"EEST", 180}, {"MSK", 180},
    {"WAT", 60},    {"CAT", 120},  {"SAST", 120}, {"EAT", 180},  {"PKT", 300},  {"WIB", 420},  {"WITA", 480},
    {"HKT", 480},   {"AWST", 480}, {"WIT", 540},  {"JST", 540},  {"KST", 540},  {"ACST", 570}, {"ACDT", 630},
    {"AEST", 600},  {"AEDT", 660}, {"NZST", 720}, {"NZDT", 780}, {"NST", -210}, {"NDT", -150}, {"AST", -240},
    {"ADT", -180},  {"EST", -300}, {"EDT", -240}, {"MST", -420}, {"MDT", -360}, {"PDT", -420}, {"AKST", -540},
    {"AKDT", -480}, {"HST", -600},
};

}  // namespace

std::optional<int> zone_offset(std::string_view name) {
  for (const ZoneName& zone : kZoneNames)
    if (zone.name == name) return zone.minutes_east;
  return std::nullopt;
}

}  // namespace denwaban::parse
