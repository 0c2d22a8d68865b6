// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/offline.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/assemble.h"
#include "guard/answers.h"
#include "model/json.h"
#include "net/host_facts.h"
#include "store/store.h"

namespace denwaban::guard {
namespace {

class OfflineOffice final : public serve::Office {
 public:
  OfflineOffice(const settings::Settings& settings, const Clock& clock)
      : folder_(settings.store.path),
        clock_(clock),
        allow_(settings.policy.allow),
        policy_(settings.policy),
        trust_(settings.trust, HashSeed{}) {}

  Status open(const settings::Settings& settings, bool writes) {
    store::SystemFiles files;
    store::StorePaths paths(folder_);
    auto ledger = store::read_ledger(files, paths.ledger);
    if (!ledger && ledger.error().kind != ErrorKind::not_found) return tl::unexpected(ledger.error());
    if (ledger)
      for (const store::LedgerEntry& entry : ledger->entries)
        if (!entry.decision.dry_run) {
          policy_.adopt(entry.decision);
          locks_.apply(entry.decision);
        }
    if (auto snapshot = store::load_snapshot(files, paths.snapshot))
      if (const std::string* bytes = snapshot->section("trust")) {
        ByteReader in(*bytes);
        trust_.load(in);
      }
    protect_machine();
    std::vector<Decision> over;  // bans that ended since the guard did: the guard itself will write that down
    policy_.advance(clock_.now(), over);
    if (!writes) return {};
    auto store = store::Store::open(folder_, store_options(settings), clock_);
    if (!store) return tl::unexpected(store.error());
    store_ = std::move(*store);
    return {};
  }

  Time now() const override { return clock_.now(); }
  policy::Policy& policy() override { return policy_; }
  const fraud::Locks* locks() const override { return &locks_; }
  const track::Trust& trust() const override { return trust_; }
  Status carry_out(const std::vector<Decision>& decisions) override {
    if (auto kept = store_->append_durably(decisions); !kept) return kept;
    for (const Decision& decision : decisions) {
      policy_.adopt(decision);
      locks_.apply(decision);
    }
    return store_->flush();
  }
  Result<std::vector<std::string>> findings(const serve::FindingQuestion& question) override {
    return answer_findings(folder_, question);
  }
  Result<std::vector<Decision>> decisions_about(const IpAddress& address, size_t limit) override {
    return answer_decisions(folder_, address, limit);
  }
  std::map<std::string, std::string> titles(const std::vector<std::string>& finding_ids) override {
    return answer_titles(folder_, finding_ids);
  }
  bool allowed_by_settings(const IpPrefix& prefix) override {
    return std::find(allow_.begin(), allow_.end(), prefix) != allow_.end();
  }
  std::vector<actions::FirewallEntry> firewall() override { return {}; }
  // As it stood when the last guard stopped, or within half a minute before it was killed.
  Result<std::vector<std::string>> observed(const report::Question& question) override {
    knowledge::Atlas atlas;
    report::Tally tally(report::TallyOptions(), atlas, HashSeed{});
    store::SystemFiles files;
    if (auto snapshot = store::load_snapshot(files, store::StorePaths(folder_).snapshot))
      if (const std::string* bytes = snapshot->section("tally")) {
        ByteReader in(*bytes);
        (void)tally.load(in);
      }
    auto observation = report::observe(tally, question);
    if (!observation) return tl::unexpected(observation.error());
    return report::observation_json(*observation);
  }
  Result<std::vector<std::string>> calls(bool) override {
    return fail(ErrorKind::unavailable, "no guard is running, and nobody else hears of calls: start it with "
                                        "systemctl start denwaban");
  }
  std::string status() override {
    auto is_ban = [](const policy::Standing& standing) { return standing.decision.action == Action::ban; };
    return fmt::format(
        "{{\"type\":\"status\",\"guard\":\"not_running\",\"store\":{{\"path\":{}}},\"bans\":{}}}",
        json_string(folder_), std::ranges::count_if(policy_.standing(clock_.now()), is_ban));
  }

 private:
  void protect_machine() {
    policy::Protected spared;
    net::HostFacts facts = net::read_host_facts();
    for (const auto* addresses : {&facts.own, &facts.gateways, &facts.name_servers})
      for (const IpAddress& address : *addresses)
        spared.entries.push_back({IpPrefix::host(address), Reason::own_address,
                                  "this machine, its gateway or name server", std::nullopt});
    for (const net::LoginSession& login : facts.logins)
      spared.entries.push_back({IpPrefix::source(login.address), Reason::login_session,
                                fmt::format("{} is logged in from there", login.user), std::nullopt});
    policy_.protect(std::move(spared));
  }

  std::string folder_;
  const Clock& clock_;
  std::vector<IpPrefix> allow_;
  policy::Policy policy_;
  fraud::Locks locks_;
  track::Trust trust_;
  std::unique_ptr<store::Store> store_;
};

}  // namespace

store::StoreOptions store_options(const settings::Settings& settings) {
  store::StoreOptions options{settings.store.ledger, {}};
  options.archive.retention.age_max = settings.store.ledger.retention;
  return options;
}

Result<std::unique_ptr<serve::Office>> open_offline(const settings::Settings& settings, const Clock& clock,
                                                    bool writes) {
  auto office = std::make_unique<OfflineOffice>(settings, clock);
  if (auto opened = office->open(settings, writes); !opened) return tl::unexpected(opened.error());
  return std::unique_ptr<serve::Office>(std::move(office));
}

}  // namespace denwaban::guard
