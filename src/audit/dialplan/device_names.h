// SPDX-License-Identifier: GPL-3.0-or-later
// Whether what a line dials by name is there: what Asterisk makes of "SIP/carrier" when no file has such a section.
#pragma once

#include <cstdint>
#include <string_view>

#include "audit/estate.h"

namespace denwaban::audit {

enum class Whereabouts : uint8_t {
  there,      // or nothing tells that it is not: it may be in a database, or in a file that is not at hand
  asked,      // of the name service: chan_sip and chan_iax2 take an unknown name for a machine's (create_addr)
  refused,    // chan_pjsip calls nothing but its endpoints (chan_pjsip.c, request)
  no_driver,  // the module is not loaded, or declines to load because it has no file
};

class DeviceNames {
 public:
  explicit DeviceNames(const Estate& estate) : estate_(estate) {}
  // "SIP", "carrier"; names with a dot or a colon are addresses, or names that the name service has.
  Whereabouts of(std::string_view technology, std::string_view name) const;

 private:
  Whereabouts of_pjsip(std::string_view name) const;

  const Estate& estate_;
};

}  // namespace denwaban::audit
