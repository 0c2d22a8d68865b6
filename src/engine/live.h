// SPDX-License-Identifier: GPL-3.0-or-later
// The guard's working part without descriptors, clocks or sockets: bytes of followed logs go in, decisions are kept and
// carried out. `guard` feeds it from the real world, the simulator from a made-up one. One owner, one thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "actions/enforcer.h"
#include "engine/pipeline.h"
#include "model/json.h"
#include "parse/log_parser.h"
#include "sources/follow.h"
#include "store/store.h"

namespace denwaban::engine {

// Looks up what stood at a place of a followed log, as far as it still does.
using EvidenceLookup = std::function<EvidenceText(const EvidenceRef&)>;

struct LiveOptions {
  PipelineOptions pipeline;
  TimeZone zone;  // what a log's clock face means when the log does not tell
};

class Live final : public Outlet {
 public:
  // `store` and `enforcer` outlive it.
  Live(const LiveOptions& options, HashSeed seed, store::Store& store, actions::Enforcer& enforcer);

  void set_evidence_lookup(EvidenceLookup lookup) { lookup_ = std::move(lookup); }
  // Called with each record as one JSON line (`watch --json`).
  void set_stream(std::function<void(const std::string&)> stream) { stream_ = std::move(stream); }

  // Takes up what an earlier life left: the snapshot's states (null: none), then what the ledger holds beyond them. Sentences
  // for people about what could not be used.
  std::vector<std::string> restore(const store::Snapshot* snapshot, std::span<const store::LedgerEntry> ledger);
  // The states for a snapshot; positions and the ledger's sequence are the caller's to add.
  std::vector<store::Snapshot::Section> states();

  // Bytes of a followed log. Returns how many were taken: up to the last line break.
  size_t consume(const sources::Piece& piece, Time now);
  // Time passes: bans end, findings close, what was held back is judged.
  void pass_time(Time now);
  // Makes the firewall show what the policy holds, whatever happened to it meanwhile.
  Status reconcile(Time now);
  // A person's decisions: durable first, then known, then in force. After an error none of them holds.
  Status carry_out(std::span<const Decision> decisions, Time now);

  void publish(std::span<const Finding> findings, std::span<const Decision> decisions) override;

  Pipeline& pipeline() { return pipeline_; }
  const Pipeline& pipeline() const { return pipeline_; }

  struct Counters {
    uint64_t lines = 0, events = 0, unrecognised = 0;
    uint64_t from_the_future = 0;  // events whose clock face was ahead of ours; taken as of now
    uint64_t findings = 0, bans = 0;
    Time last_line{};              // when a line was last taken, by our clock
    std::string ledger_error, firewall_error;  // what still stands; empty: all is well
  };
  const Counters& counters() const { return counters_; }

 private:
  struct Stream {
    std::unique_ptr<parse::LogParser> parser;
    parse::LogCounts counted;
  };
  Stream& stream_for(const sources::Piece& piece, Time now);
  void count(Stream& stream, Time now);
  void tame_future(Time now);
  FindingTexts texts_of(const Finding& finding) const;

  LiveOptions options_;
  store::Store& store_;
  actions::Enforcer& enforcer_;
  Pipeline pipeline_;
  EvidenceLookup lookup_;
  std::function<void(const std::string&)> stream_;
  std::map<uint32_t, Stream> streams_;
  std::vector<Event> batch_;
  Counters counters_;
  Time now_{};
  uint64_t trust_version_ = 0;
};

}  // namespace denwaban::engine
