// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/guard.h"

#include <fmt/format.h>
#include <linux/capability.h>
#include <signal.h>
#include <systemd/sd-daemon.h>

#include "actions/helper_firewall.h"
#include "actions/no_firewall.h"
#include "actions/privileges.h"
#include "engine/assemble.h"
#include "guard/find_atlas.h"
#include "guard/log.h"
#include "guard/offline.h"
#include "guard/reload.h"
#include "guard/running.h"
#include "net/listening.h"

namespace denwaban::guard {
namespace {

constexpr Seconds kLookAgain{10};      // at who is logged in, at our addresses, at names
constexpr Seconds kSnapshotEvery{30};  // what a kill makes us read and count again, at most
constexpr size_t kNoticesMax = 50;     // kept for `status`

Result<std::unique_ptr<actions::Firewall>> open_firewall(const settings::Settings& settings,
                                                         const actions::GuardedPorts& ports,
                                                         const Clock& clock, bool dry_run) {
  if (dry_run)
    return std::make_unique<actions::NoFirewall>(
        clock,
        "none in a dry run: nothing is dropped by us, and what an earlier guard left in the kernel stays");
  if (settings.firewall.backend == "none") return std::make_unique<actions::NoFirewall>(clock);
  auto helper = actions::start_helper(net::foreign_tcp_ports(ports.tcp));
  if (!helper) return tl::unexpected(helper.error());
  return std::make_unique<actions::HelperFirewall>(std::move(*helper));
}

}  // namespace

void Guard::warn(std::string_view sentence) {
  log_warning(sentence);
  notices_.push_back(to_rfc3339(clock_.now()) + " " + std::string(sentence));
  if (notices_.size() > kNoticesMax) notices_.pop_front();
}

// Capabilities belong to threads, so everything that needs them comes before the store starts its own.
Status Guard::start() {
  block_signals();
  if (options_.stream >= 0)
    stream_ = std::make_unique<RecordStream>(loop_, options_.stream, [this] { loop_.stop(); });
  world_.look(settings_);
  auto firewall = open_firewall(settings_, world_.ports(settings_), clock_, dry_run());
  if (!firewall) return tl::unexpected(firewall.error());
  firewall_ = std::move(*firewall);
  wire_.open(settings_.wire, place());
  carried_.open(settings_, world_.exchange());
  // Logs and configuration belong to the user asterisk: reading them is all that is kept.
  static constexpr int kKept[] = {CAP_DAC_READ_SEARCH};
  if (auto dropped = actions::drop_privileges(kKept); !dropped) return dropped;
  auto store = store::Store::open(settings_.store.path, store_options(settings_), clock_);
  if (!store) return tl::unexpected(store.error());
  store_ = std::move(*store);
  make_live();
  take_up();
  live_->pipeline().policy().protect(world_.protected_now());
  if (auto shown = show_firewall(); !shown) return shown;
  if (auto opened = open_door(); !opened) return opened;
  gate_.follow(settings_, world_.exchange());
  telling_.follow(settings_);
  set_timers();
  wire_.start();
  save();  // a kill from now on goes on here, not at the logs' ends
  return {};
}

void Guard::make_live() {
  enforcer_ = std::make_unique<actions::Enforcer>(*firewall_, world_.ports(settings_));
  atlas_ = find_atlas(settings_);
  for (const std::string& remark : atlas_.remarks()) warn(remark);
  tally_ = std::make_unique<report::Tally>(report::TallyOptions(), atlas_, HashSeed::random());
  engine::LiveOptions options{pipeline_options(), TimeZone::local(),
                              parse::order_of_format(world_.exchange().date_format)};
  live_ = std::make_unique<engine::Live>(options, HashSeed::random(), *store_, *enforcer_);
  live_->count_into(*tally_);
  live_->know(atlas_);
  if (stream_) live_->set_stream([this](const std::string& record) { stream_->write(record); });
  live_->set_log(log_info);
  live_->set_tell([this](const Finding& finding, std::span<const Decision> decisions, const std::string& record) {
    telling_.hear(finding, decisions, record);
  });
  fraud_.open(settings_, fraud_place(), *store_);
  live_->set_evidence_lookup([this](const EvidenceRef& ref) { return evidence(ref); });
}

store::EvidenceText Guard::evidence(const EvidenceRef& ref) {
  if (auto line = wire_.line(ref)) return {"packet", ref.offset, 0, std::move(*line)};
  if (auto line = ami_.line(ref)) return {"manager", ref.offset, 0, std::move(*line)};
  if (auto line = carried_.line(ref))
    return {std::string(Carried::name_of(ref.source)), ref.offset, 0, std::move(*line)};
  auto text = follower_->text(ref);
  return {follower_->path_of(ref.source), ref.offset, 0, text ? std::move(*text) : std::string()};
}

void Guard::see(std::vector<Event>& events, std::span<const track::AmiTry> tries) {
  live_->pipeline().hear(tries);
  live_->see(events, Wire::kChannel, clock_.now());
  live_->let_phones_pass(clock_.now());
}

// What the logs tell of the same comes first: only there is who sent it (track/contradictions.h).
void Guard::hear(std::vector<Event>& events) {
  read_logs();
  live_->see(events, Ami::kChannel, clock_.now());
  live_->let_phones_pass(clock_.now());
}

engine::PipelineOptions Guard::pipeline_options() const {
  engine::PipelineOptions options = engine::pipeline_options(settings_, world_.exchange());
  options.policy.dry_run = dry_run();
  return options;
}

Status Guard::open_door() {
  office_ = std::make_unique<LiveOffice>(*live_, fraud_.live(), *store_, settings_, *firewall_, *tally_, clock_,
                                         LiveOffice::Tellers{[this] { return status(); },
                                                             [this](bool ended) { return calls(ended); }});
  desk_ = std::make_unique<serve::Desk>(*office_);
  auto door = serve::ControlServer::open(loop_, settings_.control.socket,
                                         [this](std::string_view request, const serve::Peer& peer) {
                                           return desk_->answer(request, peer.name);
                                         });
  if (!door) return tl::unexpected(door.error());
  door_ = std::move(*door);
  return {};
}

void Guard::take_up() {
  store::Loaded loaded = store_->load();
  for (const std::string& sentence : loaded.notices) warn(sentence);
  std::vector<FilePosition> positions;
  if (loaded.snapshot) {
    positions = loaded.snapshot->files;
    if (const std::string* names = loaded.snapshot->section("trunks")) world_.load(*names);
    if (const std::string* state = loaded.snapshot->section("wire")) wire_.load(*state);
    if (const std::string* state = loaded.snapshot->section("ami")) ami_.load(*state);
    if (const std::string* state = loaded.snapshot->section("carried")) carried_.load(*state);
    if (const std::string* state = loaded.snapshot->section("gate")) gate_.load(*state);
    if (const std::string* bytes = loaded.snapshot->section("tally")) {
      ByteReader in(*bytes);
      if (!tally_->load(in)) warn("what was observed in earlier months is damaged: counting begins anew");
    }
    if (!live_->restore(*loaded.snapshot)) {
      warn(
          "part of the snapshot is damaged or of another version: that part starts fresh, bans come from the "
          "ledger");
      store::SystemFiles files;
      if (auto all = store::read_ledger(files, store::StorePaths(settings_.store.path).ledger))
        for (const store::LedgerEntry& entry : all->entries) live_->adopt({&entry.decision, 1});
    }
  }
  live_->adopt(loaded.decisions);
  fraud_.restore(loaded.snapshot ? &*loaded.snapshot : nullptr, loaded.decisions);
  follow_carried();
  follow(std::move(positions));
}

Status Guard::show_firewall() {
  if (auto installed = enforcer_->install(); !installed) return installed;
  auto shown = live_->reconcile(clock_.now());
  if (!shown) return tl::unexpected(shown.error());
  if (shown->added + shown->removed > 0)
    log_info(fmt::format("firewall: {} entries added, {} removed to match the ledger", shown->added,
                         shown->removed));
  return {};
}

void Guard::follow_carried() {
  carried_.follow(settings_, world_.exchange(), options_.from_start);
  for (auto [heard, source] : {std::pair(carried_.reads_journal(), Carried::kJournalSource),
                               std::pair(carried_.receives_syslog(), Carried::kSyslogSource)})
    if (heard) live_->open_source(source, std::string(Carried::name_of(source)));
}

void Guard::follow(std::vector<FilePosition> positions) {
  followed_ = world_.logs(settings_);
  if (followed_.empty() && !carried_.reads_journal() && !carried_.receives_syslog())
    warn("no log to follow: name some in pbx.logs, or let logger.conf write some");
  sources::FollowOptions how;
  how.from_start = options_.from_start;
  reading_.reset();
  follower_ = std::make_unique<sources::Follower>(how, followed_, std::move(positions), *this);
  if (follower_->fd() >= 0) reading_ = loop_.on_readable(follower_->fd(), [this] { read_logs(); });
}

void Guard::read_logs() {
  bool more = carried_.read();
  take_turns(follower_->poll(*this) || more);
  live_->let_phones_pass(clock_.now());
}

// What the follower left for later is read in turns with everything else on the loop.
void Guard::take_turns(bool more) {
  if (!more) reading_on_.reset();
  if (!more && !std::exchange(caught_up_, true)) {
    ami_.follow(settings_.ami, ami_place());
    fraud_.follow(settings_, fraud_place());
  }
  if (more && !reading_on_) reading_on_ = loop_.every(Milliseconds(1), [this] { read_logs(); });
}

// Before any thread starts, so that all of them leave signals to the loop.
void Guard::block_signals() {
  for (int signal : {SIGTERM, SIGINT}) timers_.push_back(loop_.on_signal(signal, [this] { loop_.stop(); }));
  ::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is an error of its write
  timers_.push_back(loop_.on_signal(SIGHUP, [this] { reload(); }));
}

void Guard::set_timers() {
  timers_.push_back(loop_.every(Seconds(1), [this] { each_second(); }));
  timers_.push_back(loop_.every(kLookAgain, [this] { look_again(); }));
  timers_.push_back(loop_.every(kSnapshotEvery, [this] { save(); }));
  reconciling_ = loop_.every(settings_.firewall.reconcile, [this] { reconcile(); });
  loop_.feed_watchdog();
}

void Guard::each_second() {
  bool more = carried_.read();
  take_turns(follower_->tick(*this) || more);
  wire_.each_second();
  ami_.each_second();
  fraud_.each_second();
  for (const std::string& sentence : telling_.each_second()) warn(sentence);
  store_notices_.look(store_->status(), clock_.now());
  live_->pass_time(clock_.now());
  if (enforcer_->behind()) reconcile();
}

void Guard::look_again() {
  if (!world_.refresh()) return;
  live_->pipeline().policy().protect(world_.protected_now());
  wire_.follow(settings_.wire, place());
}

void Guard::reconcile() {
  auto repaired = live_->reconcile(clock_.now());
  if (repaired && repaired->table_was_gone)
    warn("our firewall table was gone (nft flush ruleset?): it stands again");
  if (repaired) return;
  log_error(repaired.error().message);
  auto* helper = dynamic_cast<actions::HelperFirewall*>(firewall_.get());
  if (helper == nullptr || helper->alive()) return;
  ending_ = fail(ErrorKind::unavailable,
                 "the privileged helper is gone: leaving so that the service manager starts us anew; bans "
                 "stay in the kernel");
  loop_.stop();
}

void Guard::save() {
  live_->pass_time(clock_.now());
  store::Snapshot snapshot;
  snapshot.time = clock_.now();
  snapshot.ledger_sequence = store_->ledger_sequence();
  snapshot.files = follower_->positions();
  snapshot.sections = live_->states();
  snapshot.sections.push_back({"trunks", world_.save()});
  snapshot.sections.push_back({"wire", wire_.save()});
  snapshot.sections.push_back({"ami", ami_.save()});
  snapshot.sections.push_back({"carried", carried_.save()});
  snapshot.sections.push_back({"fraud", fraud_.save()});
  snapshot.sections.push_back({"hang_ups", fraud_.save_unfinished()});
  snapshot.sections.push_back({"records", fraud_.save_records()});
  snapshot.sections.push_back({"gate", gate_.save()});
  ByteWriter tally;
  tally_->save(tally);
  snapshot.sections.push_back({"tally", tally.take()});
  store_->save_snapshot(std::move(snapshot));
}

// A bad file changes nothing and says why.
void Guard::reload() {
  sd_notify(0, "RELOADING=1");
  auto loaded = options_.reload();
  if (!loaded) {
    for (const Error& problem : loaded.error()) log_error(problem.message);
    warn("the settings were not reloaded: the file has errors, what was in force stays");
  } else {
    settings::Settings fresh = loaded->settings;
    auto kept = keep_until_restart(settings_, fresh);
    settings_ = std::move(fresh);
    start_log(settings_.log.level);
    if (!kept.empty())
      warn(fmt::format("a reload does not change {}: what ran before goes on until the guard is restarted",
                       fmt::join(kept, ", ")));
    world_.look(settings_);
    save();
    auto positions = follower_->positions();
    live_->reconfigure(pipeline_options(), clock_.now());
    live_->pipeline().policy().protect(world_.protected_now());
    if (auto ported = enforcer_->guard_ports(world_.ports(settings_)); !ported)
      log_error(ported.error().message);
    wire_.follow(settings_.wire, place());
    follow_carried();
    gate_.follow(settings_, world_.exchange());
    telling_.follow(settings_);
    if (caught_up_) ami_.follow(settings_.ami, ami_place());
    if (caught_up_) fraud_.follow(settings_, fraud_place());
    follow(std::move(positions));
    reconciling_ = loop_.every(settings_.firewall.reconcile, [this] { reconcile(); });
    reconcile();
    log_info("settings reloaded");
  }
  sd_notify(0, "READY=1");
}

Status Guard::run() {
  actions::GuardedPorts ports = world_.ports(settings_);
  auto list = [](const char* transport, const auto& numbers) {
    return numbers.empty() ? std::string() : fmt::format(" {} {}", transport, fmt::join(numbers, ","));
  };
  log_info(fmt::format("guarding {} logs and ports{}{}; {}", followed_.size(), list("udp", ports.udp),
                       list("tcp", ports.tcp), firewall_->describe()));
  sd_notify(0, "READY=1");
  read_logs();
  if (auto ran = loop_.run(); !ran) ending_ = ran;
  sd_notify(0, "STOPPING=1");
  save();
  (void)store_->flush();
  if (stream_) stream_->flush();
  log_info("stopped; bans stay in the kernel, what was read is remembered");
  return ending_;
}

Status watch(const settings::Settings& settings, const WatchOptions& options) {
  start_log(settings.log.level);
  Guard guard(settings, options);
  if (auto started = guard.start(); !started) return started;
  return guard.run();
}

}  // namespace denwaban::guard
