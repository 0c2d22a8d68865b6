// SPDX-License-Identifier: GPL-3.0-or-later
// What `watch` is made of while it runs: start and end are in guard.cc, what it tells of itself in
// running_status.cc.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "actions/firewall.h"
#include "engine/live.h"
#include "guard/ami.h"
#include "guard/blind.h"
#include "guard/carried.h"
#include "guard/fraud_watch.h"
#include "guard/gate.h"
#include "guard/telling.h"
#include "guard/guard.h"
#include "guard/log.h"
#include "guard/office.h"
#include "guard/record_stream.h"
#include "guard/store_notices.h"
#include "guard/wire.h"
#include "guard/world.h"
#include "serve/control_server.h"
#include "sources/follow.h"

namespace denwaban::guard {

class Guard final : public sources::FollowSink {
 public:
  Guard(const settings::Settings& settings, const WatchOptions& options)
      : settings_(settings),
        options_(options),
        world_(loop_, clock_),
        wire_(
            loop_, clock_,
            [this](std::vector<Event>& events, std::span<const track::AmiTry> tries) { see(events, tries); }),
        ami_(loop_, clock_, [this](std::vector<Event>& events) { hear(events); }),
        fraud_(loop_, clock_, ami_,
               {[this](std::string_view sentence) { warn(sentence); }, log_info,
                options.stream >= 0 ? [this](const std::string& record) { stream_->write(record); }
                                    : std::function<void(const std::string&)>(),
                [this](const FraudFinding& finding, std::span<const Decision> decisions, const std::string& record) {
                  telling_.hear(finding, decisions, record);
                }}),
        carried_(
            loop_, clock_, [this](const sources::Piece& piece) { live_->consume(piece, clock_.now()); },
            [this] { read_logs(); }),
        gate_(loop_, clock_, gate_senses()),
        started_(clock_.now()) {}

  Status start();
  Status run();

  void source_opened(const FilePosition& position) override {
    live_->open_source(position.source, position.path);
  }
  size_t consume(const sources::Piece& piece) override { return live_->consume(piece, clock_.now()); }
  void notice(std::string_view sentence) override { warn(sentence); }

 private:
  void block_signals();
  Wire::Place place() const { return {world_.exchange(), world_.ports(settings_), world_.own_addresses()}; }
  Ami::Place ami_place() const {
    bool told = world_.logs_tell(settings_) || carried_.reads_journal() || carried_.receives_syslog();
    return {world_.exchange(), world_.own_addresses(), told};
  }
  FraudWatch::Place fraud_place() const { return {world_.exchange(), world_.own_addresses(), dry_run()}; }
  void make_live();
  void take_up();
  Status show_firewall();
  Status open_door();
  bool dry_run() const { return options_.dry_run || settings_.policy.dry_run; }
  engine::PipelineOptions pipeline_options() const;
  void follow(std::vector<FilePosition> positions);
  void follow_carried();
  void read_logs();
  void take_turns(bool more);
  void see(std::vector<Event>& events, std::span<const track::AmiTry> tries);
  void hear(std::vector<Event>& events);
  store::EvidenceText evidence(const EvidenceRef& ref);
  void set_timers();
  void each_second();
  void look_again();
  void reconcile();
  void save();
  void reload();
  void warn(std::string_view sentence);
  Senses senses() const;
  serve::GateSenses gate_senses();
  std::string status();
  Result<std::vector<std::string>> calls(bool ended);

  settings::Settings settings_;
  WatchOptions options_;
  SystemClock clock_;
  net::Loop loop_;
  std::unique_ptr<RecordStream> stream_;
  std::unique_ptr<actions::Firewall> firewall_;
  std::unique_ptr<store::Store> store_;
  knowledge::Atlas atlas_;
  std::unique_ptr<report::Tally> tally_;
  World world_;
  Wire wire_;
  Ami ami_;
  FraudWatch fraud_;
  Carried carried_;
  Gate gate_;
  Telling telling_{clock_};
  std::unique_ptr<actions::Enforcer> enforcer_;
  std::unique_ptr<engine::Live> live_;
  std::unique_ptr<sources::Follower> follower_;
  std::vector<std::string> followed_;
  // What was written before the start comes first: else Asterisk's manager would tell of the same attempts
  // out of order, and track/ could not know them again.
  bool caught_up_ = false;
  std::unique_ptr<LiveOffice> office_;
  std::unique_ptr<serve::Desk> desk_;
  std::unique_ptr<serve::ControlServer> door_;
  net::Loop::Owned reading_, reading_on_, reconciling_;
  std::vector<net::Loop::Owned> timers_;
  std::deque<std::string> notices_;
  StoreNotices store_notices_{{[this](std::string_view sentence) { warn(sentence); }, log_info}};
  Time started_;
  Status ending_;
};

}  // namespace denwaban::guard
