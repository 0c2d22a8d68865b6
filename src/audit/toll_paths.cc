// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/toll_paths.h"

#include <algorithm>
#include <map>
#include <set>

#include "audit/paths/door_groups.h"
#include "audit/paths/entries.h"
#include "audit/paths/number_classes.h"
#include "audit/paths/originators.h"
#include "audit/paths/other_dialplans.h"
#include "audit/paths/own_devices.h"
#include "audit/paths/rows.h"
#include "audit/paths/verdict.h"
#include "audit/paths/walk.h"
#include "audit/paths/ways.h"
#include "audit/paths/witness.h"
#include "text/message.h"

namespace denwaban::audit {
namespace {

// Each for a dialplan of kLinesUsual lines; for a longer one as much more.
constexpr size_t kStatesOfEntry = 60'000;
constexpr size_t kStatesOfEntries = 400'000;  // of all doors together
constexpr size_t kStatesOfContext = 30'000;
constexpr size_t kStatesOfReach = 300'000;  // of all contexts that are asked for together
constexpr size_t kLinesUsual = 30'000, kLinesMost = 300'000;
constexpr size_t kPathsMax = 5'000;
constexpr size_t kTrunksMax = 500;
constexpr size_t kCalleesMax = 2'000;

uint16_t class_of(EntryKind kind) {
  return kind == EntryKind::transfer ? kTransfer : kind == EntryKind::forward ? kForward : 0;
}

size_t lines_of(const parse::Dialplan& plan) {
  size_t lines = 0;
  for (const parse::Context& context : plan.contexts)
    for (const parse::Extension& extension : context.extensions) lines += extension.priorities.size();
  return std::clamp(lines, kLinesUsual, kLinesMost);
}

class Analysis : public ReachFinder {
 public:
  explicit Analysis(const Estate& estate)
      : estate_(estate),
        lua_(estate),
        index_(estate.dialplan, sets_, Walk::decides),
        sinks_(estate),
        own_(estate),
        classes_(number_classes(estate, sets_)),
        trials_(estate, index_, sets_, sinks_, classes_),
        lines_(lines_of(estate.dialplan)) {}

  std::vector<TollPath> run() {
    find_paths();
    std::ranges::stable_sort(paths_, is_told_before);
    return std::move(paths_);
  }

  // Each door with each trunk that some line dials, where the search was finished and did not come there.
  std::vector<TollPath> closed() const {
    std::vector<TollPath> all;
    for (const Door& door : doors_)
      for (const std::set<std::string>* trunks : {&trunks_, &refused_})
        for (const std::string& trunk : *trunks)
          if (!door.trunks->count(trunk) && all.size() < kPathsMax) all.push_back(closed_way(door.entry, trunk));
    return all;
  }

  const std::vector<std::string>& bounds() const { return bounds_; }
  size_t states() const { return states_; }
  std::vector<std::string> missing() const { return {missing_.begin(), missing_.end()}; }

  std::optional<Reach> find_of(std::string_view device, std::string_view context) override {
    auto known = by_device_.find({std::string(device), std::string(context)});
    return known == by_device_.end() ? std::nullopt : std::optional(known->second);
  }

  Reach find(std::string_view name) override {
    const parse::Context* context = estate_.dialplan.find(name);
    if (!context) return lua_.may_answer(name) ? Reach::unread : Reach::undefined;
    auto seen = seen_.find(context->name);
    if (seen != seen_.end() && (seen->second.whole || seen->second.reach == Reach::international))
      return seen->second.reach;
    Walk walk(estate_, index_, sets_, sinks_, std::min(states_of_reach_, bound(kStatesOfContext)));
    walk.begin(Start{context->name, sets_.dialled(), {}});
    size_t judged = 0;
    bool far = false;
    walk.run([&] {
      for (; judged < walk.hits().size(); ++judged)
        far = far || reach_of(walk.hits()[judged]) == Reach::international;
      return far;
    });
    if (walk.cut() && !far) note("reach of " + context->name + where(walk));
    states_of_reach_ -= std::min(states_of_reach_, walk.size());
    note_reach(context->name, walk, true);
    // What was not searched whole may lead anywhere.
    if (walk.cut()) seen_[context->name].reach = std::max(seen_[context->name].reach, Reach::trunk);
    return seen_[context->name].reach;
  }

 private:
  void note(std::string_view bound) {
    if (std::find(bounds_.begin(), bounds_.end(), bound) == bounds_.end()) bounds_.emplace_back(bound);
  }

  size_t bound(size_t usual) const { return usual * lines_ / kLinesUsual; }

  static std::string where(const Walk& walk) {
    auto line = walk.busiest();
    return line ? " (" + line->file + ":" + std::to_string(line->line) + " [" + line->context + "])" : std::string();
  }

  void find_paths() {
    trunks_ = sinks_.named();
    std::vector<Entry> entries = find_entries(estate_, sets_);
    walk_from(entries);
    walk_from(called(entries));
    for (const Entry& entry : find_originators(estate_)) originate(entry);
    for (const Entry& entry : entries)
      if (!entry.barred && !entry.chooses_context && lua_.may_answer(entry.start.context)) not_known(entry, "extensions.lua");
  }

  // Where nothing more is known of what becomes of the call.
  void not_known(const Entry& entry, std::string condition) {
    TollPath path;
    path.entry = entry.who;
    path.gate = entry.gate;
    path.verdict = entry.inert ? Verdict::inert : Verdict::opaque;
    path.condition = std::move(condition);
    path.numbers = sets_.print(entry.start.numbers);
    path.example = sets_.smallest(entry.start.numbers).value_or("");
    path.steps.push_back(entry.place);
    keep(std::move(path));
  }

  // Those who may send on the calls that they get.
  std::vector<Entry> called(const std::vector<Entry>& entries) {
    std::vector<Entry> all;
    for (const Callee& callee : callees_) {
      auto device = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) {
        return !entry.barred && !entry.chooses_context && entry.who.name == callee.device &&
               entry.who.kind != EntryKind::dahdi_channel;
      });
      if (device == entries.end()) continue;
      // A telephone in its own context gets nowhere that it does not get to by dialling.
      bool elsewhere = !callee.context.empty() && callee.context != device->start.context;
      if (!elsewhere && !device->number_given) continue;
      Entry one = *device;
      one.caller.clear();  // it may be the other side's
      one.who.kind = callee.kind;
      if (elsewhere) one.who.context = one.start.context = callee.context;
      one.number_given = false;
      one.start.numbers = sets_.of_extension("_[0-9*#A-D]!");
      all.push_back(std::move(one));
    }
    return all;
  }

  // Who may order calls names a trunk and any number, whatever the dialplan has.
  void originate(const Entry& entry) {
    std::set<std::string> all = trunks_;
    all.insert(sinks_.configured().begin(), sinks_.configured().end());
    for (const std::string& trunk : all) {
      TollPath path;
      path.entry = entry.who;
      path.trunk = trunk;
      path.gate = entry.gate;
      path.verdict = verdict_of(false, entry.gate);
      path.numbers = sets_.print(sets_.dialled());
      const NumberSet abroad = classes_.examples_abroad.empty() ? classes_.abroad : classes_.examples_abroad[0];
      path.example = path.sent = sets_.smallest(abroad).value_or("");
      path.international = path.premium = true;
      path.steps.push_back(entry.place);
      keep(std::move(path));
    }
  }

  // Doors that open into the same context share one walk.
  void walk_from(const std::vector<Entry>& all) {
    for (const Entry& entry : all)
      if (entry.barred && !entry.inert) doors_.push_back({entry, std::make_shared<std::set<std::string>>()});
    size_t left = bound(kStatesOfEntries);
    for (std::vector<Entry>& group : group_doors(all, is_relevant_)) walk_group(std::move(group), left);
  }

  // Doors with the same start. Where the caller's number is asked for, those whose number is known go each by itself.
  void walk_group(std::vector<Entry> entries, size_t& left) {
    const Start start = entries[0].start;
    Walk walk(estate_, index_, sets_, sinks_, std::min(left, bound(kStatesOfEntry)));
    walk.begin(start);
    walk.run([] { return false; });
    left -= std::min(left, walk.size());
    states_ += walk.size();
    if (walk.cut()) note("toll paths from " + start.context + where(walk));
    note_reach(start.context, walk, !walk.cut() && !is_known_of(start, is_relevant_) && start.numbers == sets_.dialled());
    for (const Callee& callee : walk.callees())
      if (callees_.size() < kCalleesMax) callees_.insert(callee);
    missing_.insert(walk.missing().begin(), walk.missing().end());
    if (refused_.size() < kTrunksMax) refused_.insert(walk.refused().begin(), walk.refused().end());
    if (!walk.cut() && walk.asks_who_calls() && !walk.hits().empty())
      for (std::vector<Entry>& known : take_known_callers(entries, left / (1 + walk.size()))) walk_group(std::move(known), left);
    if (entries.empty()) return;
    if (!walk.cut() && is_known_of(start, is_relevant_)) note_devices(entries, walk);
    note_trunks(entries, walk);
    std::vector<bool> told(entries.size());
    for (Way& way :
         ways_of(walk, sets_, classes_, entries[0].number_given, [&](const Hit& hit) { return rings_own_device(hit); })) {
      trials_.confirm(way, start);
      std::vector<SourceLine> trace = walk.trace(way.state, way.dialled);
      for (size_t i = 0; i < entries.size(); ++i) {
        // Of what cannot be seen behind somebody's password or PIN one way is enough.
        bool guarded = way.opaque && std::max(entries[i].gate, way.gate) >= Gate::weak_pin;
        if (!guarded || !told[i]) add(entries[i], way, trace);
        told[i] = told[i] || guarded;
      }
    }
    if (walk.cut())
      for (const Entry& entry : entries) not_known(entry, text::say("audit.paths.not_whole"));
  }

  void add(const Entry& entry, const Way& way, const std::vector<SourceLine>& trace) {
    TollPath path;
    path.entry = entry.who;
    path.trunk = way.trunk;
    path.gate = std::max(entry.gate, way.gate);
    path.asked = way.gate;
    if (entry.number_given && way.entry_number) {
      if (entry.who.kind == EntryKind::dahdi_channel) return;
      path.gate = std::max(path.gate, Gate::source_address);
    }
    const bool inert = entry.inert || (way.classes & kUndriven);
    path.verdict = inert ? Verdict::inert : verdict_of(way.opaque, path.gate);
    path.condition = way.condition;
    path.classes = class_words(way.classes | class_of(entry.who.kind));
    if (entry.who.kind == EntryKind::did) path.classes.emplace_back("did");
    if (way.fixed && !way.opaque) path.classes.emplace_back("fixed");
    path.numbers = sets_.print(way.later ? way.first : way.numbers);
    path.example = way.example;
    if (way.later) tell_later(path, way);
    if (is_unnamed(way.trunk) && !(way.classes & kInjection) && path.verdict != Verdict::inert) {
      path.verdict = Verdict::opaque;
      path.condition = way.trunk;
    }
    if (!way.opaque) path.sent = way.sent;
    path.international = way.international;
    path.premium = way.premium;
    path.emergency_only = way.emergency_only && !way.opaque;
    path.steps.push_back(entry.place);
    path.steps.insert(path.steps.end(), trace.begin(), trace.end());
    if (!entry.chooses_context) return keep(std::move(path));
    // Of the contexts that the caller may choose one is proof enough.
    auto [it, fresh] = by_choice_.try_emplace({path.entry.name, path.trunk, path.gate, way.opaque}, paths_.size());
    if (fresh) return keep(std::move(path));
    if (it->second >= paths_.size()) return;
    TollPath& known = paths_[it->second];
    if (std::make_tuple(!path.international, path.steps.size()) < std::make_tuple(!known.international, known.steps.size()))
      known = std::move(path);
  }

  // Nobody dials `s`: a call that comes in goes there.
  void tell_later(TollPath& path, const Way& way) {
    const bool by_id = way.somebodys == Source::caller_id || way.somebodys == Source::listed;
    if (by_id) path.caller_id = way.said;
    if (way.said.empty()) path.then_numbers = sets_.print(way.numbers);
    for (const std::string& one : way.entered) path.then_example += (path.then_example.empty() ? "" : ", then ") + one;
    // Asterisk goes to `h` by itself, for whoever hangs up at another.
    if (sets_.contains(sets_.special(), path.example))
      path.example = sets_.smallest(sets_.subtract(way.first, sets_.special())).value_or(path.example);
    if (way.first != sets_.of_text("s") && way.first != sets_.dialled()) return;
    path.numbers.clear();
    path.example.clear();
  }

  // A call over one's own line: what is sent is written there, or is the number of the extension.
  bool rings_own_device(const Hit& hit) {
    if (hit.opaque || (hit.classes & kInjection) || !own_.has(hit.trunk)) return false;
    std::vector<std::string> dialled(kInputsMax);
    for (const Piece& piece : hit.number.pieces()) {
      if (piece.kind != Piece::Kind::input) continue;
      if (!sets_.finite_single(hit.inputs[piece.input])) return false;
      dialled[piece.input] = sets_.smallest(hit.inputs[piece.input]).value_or("");
    }
    auto sent = hit.number.of(dialled);
    if (!sent) return false;
    return !hit.number.constant() || !(sets_.contains(classes_.abroad, *sent) || sets_.contains(classes_.premium, *sent));
  }

  void keep(TollPath path) {
    if (paths_.size() < kPathsMax)
      paths_.push_back(std::move(path));
    else
      note("toll paths");
  }

  void note_trunks(const std::vector<Entry>& entries, const Walk& walk) {
    auto trunks = std::make_shared<std::set<std::string>>();
    for (const Hit& hit : walk.hits()) {
      if (rings_own_device(hit)) continue;
      trunks->insert(hit.trunk);
      bool known = !hit.trunk.empty() && !is_unnamed(hit.trunk);
      std::set<std::string>& of_its_kind = hit.classes & (kUndefined | kUndriven) ? refused_ : trunks_;
      if (known && !(hit.classes & kInjection) && of_its_kind.size() < kTrunksMax) of_its_kind.insert(hit.trunk);
    }
    // What is asked elsewhere may lead anywhere, and so may a trunk that only the run names; a leg that a caller adds names any.
    bool unnamed = std::any_of(trunks->begin(), trunks->end(),
                               [](const std::string& trunk) { return trunk.empty() || is_unnamed(trunk); });
    bool added = std::ranges::any_of(walk.hits(), [](const Hit& hit) { return hit.classes & kInjection; });
    if (walk.cut() || unnamed || added) return;
    for (const Entry& entry : entries) {
      bool by_itself = entry.who.kind != EntryKind::transfer && entry.who.kind != EntryKind::forward;
      if (lua_.may_answer(entry.start.context)) continue;
      if (!entry.inert && by_itself && !entry.chooses_context) doors_.push_back({entry, trunks});
    }
  }

  Reach reach_of(const Walk& walk) {
    Reach reach = walk.answers() ? Reach::extensions : Reach::nothing;
    for (const Hit& hit : walk.hits()) reach = std::max(reach, reach_of(hit));
    return reach;
  }

  void note_devices(const std::vector<Entry>& entries, const Walk& walk) {
    const Reach reach = reach_of(walk);
    for (const Entry& entry : entries) by_device_[{entry.device(), entry.start.context}] = reach;
  }

  // What a walk saw is known of its context; `whole` when nothing more is to be seen there.
  void note_reach(const std::string& context, const Walk& walk, bool whole) {
    Seen& seen = seen_[context];
    seen.reach = std::max(seen.reach, reach_of(walk));
    seen.whole = seen.whole || whole;
    if (sets_.cut()) note("sets of numbers");
  }

  Reach reach_of(const Hit& hit) {
    constexpr uint16_t kOthers = kInjection | kUndefined | kUndriven;
    if (hit.opaque || !counts_as_reach(hit.gate) || (hit.classes & kOthers)) return Reach::nothing;
    return is_dear(hit, sets_, classes_) ? Reach::international : Reach::trunk;
  }

  struct Door {
    Entry entry;
    std::shared_ptr<const std::set<std::string>> trunks;  // that the search came to
  };
  struct Seen {
    Reach reach = Reach::nothing;
    bool whole = false;
  };

  const Estate& estate_;
  NumberSets sets_;
  LuaDialplan lua_;
  PlanIndex index_;
  RelevantTest is_relevant_ = [this](std::string_view variable) { return index_.is_relevant(variable); };
  Sinks sinks_;
  OwnDevices own_;
  NumberClasses classes_;
  TrialCalls trials_;
  std::vector<TollPath> paths_;
  std::vector<std::string> bounds_;
  std::set<std::string> trunks_;  // that have a name
  std::set<std::string> refused_;  // that are not there, or that nothing drives
  std::vector<Door> doors_;
  std::set<Callee> callees_;
  std::set<std::string> missing_;
  std::map<std::tuple<std::string, std::string, Gate, bool>, size_t> by_choice_;  // where in paths_
  std::map<std::string, Seen> seen_;
  std::map<std::pair<std::string, std::string>, Reach> by_device_;  // and context
  size_t lines_;
  size_t states_of_reach_ = bound(kStatesOfReach);
  size_t states_ = 0;
};

}  // namespace

TollAnalysis find_toll_paths(const Estate& estate) {
  auto analysis = std::make_shared<Analysis>(estate);
  TollAnalysis result;
  result.paths = analysis->run();
  result.closed = analysis->closed();
  result.states = analysis->states();
  result.missing = analysis->missing();
  result.bounds = {analysis, &analysis->bounds()};
  result.reach = Reaches(analysis);
  return result;
}

}  // namespace denwaban::audit
