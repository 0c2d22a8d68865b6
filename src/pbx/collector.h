// SPDX-License-Identifier: GPL-3.0-or-later
// What the readers of the single files share: opening one, remarking, and adding to the Exchange within
// bounds and without doubles. Inner part of read_exchange.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "parse/config/config_file.h"
#include "parse/config/file_tree.h"
#include "pbx/exchange.h"
#include "pbx/host_spec.h"
#include "pbx/read_exchange.h"

namespace denwaban::pbx {

class Collector {
 public:
  Collector(parse::FileTree& files, Exchange& exchange) : files_(files), exchange_(exchange) {}

  Exchange& exchange() { return exchange_; }

  enum class Missing { is_normal, is_remarked };
  // nullopt: missing or unreadable; the latter is always remarked, and so is what Asterisk would refuse.
  std::optional<parse::ConfigFile> open(const std::string& name, Missing missing);

  void remark(std::string sentence);

  Where where(const parse::ConfigFile& config, const parse::ConfigVariable& variable) const;

  void listen(std::string_view service, std::string_view transport, IpAddress address, uint16_t port,
              Where where);
  // A host that is "dynamic", unspecified or no host at all is passed over.
  void trunk(std::string_view service, std::string_view name, const std::optional<HostSpec>& host,
             Where where);
  void trunk_network(std::string_view service, std::string_view name, const IpPrefix& prefix, Where where);
  void local_network(const IpPrefix& prefix);
  void manager_network(const IpPrefix& prefix);

 private:
  void add_trunk(TrunkHost trunk);

  parse::FileTree& files_;
  Exchange& exchange_;
  std::unordered_set<std::string> seen_;  // what was added, so that a thousand equal phones make one entry
};

// "address[:port]" of a bind option. A name instead of an address binds "all" for our purpose: guarding too
// much of a port harms nobody.
struct BindSpec {
  IpAddress address;
  uint16_t port = 0;  // 0: not given
};
BindSpec parse_bind(std::string_view text);

// One reader for each of Asterisk's modules.
void read_logger(Collector& out, const ReadOptions& options);
void read_media(Collector& out);
void read_manager(Collector& out);
void read_http(Collector& out);
void read_iax(Collector& out);
bool read_chan_sip(Collector& out);  // false: no sip.conf, so no chan_sip
bool read_pjsip(Collector& out);     // false: no pjsip.conf
void read_users(Collector& out);
void remark_databases(Collector& out);

}  // namespace denwaban::pbx
