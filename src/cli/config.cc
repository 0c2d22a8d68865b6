// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/config.h"

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/terminal.h"
#include "engine/assemble.h"
#include "engine/assemble_records.h"
#include "model/json.h"
#include "settings/explain.h"
#include "text/table.h"

namespace denwaban::cli {

std::optional<settings::Loaded> load_settings(const Global& global) {
  using settings::IfMissing;
  auto loaded = settings::load(global.config, global.set,
                               global.config_given ? IfMissing::is_error : IfMissing::use_defaults);
  if (loaded) return std::move(*loaded);
  for (const Error& problem : loaded.error()) complain(problem.message);
  return std::nullopt;
}

int run(const Global& global, const ConfigCheck&) {
  auto loaded = load_settings(global);
  if (!loaded) return 2;
  if (global.json)
    print(fmt::format("{{\"type\":\"config\",\"file\":{},\"right\":true}}\n",
                      loaded->file.empty() ? "null" : json_string(loaded->file)));
  else
    print(loaded->file.empty()
            ? fmt::format("{} is not there: the defaults are a good configuration\n", global.config)
            : fmt::format("{} is right\n", loaded->file));
  return 0;
}

namespace {

// A text that is one thing: as it is, or as one JSON line.
int print_text(const Global& global, std::string_view type, const std::string& text) {
  if (global.json)
    print(fmt::format("{{\"type\":\"{}\",\"text\":{}}}\n", type, json_string(text)));
  else
    print(text);
  return 0;
}

}  // namespace

int run(const Global& global, const ConfigExplain& command) {
  auto explained = settings::explain(command.key);
  if (!explained) return complain(explained.error());
  return print_text(global, "explanation", *explained);
}

int run(const Global& global, const ConfigReference&) {
  return print_text(global, "reference", settings::reference());
}

int run(const Global& global, const Completion&) { return print_text(global, "completion", bash_completion()); }

namespace {

// A row of what was found; an empty `where` is unknown.
void print_found(std::string_view what, std::string_view value, std::string_view where) {
  print(fmt::format("{{\"type\":\"found\",\"what\":\"{}\",\"value\":{},\"where\":{}}}\n", what,
                    json_string(value), where.empty() ? "null" : json_string(where)));
}

void show_found(const settings::Loaded& loaded, const Look& look, bool json) {
  pbx::Exchange exchange = engine::read_exchange(loaded.settings);
  auto place = [](const pbx::Where& where) {
    return where.line > 0 ? fmt::format("{}:{}", where.file, where.line) : where.file;
  };
  text::Table table({{"FOUND"}, {"WHAT"}, {"WHERE"}});
  auto add = [&](const char* what, const std::string& value, const std::string& where) {
    if (json)
      print_found(what, value, where);
    else
      table.add({what, value, where});
  };
  for (const auto& log : exchange.logs)
    add("log", fmt::format("{} ({})", log.path, fmt::join(log.levels, ", ")), place(log.where));
  for (const auto& l : exchange.listeners)
    add("port", fmt::format("{}/{} {}", l.port, l.transport, l.service), place(l.where));
  for (const auto& t : exchange.trunks) {
    std::string prefixes;
    for (const IpPrefix& prefix : t.prefixes) prefixes += " " + prefix.to_string();
    add("trunk", fmt::format("{} ({}{})", t.name, t.host, prefixes), place(t.where));
  }
  pbx::CallRecordsConfig records = engine::read_call_records(loaded.settings);
  for (const pbx::RecordPlace& one : engine::record_places(loaded.settings, records))
    add("call records", one.name(), one.where.file.empty() ? "cdr.databases" : place(one.where));
  for (const pbx::RecordMapping& mapping : records.mappings) add("call records", mapping.path, place(mapping.where));
  exchange.remarks.insert(exchange.remarks.end(), records.remarks.begin(), records.remarks.end());
  for (const IpPrefix& network : exchange.local_networks) add("local network", network.to_string(), "");
  if (json) {
    for (const std::string& remark : exchange.remarks) print_found("note", remark, exchange.config_dir);
    return;
  }
  print(fmt::format("\nin {}\n", exchange.config_dir));
  print(table.render(look.style, look.width));
  for (const std::string& remark : exchange.remarks)
    print(fmt::format("note: {}\n", text::printable(remark, 300)));
}

}  // namespace

int run(const Global& global, const ConfigShow&) {
  auto loaded = load_settings(global);
  if (!loaded) return 2;
  Look look = look_of(global);
  text::Table table({{"SETTING"}, {"VALUE"}, {"FROM"}});
  for (const auto& key : settings::show(*loaded)) {
    if (global.json)
      print(fmt::format("{{\"type\":\"setting\",\"key\":{},\"value\":{},\"from\":{}}}\n",
                        json_string(key.name), json_string(key.value), json_string(key.origin)));
    else
      table.add({std::string(key.name),
                 key.value,
                 {key.origin, key.is_default ? text::Role::faint : text::Role::notice}});
  }
  if (!global.json) print(table.render(look.style, look.width));
  show_found(*loaded, look, global.json);
  return 0;
}

}  // namespace denwaban::cli
