// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-CFG: sections and files that do not do what they are there for.
#include <algorithm>
#include <set>

#include "audit/host_facts.h"
#include "audit/realtime.h"
#include "audit/rules/files/checks.h"

namespace denwaban::audit::files {
namespace {

using parse::ConfigCategory;
using parse::ConfigFile;
using parse::ConfigVariable;
using parse::same_name;

// Of whom a file without a word matters: with an empty one the module loads with every default.
bool matters_when_empty(std::string_view file) { return file == "sip.conf"; }

bool is_device(std::string_view type) {
  return same_name(type, "friend") || same_name(type, "user") || same_name(type, "peer");
}

bool has_access_list(const ConfigCategory& section) {
  return std::any_of(section.variables.begin(), section.variables.end(), [](const ConfigVariable& v) {
    return same_name(v.name, "permit") || same_name(v.name, "deny") || same_name(v.name, "acl");
  });
}

// What others inherit from is a template, whether it says so or not.
std::set<std::string> bases_of(const ConfigFile& config) {
  std::set<std::string> bases;
  for (const ConfigCategory& section : config.categories)
    for (std::string base : section.bases) {
      for (char& c : base)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      bases.insert(base);
    }
  return bases;
}

template <class IsObject>
void dropped_of(Check& check, std::string_view file, IsObject is_object) {
  const ConfigFile* config = check.estate().sources.file(file);
  if (!config) return;
  std::set<std::string> bases = bases_of(*config);
  for (const ConfigCategory& section : config->categories) {
    std::string name = section.name;
    for (char& c : name)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (section.is_template || bases.count(name) || is_object(section)) continue;
    Object object{"", section.name, config, &section, nullptr};
    Option type = object.option("type");
    ConfigFinding& found = check.about(object, type);
    found.inert = !is_read(check, file);
    if (has_access_list(section)) found.severity = Severity::high;
    fact(found, "section", section.name);
    fact(found, type.value.empty() ? "missing" : "type", type.value.empty() ? "yes" : type.value);
    if (has_access_list(section)) fact(found, "access", "yes");
    found.fix = object.title() + "\ntype=...";
  }
}

constexpr size_t kTrailMax = 64;
constexpr std::string_view kNoObjects[] = {"queue_log", "cdr", "cel", "musiconhold", "queue_rules"};

bool maps_objects(std::string_view name) {
  return std::none_of(std::begin(kNoObjects), std::end(kNoObjects),
                      [&](std::string_view other) { return same_name(name, other); });
}

ConfigFinding& mapped(Check& check, const ConfigFile& config, const ConfigCategory& section,
                      const ConfigVariable& v) {
  Object object{"", section.name, &config, &section, nullptr};
  Option option{v.name, v.value, v.file ? Origin::included : Origin::written, &config, &section, &v};
  ConfigFinding& found = check.about(object, option);
  fact(found, std::ranges::count(check.estate().replaced_files, v.name) ? "instead" : "what", v.name);
  return found;
}

// contact=realtime,ps_contacts: sorcery asks for a family that extconfig.conf may not map (res/res_sorcery_realtime.c).
void mapped_by_sorcery(Check& check, const ConfigFile& config, const ConfigCategory& section, const ConfigVariable& v) {
  const size_t comma = v.value.find(',');
  const std::string family = comma == std::string::npos ? std::string() : v.value.substr(comma + 1);
  ConfigFinding& found = mapped(check, config, section, v);
  const Sources& sources = check.estate().sources;
  if (family.empty() || !sources.file("extconfig.conf") || is_mapped(sources, family.substr(0, family.find(',')))) return;
  found.facts.clear();
  fact(found, "silent", v.name + "=" + v.value);
}

// One finding for all contexts that ask a database: who looks into it sees them all.
void contexts_in_a_database(Check& check) {
  const parse::Dialplan& plan = check.estate().dialplan;
  ConfigFinding* found = nullptr;
  size_t more = 0;
  for (const parse::Context& context : plan.contexts)
    for (const parse::ContextSwitch& one : context.switches) {
      if (!same_name(one.name, "Realtime") || one.place.file >= plan.files.size()) continue;
      SourceLine place{check.estate().sources.shown(plan.files[one.place.file]), one.place.line, context.name, {}};
      if (found) {
        ++more;
        if (found->trail.size() < kTrailMax) found->trail.push_back(std::move(place));
        continue;
      }
      found = &check.about(std::move(place), "[" + context.name + "]", "switch");
      fact(*found, "what", "switch => " + one.name);
    }
  if (more) fact(*found, "more", std::to_string(more));
}

void switches_that_answer_nothing(Check& check) {
  const parse::Dialplan& plan = check.estate().dialplan;
  for (const auto& [context, line] : check.estate().silent_switches) {
    if (line.place.file >= plan.files.size()) continue;
    SourceLine place{check.estate().sources.shown(plan.files[line.place.file]), line.place.line, context, {}};
    ConfigFinding& found = check.about(std::move(place), "[" + context + "]", "switch");
    found.severity = Severity::info;
    fact(found, "silent", "switch => " + line.name);
  }
}

}  // namespace

bool is_read(Check& check, std::string_view file) {
  std::string_view module = reader_of(file);
  return module.empty() || check.estate().heeds(module);
}

void dropped_section(Check& check) {
  dropped_of(check, "sip.conf", [](const ConfigCategory& s) {
    return same_name(s.name, "general") || same_name(s.name, "authentication") || is_device(s.value("type"));
  });
  dropped_of(check, "pjsip.conf", [](const ConfigCategory& s) { return !s.value("type").empty(); });
  dropped_of(check, "iax.conf", [](const ConfigCategory& s) {
    return same_name(s.name, "general") || same_name(s.name, "callnumberlimits") || !s.value("type").empty();
  });
  dropped_of(check, "http.conf", [](const ConfigCategory& s) {
    return same_name(s.name, "general") || same_name(s.value("type"), "restriction") || !has_access_list(s);
  });
}

void in_a_database(Check& check) {
  const Sources& sources = check.estate().sources;
  const ConfigFile* extconfig = sources.file("extconfig.conf");
  if (const ConfigCategory* settings = extconfig ? extconfig->first("settings") : nullptr)
    for (const ConfigVariable& v : settings->variables)
      if (maps_objects(v.name)) mapped(check, *extconfig, *settings, v);
  if (const ConfigFile* sorcery = sources.file("sorcery.conf"))
    for (const ConfigCategory& section : sorcery->categories)
      for (const ConfigVariable& v : section.variables)
        if (v.value.starts_with("realtime")) mapped_by_sorcery(check, *sorcery, section, v);
  contexts_in_a_database(check);
  switches_that_answer_nothing(check);
}

void without_effect(Check& check) {
  const Sources& sources = check.estate().sources;
  for (std::string_view name : sources.names()) {
    const ConfigFile& config = *sources.file(name);
    bool empty = config.categories.empty() && config.problems.empty();
    bool read = is_read(check, name);
    if (!empty && read) continue;
    ConfigFinding& found = check.about(SourceLine{std::string(name), 0, {}, {}});
    found.severity = empty && read && matters_when_empty(name) ? Severity::medium : Severity::info;
    found.inert = !read;
    fact(found, "file", name);
    const bool replaced = std::ranges::count(check.estate().replaced_files, name) > 0;
    fact(found, read ? "empty" : replaced ? "database" : "module", read || replaced ? "yes" : reader_of(name));
    if (empty && matters_when_empty(name) && read) fact(found, "defaults", "yes");
  }
  unread_files(check);
}

namespace {

std::string lowered(std::string_view name) {
  std::string all(name);
  for (char& c : all)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return all;
}

// "sip_trunks.conf" -> "sip.conf": by its name a part of it, of devices or of the dialplan; empty: no such file.
std::string part_of(std::string_view name) {
  if (name == "sip_notify.conf" || name == "extensions_minivm.conf") return {};  // a module's, a sample
  for (std::string_view base : {"sip", "pjsip", "extensions", "iax", "queues"})
    if (name.starts_with(base) && name.substr(base.size()).starts_with('_') && reader_of(name).empty())
      return std::string(base) + ".conf";
  return {};
}

// "pjsip_additional.conf" -> "pjsip.conf": what FreePBX's file of that name includes; empty: no such file.
std::string including_file(std::string_view name) {
  for (std::string_view tail : {"_general_additional.conf", "_additional.conf"})
    if (name.ends_with(tail)) return std::string(name.substr(0, name.size() - tail.size())) + ".conf";
  return {};
}

bool is_included(const Estate& estate, const std::string& path) {
  const std::vector<std::string>& plan = estate.dialplan.files;
  if (std::find(plan.begin(), plan.end(), path) != plan.end()) return true;
  for (std::string_view name : estate.sources.names()) {
    const std::vector<std::string>& files = estate.sources.file(name)->files;
    if (std::find(files.begin(), files.end(), path) != files.end()) return true;
  }
  return false;
}

}  // namespace

// Files that look like Asterisk's and that nothing reads.
void unread_files(Check& check) {
  const Sources& sources = check.estate().sources;
  for (std::string_view pattern : {"/*.conf", "/*.CONF", "/*.Conf"})
    for (const std::string& path : sources.tree().glob(sources.config_dir() + std::string(pattern))) {
      std::string name = path.substr(path.rfind('/') + 1), low = lowered(name);
      bool capitals = low != name && !reader_of(low).empty() && !sources.file(low);
      std::string base = capitals ? std::string() : including_file(name);
      bool orphan = !base.empty() && !reader_of(base).empty() && !sources.file(base) && !is_included(check.estate(), path);
      const std::string whole = capitals || orphan ? std::string() : part_of(name);
      bool left_out = !whole.empty() && sources.file(whole) && !is_included(check.estate(), path);
      if (!capitals && !orphan && !left_out) continue;
      if (left_out) base = whole;
      ConfigFinding& found = check.about(SourceLine{name, 0, {}, {}});
      found.severity = capitals ? Severity::medium : left_out ? Severity::info : Severity::low;
      fact(found, "file", name);
      fact(found, capitals ? "capitals" : left_out ? "left_out" : "orphan", capitals ? low : base);
      found.fix = capitals ? "; rename it to " + low : "; " + base + ":\n#include " + name;
    }
}

void open_to_others(Check& check) {
  const HostFacts* host = check.estate().options.host;
  if (!host) return;
  constexpr unsigned kOthersRead = 04, kOthersWrite = 02;
  for (const HostFile& file : host->files) {
    if (!file.holds_secrets || !(file.mode & (kOthersRead | kOthersWrite))) continue;
    ConfigFinding& found = check.about(SourceLine{check.estate().sources.shown(file.path), 0, {}, {}});
    fact(found, "file", file.path);
    fact(found, file.mode & kOthersWrite ? "written" : "read", "yes");
    found.fix = "chmod 0640 " + file.path + "\nchown root:asterisk " + file.path;
  }
}

}  // namespace denwaban::audit::files
