// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/dialplan/live_contexts.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <vector>

#include "audit/dialplan/arguments.h"

namespace denwaban::audit {
namespace {

constexpr std::string_view kAccountFiles[] = {"sip.conf",        "pjsip.conf",  "iax.conf",
                                              "chan_dahdi.conf", "zapata.conf", "users.conf",
                                              "skinny.conf",     "mgcp.conf",   "unistim.conf"};
constexpr size_t kNameMax = 80;
constexpr int kBlanksMax = 4;
constexpr size_t kOtherFilesMax = 200;

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '.';
}

// Copies and parts of files that Asterisk reads only where one of those includes them: extensions_old.conf.
bool is_left_out(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return std::ranges::any_of(std::array<std::string_view, 5>{"extensions", "sip", "pjsip", "iax", "queues"},
                             [&](std::string_view base) { return name.starts_with(base); });
}

bool has_database(const Estate& estate) {
  const parse::ConfigFile* config = estate.sources.file("extconfig.conf");
  const parse::ConfigCategory* settings = config ? config->first("settings") : nullptr;
  if (settings)
    for (const parse::ConfigVariable& variable : settings->variables)
      for (std::string_view kind :
           {"sippeers", "sipusers", "iaxpeers", "iaxusers", "ps_endpoints", "extensions"})
        if (parse::same_name(variable.name, kind)) return true;
  config = estate.sources.file("sorcery.conf");
  if (!config) return false;
  for (const parse::ConfigCategory& category : config->categories)
    for (const parse::ConfigVariable& variable : category.variables)
      if (variable.value.starts_with("realtime")) return true;
  return false;
}

}  // namespace

LiveContexts::LiveContexts(const Estate& estate) : estate_(estate) {
  bool accounts = std::any_of(std::begin(kAccountFiles), std::end(kAccountFiles),
                              [&](std::string_view name) { return estate.sources.file(name) != nullptr; });
  known_ = accounts && !has_database(estate) && !estate.freepbx &&
           estate.sources.unread().empty();
  for (const parse::Context& context : estate.dialplan.contexts) by_name_.emplace(context.name, &context);
  enter_named("default");
  for (std::string_view name : estate.sources.names()) {
    const parse::ConfigFile& config = *estate.sources.file(name);
    if (name == "extensions.conf") continue;
    for (const parse::ConfigCategory& category : config.categories)
      for (const parse::ConfigVariable& variable : category.variables) enter_value(variable.value);
  }
  enter_other_files();
  enter_call_files();
  if (estate.dialplan.has_lua)
    if (auto text = estate.sources.tree().read(estate.sources.config_dir() + "/extensions.lua")) enter_named(*text);
  for (const parse::GlobalVariable& global : estate.dialplan.globals) enter_named(global.value);
  while (!waiting_.empty()) {
    const parse::Context* context = waiting_.front();
    waiting_.pop_front();
    follow(*context);
  }
}

bool LiveContexts::is_unnamed(std::string_view context) const {
  auto found = by_name_.find(context);
  return found != by_name_.end() && live_.count(found->second) == 0;
}

void LiveContexts::enter(const parse::Context* context) {
  if (live_.insert(context).second) waiting_.push_back(context);
}

void LiveContexts::enter_beginning(std::string_view beginning) {
  for (auto at = by_name_.lower_bound(beginning); at != by_name_.end() && at->first.starts_with(beginning);
       ++at)
    enter(at->second);
}

// A sentence for people names nothing.
void LiveContexts::enter_value(std::string_view value) {
  if (std::count(value.begin(), value.end(), ' ') < kBlanksMax) enter_named(value);
}

void LiveContexts::enter_call_files() {
  size_t looked = 0;
  for (const std::string& path : estate_.sources.tree().glob(estate_.sources.config_dir() + "/*.call"))
    if (++looked <= kOtherFilesMax)
      if (auto text = estate_.sources.tree().read(path)) enter_named(*text);
}

// Drivers that no rule knows have contexts as well: chan_dongle, chan_mobile …
void LiveContexts::enter_other_files() {
  std::set<std::string> read(estate_.dialplan.files.begin(), estate_.dialplan.files.end());
  for (std::string_view name : estate_.sources.names()) {
    const std::vector<std::string>& files = estate_.sources.file(name)->files;
    read.insert(files.begin(), files.end());
  }
  size_t looked = 0;
  for (const std::string& path : estate_.sources.tree().glob(estate_.sources.config_dir() + "/*.conf")) {
    if (read.count(path) || is_left_out(path) || ++looked > kOtherFilesMax) continue;
    auto text = estate_.sources.tree().read(path);
    if (!text) continue;
    for (size_t at = 0; at < text->size();) {
      size_t end = std::min(text->find('\n', at), text->size());
      std::string_view line = std::string_view(*text).substr(at, end - at);
      at = end + 1;
      line = line.substr(0, line.find(';'));
      if (size_t equals = line.find('='); equals != std::string_view::npos)
        enter_value(trim(line.substr(equals + 1)));
    }
  }
}

// Every word of the text that is a context's name, or a macro's; what stands before a variable is the
// beginning of one.
void LiveContexts::enter_named(std::string_view text) {
  size_t begin = 0;
  while (begin < text.size()) {
    if (!is_name_character(text[begin])) {
      ++begin;
      continue;
    }
    size_t end = begin;
    while (end < text.size() && is_name_character(text[end])) ++end;
    std::string_view name = text.substr(begin, std::min(end - begin, kNameMax));
    bool open = text.substr(end).starts_with("${");
    std::string macro = "macro-" + std::string(name);
    for (std::string_view one : {name, std::string_view(macro)})
      if (open)
        enter_beginning(one);
      else if (auto found = by_name_.find(one); found != by_name_.end())
        enter(found->second);
    begin = end;
  }
}

void LiveContexts::follow(const parse::Context& context) {
  for (const parse::ContextInclude& include : context.includes) enter_named(include.context);
  for (const parse::Extension& extension : context.extensions)
    for (const parse::Priority& priority : extension.priorities) enter_named(priority.arguments);
}

}  // namespace denwaban::audit
