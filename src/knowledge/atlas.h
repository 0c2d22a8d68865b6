// SPDX-License-Identifier: GPL-3.0-or-later
// Where an address is registered: its country and the network (autonomous system) that announces it. Read
// from files in MaxMind's format, which everybody's data comes in; loaded once, never changed, so any thread
// may ask. It is what registries say: nobody's whereabouts, and of a forged source address the victim's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip.h"

namespace denwaban::knowledge {

// The views live as long as the atlas.
struct Origin {
  std::string_view country;  // ISO 3166-1 alpha-2; empty: unknown
  uint32_t network = 0;      // AS number; 0: unknown
  std::string_view network_name;
};

class Atlas {
 public:
  struct Files {
    std::string country;  // holds country_code, or country.iso_code
    std::string
        network;  // holds autonomous_system_number and autonomous_system_organization; may be the same file
  };

  // An empty path is no file; what cannot be read is told by `remarks`, and its answers are "unknown".
  static Atlas open(const Files& files);
  Atlas();  // knows nothing
  ~Atlas();
  Atlas(Atlas&&) noexcept;
  Atlas& operator=(Atlas&&) noexcept;

  Origin of(const IpAddress& address) const;
  bool knows_countries() const;
  bool knows_networks() const;
  // Sentences about files that cannot be read.
  const std::vector<std::string>& remarks() const { return remarks_; }

 private:
  struct File;
  std::unique_ptr<File> country_, network_;
  std::vector<std::string> remarks_;
};

}  // namespace denwaban::knowledge
