// SPDX-License-Identifier: GPL-3.0-or-later
// Findings to Decisions: the only place that decides. Weighs proof against trust (architecture.md, idea 1), spares whom it
// must never touch, escalates, forgets, and gives a reason for what it does and for what it does not. Pure.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "model/decision.h"
#include "model/finding.h"
#include "policy/options.h"
#include "track/trust.h"

namespace denwaban::policy {

// Addresses that no automatic ban may hit, whatever the evidence says, and why. A value, replaced as a whole by its owner
// when the world changes (a login session begins, a trunk's name resolves anew).
struct Protected {
  struct Entry {
    IpPrefix prefix;
    Reason reason = Reason::own_address;  // own_address, trunk, login_session
    std::string what;                     // for people: "trunk provider (sip.conf:12)", "default gateway"
    std::optional<Time> until;            // nullopt: as long as this value stands
  };
  std::vector<Entry> entries;
};

// One ban, shed or allow that holds now.
struct Standing {
  Decision decision;
  std::optional<Time> until;
};

class Policy {
 public:
  explicit Policy(Options options);

  void protect(Protected protected_addresses);
  void set_shared_front(std::optional<IpAddress> address);

  void decide(std::span<const Finding> findings, const track::Trust& trust, Time now, std::vector<Decision>& out);
  // Ends what is over: unbans with the reason `expired`.
  void advance(Time now, std::vector<Decision>& out);
  // Takes in a decision from elsewhere: made by hand, or read back from the ledger. Nothing is judged again.
  void adopt(const Decision& decision);

  // A person's wish, judged only for sense: Error{usage} when it would lock this machine's owner out or is on the allow list.
  Result<Decision> ban_by_hand(IpPrefix target, std::optional<Seconds> span, std::string_view by, std::string_view note, Time now) const;

  std::vector<Standing> standing(Time now) const;  // ordered by target
  std::vector<IpPrefix> allowed() const;           // from the settings and by hand
  // What stands against or for this address now, and why: for `why`.
  struct Answer {
    std::optional<Standing> ban;
    std::optional<Standing> shed;
    std::optional<Protected::Entry> protection;
    std::optional<IpPrefix> allowed_by;
    uint16_t level = 0;  // proven bans so far, decayed
  };
  Answer about(const IpAddress& address, Time now) const;

  void save(ByteWriter& out) const;
  bool load(ByteReader& in);
};

}  // namespace denwaban::policy
