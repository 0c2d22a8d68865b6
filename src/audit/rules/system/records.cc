// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-LOG and DWB-CDR: logger.conf, cdr.conf.
#include <algorithm>
#include <vector>

#include "audit/rules/rewrite.h"
#include "audit/rules/system/checks.h"
#include "pbx/host_spec.h"

namespace denwaban::audit::system {
namespace {

using parse::same_name;

Object log_files(Check& check) { return section_of(check, "logger.conf", "logfiles"); }

struct Channel {
  Option option;
  std::vector<std::string> levels;
  bool console = false;
};

std::string trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) < 33) text.remove_prefix(1);
  return std::string(text.substr(0, text.find_first_of(" \t(")));
}

// "[plain]notice,warning,verbose(3)", "*".
Channel parse_channel(Option option) {
  Channel channel{option, {}, same_name(option.key, "console")};
  std::string_view value = option.value;
  if (value.starts_with('[')) value.remove_prefix(std::min(value.find(']'), value.size() - 1) + 1);
  for (std::string_view level : pbx::split_list(value)) channel.levels.push_back(trimmed(level));
  return channel;
}

std::vector<Channel> channels(const Object& section) {
  std::vector<Channel> all;
  if (!section.category) return all;
  for (const parse::ConfigVariable& v : section.category->variables)
    all.push_back(parse_channel({v.name, v.value, v.file ? Origin::included : Origin::written, section.config,
                                 section.category, &v}));
  return all;
}

bool has_level(const Channel& channel, std::string_view level) {
  return std::any_of(channel.levels.begin(), channel.levels.end(),
                     [&](const std::string& one) { return one == "*" || same_name(one, level); });
}

// About the first channel that is no console, else the section.
ConfigFinding& about_channels(Check& check, const Object& section, const std::vector<Channel>& all) {
  auto file = std::find_if(all.begin(), all.end(), [](const Channel& c) { return !c.console; });
  ConfigFinding& found = file == all.end() ? check.about(section) : check.about(section, file->option);
  if (file == all.end()) found.origin = Origin::missing;
  return found;
}

struct Backend {
  std::string_view module, file, section;  // section: without it the module declines; empty: any
};
constexpr std::string_view kAnyButGeneral = "*";  // each other section is where records go
constexpr Backend kBackends[] = {{"cdr_csv", "cdr.conf", "csv"},
                                 {"cdr_custom", "cdr_custom.conf", "mappings"},
                                 {"cdr_adaptive_odbc", "cdr_adaptive_odbc.conf", kAnyButGeneral},
                                 {"cdr_manager", "cdr_manager.conf", "general"},
                                 {"cdr_odbc", "cdr_odbc.conf", ""},
                                 {"cdr_pgsql", "cdr_pgsql.conf", ""},
                                 {"cdr_mysql", "cdr_mysql.conf", ""},
                                 {"cdr_addon_mysql", "cdr_mysql.conf", ""},
                                 {"cdr_sqlite3_custom", "cdr_sqlite3_custom.conf", ""},
                                 {"cdr_syslog", "cdr_syslog.conf", kAnyButGeneral},
                                 {"cdr_tds", "cdr_tds.conf", ""},
                                 {"cdr_radius", "cdr.conf", "radius"}};

bool is_set_up(const parse::ConfigFile& config, std::string_view section) {
  if (section.empty()) return !config.categories.empty();
  if (section != kAnyButGeneral) return config.first(section) != nullptr;
  return std::any_of(config.categories.begin(), config.categories.end(),
                     [](const parse::ConfigCategory& one) { return !same_name(one.name, "general"); });
}

bool writes_records(const Estate& estate) {
  return std::any_of(std::begin(kBackends), std::end(kBackends), [&](const Backend& backend) {
    const parse::ConfigFile* config = estate.sources.file(backend.file);
    return config && is_set_up(*config, backend.section) && estate.modules.loaded(backend.module);
  });
}

}  // namespace

void no_security_log(Check& check) {
  const AsteriskVersion& version = check.estate().version();
  if (version.known && version.major == 1 && version.minor < 8) return;  // no such level yet
  Object section = log_files(check);
  if (!section.config) return;
  std::vector<Channel> all = channels(section);
  if (std::any_of(all.begin(), all.end(), [](const Channel& c) { return has_level(c, "security"); })) return;
  ConfigFinding& found = about_channels(check, section, all);
  found.fix = "[logfiles]\nsecurity => security";
  insert_line(found, section, "security => security");
}

void no_notices(Check& check) {
  Object section = log_files(check);
  if (!section.config) return;
  std::vector<Channel> all = channels(section);
  bool notice = false, warning = false;
  for (const Channel& c : all) {
    notice = notice || (!c.console && has_level(c, "notice"));
    warning = warning || (!c.console && has_level(c, "warning"));
  }
  if (notice && warning) return;
  ConfigFinding& found = about_channels(check, section, all);
  fact(found, "notice", notice ? "" : "yes");
  found.fix = "[logfiles]\nmessages => notice,warning,error";
}

void console_only(Check& check) {
  Object section = log_files(check);
  if (!section.config) return;
  std::vector<Channel> all = channels(section);
  bool file = std::any_of(all.begin(), all.end(), [](const Channel& c) { return !c.console; });
  if (!file) {
    ConfigFinding& found = check.about(section);
    found.origin = Origin::missing;
    fact(found, "console", "yes");
    found.fix = "[logfiles]\nmessages => notice,warning,error";
  }
  Object general = section_of(check, "logger.conf", "general");
  Option rotate = general.option("rotatestrategy");
  if (!same_name(rotate.value, "none")) return;
  ConfigFinding& found = check.about(general, rotate);
  fact(found, "never", "yes");
  found.fix = "[general]\nrotatestrategy=rotate";
}

void chatter(Check& check) {
  Object section = log_files(check);
  for (const Channel& c : channels(section)) {
    bool loud = has_level(c, "verbose") || has_level(c, "debug");
    bool watched = has_level(c, "notice") || has_level(c, "security");
    if (c.console || !loud || !watched || c.option.key.starts_with("syslog")) continue;
    ConfigFinding& found = check.about(section, c.option);
    fact(found, "channel", c.option.key);
    found.fix = "[logfiles]\n" + c.option.key + " => notice,warning,error,security\nfull => verbose,debug";
  }
}

void unusual_dates(Check& check) {
  Object general = section_of(check, "logger.conf", "general");
  Option format = general.option("dateformat");
  static constexpr std::string_view kCommon[] = {"%F %T", "%F %T.%3q", "%b %e %T", "%Y-%m-%d %H:%M:%S"};
  bool common = !format.written() || std::any_of(std::begin(kCommon), std::end(kCommon),
                                                 [&](auto f) { return format.value == f; });
  if (!common) {
    ConfigFinding& found = check.about(general, format);
    fact(found, "format", format.value);
    found.fix = "[general]\ndateformat=%F %T";
  }
  Option host = general.option("appendhostname");
  if (host.yes()) {
    ConfigFinding& found = check.about(general, host);
    fact(found, "host", "yes");
    found.fix = "[general]\nappendhostname=no";
  }
}

// noload => cdr_csv.so
Option kept_from_loading(const Object& modules, std::string_view module) {
  for (const Option& one : modules.list({"noload"}))
    if (one.value.starts_with(module)) return one;
  return {};
}

// Where only what is named loads and nothing of this is named, or the one that needs no setting up is kept from loading, no
// cdr.conf changes that.
void none_to_load(Check& check) {
  const Estate& estate = check.estate();
  if (!estate.modules.known() || writes_records(estate)) return;
  Object modules = section_of(check, "modules.conf", "modules");
  Option cause = estate.modules.autoload() ? kept_from_loading(modules, "cdr_csv") : modules.option("autoload");
  if (estate.modules.autoload() && !cause.written()) return;
  ConfigFinding& found = cause.written() ? check.about(modules, cause) : check.about(modules);
  fact(found, "backend", "yes");
  found.fix = "[modules]\nload=cdr_csv.so\n; in cdr.conf\n[general]\nenable=yes\n[csv]\nusegmtime=yes\nloguniqueid=yes";
}

void no_call_records(Check& check) {
  Object general = section_of(check, "cdr.conf", "general");
  if (!general.config) return none_to_load(check);
  Option enable = general.option("enable", "yes");
  if (!enable.yes()) {
    ConfigFinding& found = check.about(general, enable);
    fact(found, "off", "yes");
    found.fix = "[general]\nenable=yes";
    return;
  }
  const Estate& estate = check.estate();
  if (!estate.modules.known() || writes_records(estate)) return;
  ConfigFinding& found = check.about(general);
  found.origin = Origin::missing;
  fact(found, "backend", "yes");
  found.fix = "[csv]\nusegmtime=yes\nloguniqueid=yes";
}

void unanswered_calls(Check& check) {
  Object general = section_of(check, "cdr.conf", "general");
  if (!general.config || !general.option("enable", "yes").yes()) return;
  Option unanswered = general.option("unanswered", "no");
  Option congestion = general.option("congestion", "no");
  if (unanswered.yes() && congestion.yes()) return;
  ConfigFinding& found = check.about(general, unanswered.yes() ? congestion : unanswered);
  found.fix = "[general]\nunanswered=yes\ncongestion=yes";
}

void records_may_be_lost(Check& check) {
  Object general = section_of(check, "cdr.conf", "general");
  Option safe = general.option("safeshutdown", "yes");
  if (!general.option("batch").yes() || safe.yes()) return;
  ConfigFinding& found = check.about(general, safe);
  found.fix = "[general]\nsafeshutdown=yes";
  rewrite_line(found, safe, "yes");
}

}  // namespace denwaban::audit::system
