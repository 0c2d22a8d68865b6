// SPDX-License-Identifier: GPL-3.0-or-later
// Codes of no country, after the ITU's list of assigned country codes (Operational Bulletin, 2016-11-15, amended since).
#include "knowledge/destinations/rows.h"

namespace denwaban::knowledge {

std::span<const ServiceRow> international_services() {
  using enum NetworkType;
  static constexpr ServiceRow kRows[] = {
      {"800", "international freephone", toll_free, "0"},
      {"808", "international shared cost", shared_cost, "0.2"},
      {"870", "Inmarsat", satellite, "5"},
      {"878", "universal personal numbers", personal, "1"},
      {"881", "satellite telephones", satellite, "5"},
      {"881[01]", "ICO", satellite, "5"},
      {"881[23]", "Ellipso", satellite, "5"},
      {"881[67]", "Iridium", satellite, "6"},
      {"881[89]", "Globalstar", satellite, "4"},
      {"882 883", "international networks", international_network, "2"},
      {"88213", "EMSAT", satellite, "4"},
      {"88216", "Thuraya", satellite, "4"},
      {"88234", "aircraft and ships", satellite, "5"},
      {"88297 88298 88299", "networks on ships and aircraft", satellite, "5"},
      {"888", "humanitarian affairs", international_network, "2"},
      {"979", "international premium rate", premium, "3"},
      {"979[01]", "international premium rate", premium, "2"},
      {"991", "trial services", international_network, "2"},
  };
  return kRows;
}

}  // namespace denwaban::knowledge
