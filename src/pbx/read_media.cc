// SPDX-License-Identifier: GPL-3.0-or-later
// rtp.conf and udptl.conf: the ports of running calls. Defaults of res_rtp_asterisk.c and main/udptl.c.
#include <algorithm>

#include "pbx/collector.h"

namespace denwaban::pbx {
namespace {

void read_range(Collector& out, const char* file, const char* first_option, const char* last_option,
                PortRange range) {
  auto config = out.open(file, Collector::Missing::is_normal);
  if (const parse::ConfigCategory* general = config ? config->first("general") : nullptr) {
    range.first = parse_port(general->value(first_option)).value_or(range.first);
    range.last = parse_port(general->value(last_option)).value_or(range.last);
  }
  if (range.first <= range.last) out.exchange().media.push_back(range);
}

}  // namespace

void read_media(Collector& out) {
  read_range(out, "rtp.conf", "rtpstart", "rtpend", {5000, 31000});
  read_range(out, "udptl.conf", "udptlstart", "udptlend", {4000, 4999});
}

}  // namespace denwaban::pbx
