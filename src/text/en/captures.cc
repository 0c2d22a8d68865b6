// SPDX-License-Identifier: GPL-3.0-or-later
// What captures hold that is not read.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_captures() {
  static constexpr Row kRows[] = {
      {"capture.unopened",
       "{name}: {packets|# packet was|# packets were} not read, hidden in what is not opened: {what}: "
       "capture "
       "where the exchange itself sends and receives"},
      {"capture.unopened.esp", "{packets} in IPsec (ESP)"},
      {"capture.unopened.ah", "{packets} in IPsec (AH)"},
      {"capture.unopened.l2tp", "{packets} in L2TP"},
      {"capture.unopened.sctp", "{packets} in SCTP"},
      {"capture.unopened.gtp", "{packets} in GTP"},
      {"capture.unopened.gre", "{packets} in GRE that carries neither IP nor Ethernet"},
      {"capture.unopened.mpls", "{packets} behind MPLS labels that no IP follows"},
      {"capture.unopened.macsec", "{packets} in MACsec"},
      {"capture.unopened.fabric", "{packets} in provider backbone bridging, TRILL or NSH"},
      {"capture.unopened.too_deep", "{packets} in more than four tunnels"},
      {"capture.unopened.beside_plain",
       "{packets} in tunnels of, or about, machines that speak without a tunnel in the same capture, and "
       "which "
       "anybody may have sent"},
      {"capture.unopened.tunnel", "{packets} in tunnels (GRE, IP in IP), which are opened in files only"},
  };
  return kRows;
}

}  // namespace denwaban::text
