// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/dialplan/caller_ids.h"

#include <algorithm>
#include <map>
#include <set>

#include "audit/dialplan/arguments.h"

namespace denwaban::audit {
namespace {

// "Desk <7>" and "7", but not "Desk": that is a name alone.
bool holds_number(std::string_view caller_id) {
  if (size_t open = caller_id.find('<'); open != std::string_view::npos) caller_id = caller_id.substr(open + 1);
  caller_id = trim(caller_id.substr(0, caller_id.find('>')));
  return !caller_id.empty() && caller_id.find_first_not_of("0123456789+*#-.() ") == std::string_view::npos;
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

// The contexts from where calls may come to one, itself among them: whatever names a context is taken to lead there.
class ContextsBefore {
 public:
  ContextsBefore(const parse::Dialplan& plan, const std::string& context) {
    for (const parse::Context& one : plan.contexts) note(one);
    std::vector<std::string> waiting{context};
    while (!waiting.empty()) {
      const std::string name = std::move(waiting.back());
      waiting.pop_back();
      if (!before_.insert(name).second) continue;
      for (auto [at, end] = named_in_.equal_range(name); at != end; ++at) waiting.emplace_back(at->second);
    }
  }
  bool has(const std::string& context) const { return context == "*" || before_.count(context) > 0; }

 private:
  void note(const parse::Context& context) {
    std::set<std::string_view> words;
    for (const parse::ContextInclude& one : context.includes) words.insert(one.context);
    for (const parse::Extension& extension : context.extensions)
      for (const parse::Priority& priority : extension.priorities) split(priority.arguments, words);
    for (std::string_view word : words) named_in_.emplace(word, context.name);
  }
  static void split(std::string_view text, std::set<std::string_view>& words) {
    for (size_t begin = 0; begin < text.size(); ++begin) {
      size_t end = begin;
      while (end < text.size() && is_name_character(text[end])) ++end;
      if (end > begin) words.insert(text.substr(begin, end - begin));
      begin = end;
    }
  }

  std::multimap<std::string_view, std::string_view> named_in_;  // a word, the contexts whose lines hold it
  std::set<std::string> before_;
};

// Of the accounts that may call a line: how many there are, and how many of them write their own number.
struct Callers {
  size_t all = 0, choosing = 0;
  void count(bool fixed) {
    ++all;
    choosing += fixed ? 0 : 1;
  }
};

void count_sip(const Estate& estate, const ContextsBefore& before, Callers& callers) {
  if (!estate.chan_sip.has_file || !estate.modules.loaded("chan_sip")) return;
  for (const SipDevice& device : estate.chan_sip.devices)
    if (before.has(device.context()))
      callers.count(holds_number(device.object.own("callerid").value) && !device.object.option("trustrpid", "no").yes());
}

void count_pjsip(const Estate& estate, const ContextsBefore& before, Callers& callers) {
  if (!estate.pjsip.has_file || !estate.modules.loaded("chan_pjsip")) return;
  for (const Object& endpoint : estate.pjsip.endpoints)
    if (before.has(endpoint.option("context", "default").value))
      callers.count(holds_number(endpoint.option("callerid").value) && !endpoint.option("trust_id_inbound", "no").yes());
}

void count_iax(const Estate& estate, const ContextsBefore& before, Callers& callers) {
  if (!estate.iax.has_file || !estate.modules.loaded("chan_iax2")) return;
  for (const IaxDevice& device : estate.iax.devices) {
    std::vector<std::string> contexts = device.contexts();
    if (contexts.empty()) contexts.emplace_back("default");
    if (device.is_user && std::any_of(contexts.begin(), contexts.end(), [&](const std::string& one) { return before.has(one); }))
      callers.count(holds_number(device.object.own("callerid").value));
  }
}

}  // namespace

bool callers_choose_their_id(const Estate& estate, const Outline& outline, const PlanLine& line) {
  if (outline.from_outside(outline.written(*line.priority))) return true;
  if (estate.sources.file("extconfig.conf") || estate.sources.file("sorcery.conf")) return true;  // accounts in a database
  const ContextsBefore before(estate.dialplan, line.context->name);
  Callers callers;
  count_sip(estate, before, callers);
  count_pjsip(estate, before, callers);
  count_iax(estate, before, callers);
  return callers.all == 0 || callers.choosing > 0;
}

}  // namespace denwaban::audit
