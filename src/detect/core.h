// SPDX-License-Identifier: GPL-3.0-or-later
// The owner of all tables, and the way of an event through them.
#pragma once

#include <functional>

#include "detect/accounts.h"
#include "detect/challenges.h"
#include "detect/detectors.h"
#include "detect/flood.h"
#include "detect/front.h"
#include "detect/jail.h"
#include "detect/networks.h"
#include "detect/places.h"
#include "detect/rules.h"
#include "detect/slot_table.h"
#include "detect/suspects.h"
#include "detect/unnamed.h"

namespace denwaban::detect {

class Detectors::Impl {
 public:
  static constexpr uint32_t kStateVersion = 0x44544305;

  Impl(const Options& options, HashSeed seed);
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void observe(std::span<const Event> events, const track::Trust& trust, std::vector<Finding>& out);
  void advance(Time now, std::vector<Finding>& out);
  void finish(std::vector<Finding>& out);
  void know(const knowledge::Atlas* atlas) { atlas_ = atlas; }
  const knowledge::Atlas* atlas() const { return atlas_; }
  bool guessed(const IpAddress& address, std::string_view account, Time now) const;
  const std::optional<IpAddress>& shared_front() const { return front_.address(); }
  Counters counters() const;
  void save(ByteWriter& out) const;
  // Into a fresh one only.
  bool load(ByteReader& in);

  const Options& options() const { return options_; }
  HashSeed seed() const { return seed_; }

 private:
  // An event with what is computed ahead for the whole batch.
  struct Prepared {
    const Event* event = nullptr;
    std::string_view name;  // the account, unless it is a placeholder
    uint64_t name_hash = 0;
    uint64_t account_key = 0;
    uint64_t slot_key = 0;
    bool fresh = false;  // counts
    bool failure = false;
    // Whom the slots lead to, while nothing of the batch was handled: for prefetching alone.
    const Suspect* suspect = nullptr;
    const AccountRecord* record = nullptr;
  };
  // What goes along with one event.
  struct Turn {
    const Prepared& p;
    const track::Trust& trust;
    Time now;
    std::vector<Finding>& out;
    const Event& event() const { return *p.event; }
  };
  // The slot of an address in the table of its family and proof.
  template <class F>
  auto with_slots(const Prepared& p, F&& f);
  // A slot after it counted.
  struct Counted {
    bool any = false;  // the tables had room for it
    uint32_t run = 0;  // promoted: the suspect's place
    uint32_t total = 0;
    bool promoted = false;
  };

  bool prepare(const Event& event, Prepared& p) const;
  void handle(const Turn& turn);
  void handle_failure(const Turn& turn);
  void handle_line(const Turn& turn);
  void handle_repeated(const Turn& turn);
  void handle_challenge(const Turn& turn);
  void handle_success(const Turn& turn);
  void mark_tool(const Turn& turn);
  void name_caller(const Turn& turn, std::string_view number);
  bool handle_forgery(const Turn& turn);
  void retract(const Turn& turn);
  void name_quietly(const Event& event, Time now, std::vector<Finding>& out);
  void handle_action(const Turn& turn);
  void handle_traffic(const Turn& turn);

  void prefetch_records(std::span<Prepared> batch);
  Counted count_slot(const Prepared& p, uint32_t weight);
  Suspect* suspect_for(const Turn& turn, const Counted& slot, uint32_t weight);
  Suspect* add_suspect(const IpAddress& address, bool proven, uint32_t failures, Time time,
                       std::vector<Finding>& out);
  template <class F>
  void each_slot(const IpAddress& key, F&& f);  // f(slot, proven)
  void promote_slots(const Suspect& suspect);
  void demote_slots(const Suspect& suspect);
  static bool is_management(Service service) { return service == Service::ami || service == Service::http; }
  void route(const Turn& turn, Suspect& suspect, uint32_t weight);
  void route_repeated(const Turn& turn, Suspect& suspect);
  void route_unknown(const Turn& turn, Suspect& suspect, uint32_t weight, NameIndex name);
  void count(const Turn& turn, Suspect& suspect, Detector detector, NameIndex name, uint32_t weight,
             uint8_t flags);
  void judge(const Turn& turn, Suspect& suspect, Count& count);
  static bool is_known_here(const Turn& turn, const Suspect& suspect);
  static bool is_at_home(const Turn& turn, const Count& count);
  void look_at_place(const Turn& turn);
  void judge_account(const Turn& turn, uint32_t weight);
  void take_part(const Turn& turn, AccountRecord& record, Guesser& guesser);
  void tell(Suspect& suspect, Count& count, Time now, std::vector<Finding>& out);
  void close(Suspect& suspect, Count& count, std::vector<Finding>& out);
  void forgive(const Turn& turn, Suspect& suspect, Detector detector, NameIndex name);
  void count_malformed(const Turn& turn, Suspect& suspect, uint32_t weight);
  void count_forgery(const Turn& turn, Suspect& suspect, uint32_t weight);
  void report_flood(const Turn& turn, const Traffic::Talker& talker);
  void report_flood(const Turn& turn, Pattern pattern, std::string_view target);
  NameIndex detail_index(Suspect& suspect, std::string_view detail);
  static Count* about(Suspect& suspect, Detector detector, NameIndex name);
  void report_takeover(const Turn& turn, Suspect& suspect, NameIndex name);
  Finding finding(const Suspect& suspect, const Count& count, FindingState state) const;
  bool enabled(Detector detector) const;
  void name_silent(uint32_t until, std::vector<Finding>& out);
  uint32_t look_at(Suspect& suspect, Time now, std::vector<Finding>& out);
  void sweep_suspects(Time now, bool everybody, std::vector<Finding>& out);
  template <class Quiet>
  void sweep_groups(Quiet quiet, std::vector<Finding>& out);

  const Options options_;
  HashSeed seed_;
  size_t history_capacity_;
  SlotTable<uint32_t> claimed_v4_, proven_v4_;
  SlotTable<uint64_t> claimed_v6_, proven_v6_;
  Names names_;
  Suspects suspects_;
  Accounts accounts_;
  Networks networks_;
  Challenges challenges_;
  Front front_;
  UnnamedCases unnamed_;
  Places places_;
  const knowledge::Atlas* atlas_ = nullptr;
  Floods floods_;
  Time last_trouble_{};  // when anything was told that policy acts on
  Jail jail_;            // only with count_lines, instead of all others
  Time next_sweep_{}, next_group_sweep_{}, next_full_sweep_{};
};

}  // namespace denwaban::detect
