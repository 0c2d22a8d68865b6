// SPDX-License-Identifier: GPL-3.0-or-later
// Findings to Decisions: the only place that decides. Weighs proof against trust (architecture.md, idea 1),
// spares whom it must never touch, escalates, forgets, and gives a reason for what it does and for what it
// does not. Pure: no clock, no I/O, no log. One owner, one thread. What is decided, cell by cell, stands in
// judge.cc.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "model/decision.h"
#include "model/finding.h"
#include "policy/ceiling.h"
#include "policy/levels.h"
#include "policy/memory.h"
#include "policy/options.h"
#include "policy/spared.h"
#include "policy/standing_table.h"
#include "track/trust.h"

namespace denwaban::policy {

// One ban, shed or allowance by hand that holds now.
struct Standing {
  Decision decision;
  std::optional<Time> until;
};

class Policy {
 public:
  explicit Policy(Options options);

  // Bans that hit somebody newly protected (or allowed, or in front) are lifted by the next `advance`.
  void protect(Protected protected_addresses);
  void set_shared_front(std::optional<IpAddress> address);

  // Appends what follows from the findings. Findings of severity info and low are only named, closed ones are
  // history. What is decided holds from now on; there is no need to `adopt` it, and no harm in it. First
  // lifts bans on claims from addresses that have logged in with proof since, findings or not.
  void decide(std::span<const Finding> findings, const track::Trust& trust, Time now,
              std::vector<Decision>& out);
  // Ends what is over: unbans (and disallows) with the reason `expired`; with `allow_listed`, `login_session`
  // … when the world has changed.
  void advance(Time now, std::vector<Decision>& out);
  // Takes in a decision from elsewhere: made by hand, or read back from the ledger. Nothing is judged again.
  // A decision whose id is known already changes nothing. unban: of a port that port's ban only, else the ban
  // and the shed of exactly this target.
  void adopt(const Decision& decision);

  // A person's wish, judged only for sense: Error{usage} when it would lock this machine's owner out, is on
  // the allow list, lasts no time, or is wider than /8 (IPv6: /16). Changes nothing: the caller adopts it
  // when it is in the ledger.
  Result<Decision> ban_by_hand(IpPrefix target, std::optional<Seconds> span, std::string_view by,
                               std::string_view note, Time now) const;

  std::vector<Standing> standing(Time now) const;  // ordered by target
  std::vector<IpPrefix> allowed() const;           // from the settings and by hand
  // On the allow list, this machine's surroundings, a trunk, or somebody who is logged in.
  bool spares(const IpAddress& address, Time now) const;
  // What stands against or for this address now, and why: for `why`.
  struct Answer {
    std::optional<Standing> ban;  // of the address or a network around it, else of one of its ports
    std::optional<Standing> shed;
    std::optional<Protected::Entry> protection;
    std::optional<IpPrefix> allowed_by;
    uint16_t level = 0;  // proven bans so far, decayed
  };
  Answer about(const IpAddress& address, Time now) const;

  // What stands, levels, and what was said already; not the settings and not whom to
  // protect. `load` takes only what `save` wrote, of the same version; anything else leaves a fresh state and
  // gives false.
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  // What one call of `decide` or `advance` works with.
  struct Round {
    const track::Trust* trust;
    Time now;
    std::vector<Decision>& out;
  };
  struct Verdict {
    IpPrefix target;
    uint16_t port = 0;
    Reason reason = Reason::evidence;
    bool proven = false;
    bool escalates = false;
  };

  // judge.cc: which verdict.
  void judge(const Finding& finding, const Round& round);
  void judge_source(const Finding& finding, const IpPrefix& source, const Round& round);
  void judge_trunk(const Finding& finding, const IpPrefix& source, const Round& round);
  void judge_trusted(const Finding& finding, const IpPrefix& source, const Round& round);
  void judge_network(const Finding& finding, const Round& round);

  // carry.cc: what becomes of it.
  void ban(const Finding& finding, const Verdict& verdict, const Round& round);
  void shed(const Finding& finding, const IpPrefix& source, Reason reason, const Round& round);
  void refuse(const Finding& finding, const IpPrefix& target, Reason reason, const Round& round);
  void notify(const Finding& finding, Reason reason, const Round& round);
  void lift(const StandingTable::Key& key, Reason reason, const Round& round);
  bool make_room(bool proven, const Round& round);
  bool stands_already(const Finding& finding, const Verdict& verdict, Time now) const;
  Seconds span_of(const Verdict& verdict, uint16_t level, Time now) const;
  Decision begin(Action action, const Finding& finding, const IpPrefix& target, Reason reason,
                 Time now) const;

  void lift_spared(const Round& round);
  void lift_trusted(const Round& round);
  Standing standing_of(const StandingTable::Key& key) const;

  Options options_;
  Spared spared_;
  StandingTable standing_;
  Levels levels_;
  Memory memory_;
  Ceiling ceiling_;
  uint64_t trust_version_ = 0, peers_met_ = 0;
  bool world_changed_ = false;
};

}  // namespace denwaban::policy
