// SPDX-License-Identifier: GPL-3.0-or-later
// The guard's side of the privileged helper. A call waits for the answer, at most `patience` for each message
// of it; then the error is unavailable, whether the change holds is unknown, and the next reconciliation
// finds out.
#pragma once

#include "actions/firewall.h"
#include "actions/helper_process.h"
#include "actions/helper_protocol.h"

namespace denwaban::actions {

class HelperFirewall final : public Firewall {
 public:
  explicit HelperFirewall(HelperProcess helper, Milliseconds patience = Seconds(2));
  // Closes the socket, upon which the helper ends, and waits for that as long as `patience`.
  ~HelperFirewall() override;

  Status install(const GuardedPorts& ports) override;
  Status apply(std::span<const FirewallChange> changes) override;
  Result<std::vector<FirewallEntry>> list() override;
  Status remove() override;
  std::string describe() const override;

  // False when the helper has ended for good: nothing but a restart of the guard brings it back.
  bool alive() const { return alive_; }
  pid_t pid() const { return helper_.pid; }

 private:
  Result<Reply> call(const std::string& request, std::vector<FirewallEntry>* entries = nullptr);
  Status call_plain(const std::string& request);
  void discard_old_answers();
  tl::unexpected<Error> lost();

  HelperProcess helper_;
  Milliseconds patience_;
  std::string buffer_;
  uint32_t sequence_ = 0;
  bool alive_ = true;
};

}  // namespace denwaban::actions
