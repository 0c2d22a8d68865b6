// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/toll_paths.h"

#include <algorithm>
#include <map>

#include "audit/paths/entries.h"
#include "audit/paths/number_classes.h"
#include "audit/paths/walk.h"
#include "audit/paths/ways.h"

namespace denwaban::audit {
namespace {

constexpr size_t kStatesOfEntry = 60'000;
constexpr size_t kStatesOfEntries = 400'000;  // of all doors together
constexpr size_t kStatesOfContext = 4'000;
constexpr size_t kStatesOfReach = 150'000;  // of all contexts together
constexpr size_t kPathsMax = 5'000;

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

class Analysis {
 public:
  explicit Analysis(const Estate& estate)
      : estate_(estate),
        index_(estate.dialplan, sets_),
        sinks_(estate),
        classes_(number_classes(estate, sets_)) {}

  TollAnalysis run() {
    paths();
    reaches();
    if (sets_.cut()) note("sets of numbers");
    std::stable_sort(result_.paths.begin(), result_.paths.end(), [](const TollPath& a, const TollPath& b) {
      return std::make_tuple(a.verdict == Verdict::inert, a.gate, !a.international) <
             std::make_tuple(b.verdict == Verdict::inert, b.gate, !b.international);
    });
    return std::move(result_);
  }

 private:
  void note(std::string_view bound) {
    if (std::find(result_.bounds.begin(), result_.bounds.end(), bound) == result_.bounds.end())
      result_.bounds.emplace_back(bound);
  }

  // Doors that open into the same context share one walk.
  void paths() {
    std::map<std::tuple<std::string, bool, NumberSet, std::vector<std::pair<std::string, std::string>>>,
             std::vector<Entry>>
        groups;
    for (Entry& entry : find_entries(estate_, sets_))
      groups[{entry.start.context, entry.number_given, entry.start.numbers, entry.start.variables}].push_back(
          std::move(entry));
    size_t left = kStatesOfEntries;
    for (const auto& [key, entries] : groups) {
      Walk walk(estate_, index_, sets_, sinks_, std::min(left, kStatesOfEntry));
      walk.begin(entries[0].start);
      walk.run([] { return false; });
      left -= std::min(left, walk.size());
      if (walk.cut()) note("toll paths from " + entries[0].start.context);
      note_reach(entries[0].start.context, walk);
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
    if (result_.paths.size() < kPathsMax)
      result_.paths.push_back(std::move(path));
    else
      note("toll paths");
  }

  // What a door's walk saw is known of its context.
  void note_reach(const std::string& context, const Walk& walk) {
    Reach reach = walk.answers() ? Reach::extensions : Reach::nothing;
    for (const Hit& hit : walk.hits()) reach = std::max(reach, reach_of(hit));
    if (estate_.dialplan.find(context))
      result_.reach.set(context, std::max(reach, result_.reach.of(context)));
  }

  void reaches() {
    size_t left = kStatesOfReach;
    for (const parse::Context& context : estate_.dialplan.contexts) {
      if (result_.reach.of(context.name) == Reach::international) continue;
      Walk walk(estate_, index_, sets_, sinks_, std::min(left, kStatesOfContext));
      walk.begin(Start{context.name, sets_.dialled(), {}});
      size_t seen = 0;
      bool far = false;
      walk.run([&] {
        for (; seen < walk.hits().size(); ++seen)
          far = far || reach_of(walk.hits()[seen]) == Reach::international;
        return far;
      });
      if (walk.cut() && !far) note("reach of contexts");
      left -= std::min(left, walk.size());
      note_reach(context.name, walk);
    }
  }

  Reach reach_of(const Hit& hit) {
    if (hit.opaque || !counts_as_reach(hit.gate) || (hit.classes & kInjection)) return Reach::nothing;
    return is_dear(hit, sets_, classes_) ? Reach::international : Reach::trunk;
  }

  const Estate& estate_;
  NumberSets sets_;
  PlanIndex index_;
  Sinks sinks_;
  NumberClasses classes_;
  TollAnalysis result_;
};

}  // namespace

TollAnalysis find_toll_paths(const Estate& estate) { return Analysis(estate).run(); }

}  // namespace denwaban::audit
