// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/toll_paths.h"

#include <algorithm>
#include <map>
#include <set>

#include "audit/paths/entries.h"
#include "audit/paths/number_classes.h"
#include "audit/paths/walk.h"
#include "audit/paths/ways.h"

namespace denwaban::audit {
namespace {

constexpr size_t kStatesOfEntry = 60'000;
constexpr size_t kStatesOfEntries = 400'000;  // of all doors together
constexpr size_t kStatesOfContext = 20'000;
constexpr size_t kStatesOfReach = 300'000;  // of all contexts that are asked for together
constexpr size_t kPathsMax = 5'000;
constexpr size_t kTrunksMax = 500;

Verdict verdict_of(const Way& way, Gate gate) {
  if (way.opaque) return Verdict::opaque;
  switch (gate) {
    case Gate::none:
    case Gate::constant:
    case Gate::time:
    case Gate::random:
      return Verdict::reachable;
    case Gate::caller_id:
    case Gate::source_address:
    case Gate::weak_pin:
    case Gate::pin:
    case Gate::weak_password:
      return Verdict::weak;
    case Gate::unknown:
      return Verdict::conditional;
    case Gate::credentials:
      break;
  }
  return Verdict::authenticated;
}

// Gates that a stranger gets through, or that may stand open.
bool counts_as_reach(Gate gate) { return gate <= Gate::source_address || gate == Gate::unknown; }

class Analysis : public ReachFinder {
 public:
  explicit Analysis(const Estate& estate)
      : estate_(estate),
        index_(estate.dialplan, sets_, Walk::decides),
        sinks_(estate),
        classes_(number_classes(estate, sets_)) {}

  std::vector<TollPath> run() {
    find_paths();
    std::stable_sort(paths_.begin(), paths_.end(), [](const TollPath& a, const TollPath& b) {
      return std::make_tuple(a.verdict == Verdict::inert, a.gate, !a.international) <
             std::make_tuple(b.verdict == Verdict::inert, b.gate, !b.international);
    });
    return std::move(paths_);
  }

  // Each door with each trunk that some line dials, where the search was finished and did not come there.
  std::vector<TollPath> closed() const {
    std::vector<TollPath> all;
    for (const Door& door : doors_)
      for (const std::string& trunk : trunks_)
        if (!door.trunks->count(trunk) && all.size() < kPathsMax)
          all.push_back(closed_way(door.entry, trunk));
    return all;
  }

  const std::vector<std::string>& bounds() const { return bounds_; }

  Reach find(std::string_view name) override {
    const parse::Context* context = estate_.dialplan.find(name);
    if (!context) return Reach::undefined;
    auto seen = seen_.find(context->name);
    if (seen != seen_.end() && (seen->second.whole || seen->second.reach == Reach::international))
      return seen->second.reach;
    Walk walk(estate_, index_, sets_, sinks_, std::min(states_of_reach_, kStatesOfContext));
    walk.begin(Start{context->name, sets_.dialled(), {}});
    size_t judged = 0;
    bool far = false;
    walk.run([&] {
      for (; judged < walk.hits().size(); ++judged)
        far = far || reach_of(walk.hits()[judged]) == Reach::international;
      return far;
    });
    if (walk.cut() && !far) note("reach of contexts");
    states_of_reach_ -= std::min(states_of_reach_, walk.size());
    note_reach(context->name, walk, true);
    return seen_[context->name].reach;
  }

 private:
  void note(std::string_view bound) {
    if (std::find(bounds_.begin(), bounds_.end(), bound) == bounds_.end()) bounds_.emplace_back(bound);
  }

  // Doors that open into the same context share one walk.
  void find_paths() {
    std::map<std::tuple<std::string, bool, NumberSet, std::vector<std::pair<std::string, std::string>>>,
             std::vector<Entry>>
        groups;
    trunks_ = sinks_.named();
    for (Entry& entry : find_entries(estate_, sets_)) {
      if (entry.barred) {
        if (!entry.inert) doors_.push_back({std::move(entry), std::make_shared<std::set<std::string>>()});
        continue;
      }
      groups[{entry.start.context, entry.number_given, entry.start.numbers, entry.start.variables}].push_back(
          std::move(entry));
    }
    size_t left = kStatesOfEntries;
    for (const auto& [key, entries] : groups) {
      Walk walk(estate_, index_, sets_, sinks_, std::min(left, kStatesOfEntry));
      walk.begin(entries[0].start);
      walk.run([] { return false; });
      left -= std::min(left, walk.size());
      if (walk.cut()) note("toll paths from " + entries[0].start.context);
      const Start& start = entries[0].start;
      note_reach(start.context, walk,
                 !walk.cut() && start.variables.empty() && start.numbers == sets_.dialled());
      note_trunks(entries, walk);
      for (const Way& way : ways_of(walk, sets_, classes_, entries[0].number_given)) {
        std::vector<SourceLine> trace = walk.trace(way.state);
        for (const Entry& entry : entries) add(entry, way, trace);
      }
    }
  }

  void add(const Entry& entry, const Way& way, const std::vector<SourceLine>& trace) {
    TollPath path;
    path.entry = entry.who;
    path.trunk = way.trunk;
    path.gate = std::max(entry.gate, way.gate);
    if (entry.number_given && way.entry_number) {
      if (entry.who.kind == EntryKind::dahdi_channel) return;
      path.gate = std::max(path.gate, Gate::source_address);
    }
    if (way.opaque && path.gate >= Gate::weak_pin) return;
    path.verdict = entry.inert ? Verdict::inert : verdict_of(way, path.gate);
    path.condition = way.condition;
    path.classes = class_words(way.classes);
    if (entry.who.kind == EntryKind::did) path.classes.emplace_back("did");
    if (way.fixed && !way.opaque) path.classes.emplace_back("fixed");
    path.numbers = sets_.print(way.numbers);
    path.example = way.example;
    if (!way.opaque) path.sent = way.sent;
    path.international = way.international;
    path.premium = way.premium;
    path.emergency_only = way.emergency_only && !way.opaque;
    path.steps.push_back(entry.place);
    path.steps.insert(path.steps.end(), trace.begin(), trace.end());
    if (paths_.size() < kPathsMax)
      paths_.push_back(std::move(path));
    else
      note("toll paths");
  }

  void note_trunks(const std::vector<Entry>& entries, const Walk& walk) {
    auto trunks = std::make_shared<std::set<std::string>>();
    for (const Hit& hit : walk.hits()) {
      trunks->insert(hit.trunk);
      bool known = !hit.trunk.empty() && hit.trunk.find('$') == std::string::npos;
      if (known && !(hit.classes & kInjection) && trunks_.size() < kTrunksMax) trunks_.insert(hit.trunk);
    }
    // What is asked elsewhere may lead anywhere.
    if (walk.cut() || trunks->count("")) return;
    for (const Entry& entry : entries)
      if (!entry.inert) doors_.push_back({entry, trunks});
  }

  static TollPath closed_way(const Entry& entry, const std::string& trunk) {
    TollPath path;
    path.entry = entry.who;
    path.trunk = trunk;
    path.gate = entry.gate;
    path.verdict = Verdict::not_reachable;
    path.steps.push_back(entry.place);
    return path;
  }

  // What a walk saw is known of its context; `whole` when nothing more is to be seen there.
  void note_reach(const std::string& context, const Walk& walk, bool whole) {
    Reach reach = walk.answers() ? Reach::extensions : Reach::nothing;
    for (const Hit& hit : walk.hits()) reach = std::max(reach, reach_of(hit));
    Seen& seen = seen_[context];
    seen.reach = std::max(seen.reach, reach);
    seen.whole = seen.whole || whole;
    if (sets_.cut()) note("sets of numbers");
  }

  Reach reach_of(const Hit& hit) {
    if (hit.opaque || !counts_as_reach(hit.gate) || (hit.classes & kInjection)) return Reach::nothing;
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
  PlanIndex index_;
  Sinks sinks_;
  NumberClasses classes_;
  std::vector<TollPath> paths_;
  std::vector<std::string> bounds_;
  std::set<std::string> trunks_;  // that have a name
  std::vector<Door> doors_;
  std::map<std::string, Seen> seen_;
  size_t states_of_reach_ = kStatesOfReach;
};

}  // namespace

TollAnalysis find_toll_paths(const Estate& estate) {
  auto analysis = std::make_shared<Analysis>(estate);
  TollAnalysis result;
  result.paths = analysis->run();
  result.closed = analysis->closed();
  result.bounds = {analysis, &analysis->bounds()};
  result.reach = Reaches(analysis);
  return result;
}

}  // namespace denwaban::audit
