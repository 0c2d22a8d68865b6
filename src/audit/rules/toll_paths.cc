// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-TP: ways from outside to a trunk, as findings. A way belongs to the first row of the table that it
// fits, and the ways of one door that fit the same row are one finding with the worst of them as proof.
#include <algorithm>
#include <map>

#include "audit/catalogue.h"
#include "model/names.h"
#include "text/message.h"

namespace denwaban::audit {
namespace {

bool has_class(const TollPath& path, std::string_view name) {
  return std::find(path.classes.begin(), path.classes.end(), name) != path.classes.end();
}

// Over the network, by somebody who has shown no password.
bool from_network(const TollPath& path) {
  switch (path.entry.kind) {
    case EntryKind::sip_guest:
    case EntryKind::sip_peer:
    case EntryKind::sip_user:
    case EntryKind::pjsip_anonymous:
    case EntryKind::pjsip_endpoint:
    case EntryKind::iax_user:
    case EntryKind::keyless_device:
      return !path.entry.authenticated;
    default:
      return false;
  }
}

bool from_lines(const TollPath& path) {
  return (path.entry.kind == EntryKind::did || path.entry.kind == EntryKind::dahdi_channel) &&
         !path.entry.authenticated;
}

bool from_outside(const TollPath& path) { return from_network(path) || from_lines(path); }

// What a stranger gets through without knowing anything, or what he may write himself.
bool open(const TollPath& path) { return path.gate <= Gate::weak_pin || path.gate == Gate::unknown; }

bool by_menu(const TollPath& path) {
  return has_class(path, "ivr") || has_class(path, "disa") || has_class(path, "transfer") ||
         has_class(path, "voicemail") || has_class(path, "forward") || has_class(path, "injection");
}

// A way without a trunk leaves the dialplan, also where its module is not loaded.
bool calls(const TollPath& path) { return !path.trunk.empty() && path.verdict != Verdict::opaque && !path.emergency_only; }
bool chosen(const TollPath& path) { return calls(path) && !has_class(path, "fixed"); }
bool dear(const TollPath& path) { return path.international || path.premium; }

bool injected(const TollPath& path) {
  return calls(path) && from_outside(path) && open(path) && has_class(path, "injection");
}
bool through_disa(const TollPath& path) {
  return chosen(path) && !path.entry.authenticated && path.gate <= Gate::pin && has_class(path, "disa");
}
bool through_menu(const TollPath& path) {
  return chosen(path) && from_outside(path) && open(path) && has_class(path, "ivr");
}
bool through_transfer(const TollPath& path) {
  return chosen(path) && from_outside(path) && open(path) && has_class(path, "transfer");
}
bool through_voicemail(const TollPath& path) {
  return chosen(path) && from_outside(path) && path.gate <= Gate::pin && has_class(path, "voicemail");
}
bool through_forward(const TollPath& path) {
  return chosen(path) && from_outside(path) && open(path) && has_class(path, "forward");
}
bool stranger_abroad(const TollPath& path) {
  return chosen(path) && from_network(path) && open(path) && !by_menu(path) && dear(path);
}
bool stranger_national(const TollPath& path) {
  return calls(path) && from_network(path) && open(path) && !by_menu(path) && !(dear(path) && chosen(path));
}
bool guessed_abroad(const TollPath& path) {
  return chosen(path) && path.gate == Gate::weak_password && path.entry.authenticated && dear(path);
}
bool line_to_trunk(const TollPath& path) {
  return chosen(path) && from_lines(path) && open(path) && !by_menu(path);
}
bool account_abroad(const TollPath& path) {
  return chosen(path) && path.gate == Gate::credentials && !by_menu(path) && dear(path);
}
bool unread(const TollPath& path) {
  return (path.verdict == Verdict::opaque || path.trunk.empty()) && from_outside(path);
}

// Conditions that only the run knows, addresses and what nobody may choose make it one step less.
Severity severity_of(const Rule& rule, const TollPath& path) {
  auto lower = [](Severity severity) {
    return severity == Severity::info ? severity : static_cast<Severity>(static_cast<int>(severity) - 1);
  };
  Severity severity = rule.severity;
  if (path.gate == Gate::unknown || path.gate == Gate::source_address || path.gate == Gate::weak_pin ||
      path.gate == Gate::pin)
    severity = lower(severity);
  if (has_class(path, "fixed")) severity = lower(severity);
  if (has_class(path, "undefined")) severity = std::min(severity, Severity::low);
  return severity;
}

std::string entry_words(const TollEntry& entry) {
  return text::say("audit.entry." + std::string(name_of(entry.kind)),
                   {{"name", entry.name}, {"context", entry.context}});
}

std::string dialled_words(const TollPath& path) {
  const std::string& later = path.then_example;
  bool alone = path.example.empty();
  return text::say("audit.dials", {{"example", path.example},
                                  {"then", alone ? "" : later},
                                  {"alone", alone ? later : ""},
                                  {"caller", path.caller_id}});
}

std::string closing_text(const TollPath& path) {
  switch (path.entry.kind) {
    case EntryKind::sip_guest:
      return "[general]\nallowguest=no";
    case EntryKind::sip_user:
      return path.entry.authenticated
                 ? std::string()
                 : "[" + path.entry.name + "]\nsecret=(14 characters or more, at random)";
    default:
      return {};
  }
}

// Doors that stand for many accounts are told once for their context.
template <bool by_context>
void tell(Check& check, bool (*fits)(const TollPath&)) {
  std::map<std::tuple<EntryKind, std::string, std::string>, std::vector<const TollPath*>> doors;
  for (const TollPath& path : check.survey().paths)
    if (fits(path))
      doors[{path.entry.kind, by_context ? std::string() : path.entry.name, path.entry.context}].push_back(
          &path);
  for (const auto& [door, paths] : doors) {
    const TollPath* worst =
        *std::min_element(paths.begin(), paths.end(), [](const TollPath* a, const TollPath* b) {
          return std::make_tuple(!dear(*a), a->gate, a->steps.size()) <
                 std::make_tuple(!dear(*b), b->gate, b->steps.size());
        });
    std::vector<std::string> trunks;
    for (const TollPath* path : paths)
      if (!path->trunk.empty() && std::find(trunks.begin(), trunks.end(), path->trunk) == trunks.end())
        trunks.push_back(path->trunk);
    SourceLine place = worst->steps.empty() ? SourceLine{} : worst->steps.back();
    ConfigFinding& found = check.about(place, entry_words(worst->entry));
    found.severity = severity_of(check.rule(), *worst);
    found.inert = worst->verdict == Verdict::inert;
    found.trail = worst->steps;
    found.fix = closing_text(*worst);
    std::string all;
    for (size_t i = 0; i < trunks.size() && i < 5; ++i) all += (i ? ", " : "") + trunks[i];
    fact(found, "entry", entry_words(worst->entry));
    fact(found, "trunks", all);
    fact(found, "numbers", worst->then_numbers.empty() ? worst->numbers : worst->then_numbers);
    fact(found, "dials", dialled_words(*worst));
    fact(found, "pressed", worst->then_example.empty() ? worst->example : worst->then_example);
    fact(found, "sent", worst->sent);
    fact(found, "condition", worst->condition);
  }
}

template <bool (*fits)(const TollPath&), bool by_context = false>
void rule(Check& check) {
  tell<by_context>(check, fits);
}

constexpr Rule kRules[] = {
    {"DWB-TP-001", Severity::critical, "", "JPCERT-AT-2010-0032, Sinologic", rule<stranger_abroad>},
    {"DWB-TP-002", Severity::high, "", "Sinologic", rule<stranger_national>},
    {"DWB-TP-003", Severity::critical, "", "JPCERT-AT-2010-0032, NPA-2016-03-10", rule<guessed_abroad>},
    {"DWB-TP-004", Severity::critical, "", "Asterisk README-SERIOUSLY", rule<line_to_trunk>},
    {"DWB-TP-005", Severity::critical, "", "Asterisk README-SERIOUSLY", rule<through_menu>},
    {"DWB-TP-006", Severity::critical, "", "Asterisk DISA documentation", rule<through_disa>},
    {"DWB-TP-007", Severity::high, "", "Q&A secure an Asterisk server", rule<through_transfer>},
    {"DWB-TP-008", Severity::high, "", "voicemail.conf.sample", rule<through_voicemail>},
    {"DWB-TP-009", Severity::medium, "", "Asterisk main/dial.c", rule<through_forward>},
    {"DWB-TP-010", Severity::critical, "", "AST-2010-002", rule<injected>},
    {"DWB-TP-011", Severity::info, "", "JPCERT-AT-2010-0032", rule<account_abroad, true>},
    {"DWB-TP-012", Severity::medium, "", "Asterisk main/pbx.c", rule<unread>},
};

}  // namespace

std::span<const Rule> toll_path_rules() { return kRules; }

}  // namespace denwaban::audit
