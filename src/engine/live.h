// SPDX-License-Identifier: GPL-3.0-or-later
// The guard's working part without descriptors, clocks or sockets: bytes of followed logs go in, decisions
// are kept and carried out. `guard` feeds it from the real world, the simulator from a made-up one. One
// owner, one thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actions/enforcer.h"
#include "engine/pipeline.h"
#include "engine/stream_clock.h"
#include "model/json.h"
#include "parse/log_parser.h"
#include "sources/follow.h"
#include "store/store.h"

namespace denwaban::engine {

// Looks up what stood at a place of a followed log, as far as it still does.
using EvidenceLookup = std::function<store::EvidenceText(const EvidenceRef&)>;

struct LiveOptions {
  PipelineOptions pipeline;
  TimeZone zone;  // what a log's clock face means when the log does not tell
  // Of dates whose numbers leave it open, as logger.conf tells it; else the days that lines come on show it.
  std::optional<parse::DayOrder> order = {};
};

class Live final : public Outlet {
 public:
  // `store` and `enforcer` outlive it.
  Live(const LiveOptions& options, HashSeed seed, store::Store& store, actions::Enforcer& enforcer);

  // A source begins: one of `path`'s files. Those of one path count as one output of the PBX.
  void open_source(uint32_t source, const std::string& path);
  void set_evidence_lookup(EvidenceLookup lookup) { lookup_ = std::move(lookup); }
  // Counts attempts into `tally`, which outlives it.
  void count_into(report::Tally& tally);
  // Where addresses are; outlives it.
  void know(const knowledge::Atlas& atlas);
  // Called with each record as one JSON line (`watch --json`).
  void set_stream(std::function<void(const std::string&)> stream) { stream_ = std::move(stream); }
  // Called with each finding that people are to be told of, with what was decided about it, and its JSON.
  using Tell = std::function<void(const Finding&, std::span<const Decision>, const std::string&)>;
  void set_tell(Tell tell) { tell_ = std::move(tell); }
  // Called with a sentence for each ban, at most ten within a second; the rest is told as a number.
  void set_log(std::function<void(std::string_view)> log) { log_ = std::move(log); }

  // Takes up the states that an earlier life left. False: some part was damaged or of another version and
  // starts fresh; then all decisions of the ledger must be adopted, else those that the snapshot does not
  // know.
  bool restore(const store::Snapshot& snapshot);
  // Other settings, the same memory.
  void reconfigure(const PipelineOptions& options, Time now);
  void adopt(std::span<const Decision> decisions);
  // The states for a snapshot; positions and the ledger's sequence are the caller's to add.
  std::vector<store::Snapshot::Section> states();

  // Bytes of a followed log. Returns how many were taken: up to the last line break.
  size_t consume(const sources::Piece& piece, Time now);
  // What the wire showed, in the order in which it happened. `events` is changed; `channel` is the witness's
  // number, from those that no log has.
  void see(std::vector<Event>& events, uint16_t channel, Time now);
  // Time passes: bans end, findings close, what was held back is judged.
  void pass_time(Time now);
  // Makes the firewall show what the policy holds, whatever happened to it meanwhile.
  Result<actions::Enforcer::Repair> reconcile(Time now);
  // Lets phones that logged in with proof pass before every ban, from now on; cheap when nobody new did.
  void let_phones_pass(Time now);
  // A person's decisions: durable first, then known, then in force. When they cannot be kept none of them
  // holds; when only the firewall fails they hold, the error says so, and the next reconciliation puts them
  // in force.
  Status carry_out(std::span<const Decision> decisions, Time now);

  void publish(std::span<const Finding> findings, std::span<const Decision> decisions) override;

  Pipeline& pipeline() { return *pipeline_; }
  const Pipeline& pipeline() const { return *pipeline_; }

  struct Counters {
    uint64_t lines = 0, events = 0, unrecognised = 0;
    uint64_t from_the_future = 0;  // events whose clock face was ahead of ours; taken as of now
    uint64_t findings = 0, bans = 0;
    Time last_line{};                          // when a line was last taken, by our clock
    std::string ledger_error, firewall_error;  // what still stands; empty: all is well
  };
  const Counters& counters() const { return counters_; }

 private:
  struct Stream {
    std::unique_ptr<parse::LogParser> parser;
    uint16_t channel = 0;
    parse::LogCounts counted;
    DayOrderVotes order;
  };
  Stream& stream_for(const sources::Piece& piece, Time now);
  void settle_order(Stream& stream, std::string_view bytes, Time now);
  void count(Stream& stream, Time now);
  void tame_future(std::vector<Event>& events, Time now);
  void record(std::span<const Finding> findings, std::span<const Decision> decisions);
  void record(std::span<const Decision> decisions);
  void log(const Decision& decision);
  void log_unsaid();

  LiveOptions options_;
  store::Store& store_;
  actions::Enforcer& enforcer_;
  HashSeed seed_;
  std::unique_ptr<Pipeline> pipeline_;
  report::Tally* tally_ = nullptr;
  const knowledge::Atlas* atlas_ = nullptr;
  EvidenceLookup lookup_;
  std::function<void(const std::string&)> stream_;
  Tell tell_;
  std::function<void(std::string_view)> log_;
  Time log_second_{};  // bans are being told of since
  size_t logged_ = 0, unsaid_ = 0;
  std::map<uint32_t, Stream> streams_;
  std::map<std::string, uint16_t> channels_;  // by path; as many as logs are followed
  std::vector<Event> batch_;
  uint64_t phones_version_ = 0;  // of the trust table, when it was last shown to the firewall
  Counters counters_;
  Time now_{};
};

}  // namespace denwaban::engine
