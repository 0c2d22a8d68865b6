// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialplan_print.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "parse/dialplan/builder.h"
#include "parse/dialplan/pattern.h"

namespace denwaban::test {
namespace {

using parse::Context;
using parse::ContextInclude;
using parse::Dialplan;
using parse::Extension;
using parse::Priority;
using parse::Registrar;

constexpr size_t kBufferMax = 1023;   // char buf[1024]
constexpr size_t kIncludesMax = 128;  // AST_PBX_MAX_STACK
constexpr size_t kOutputMax = 16 << 20;

std::string_view name_of(Registrar registrar) {
  return registrar == Registrar::ael ? "pbx_ael" : "pbx_config";
}

// By bytes, as printf does.
std::string padded(std::string_view text, size_t width) {
  std::string filled(text);
  if (filled.size() < width) filled.resize(width, ' ');
  return filled;
}

std::string cut(std::string text) {
  if (text.size() > kBufferMax) text.resize(kBufferMax);
  return text;
}

// The order in which Asterisk's list of contexts runs: new ones come to its front; a second module's merge
// turns the first one's round.
std::vector<const Context*> in_list_order(const Dialplan& plan) {
  bool merged = plan.has_ael && !plan.ael_refused;
  std::vector<const Context*> first, second;
  for (const Context& context : plan.contexts) {
    (merged && context.registrar == "pbx_config" ? first : second).push_back(&context);
  }
  std::reverse(second.begin(), second.end());
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

class Printer {
 public:
  explicit Printer(const Dialplan& plan) : plan_(plan) {}

  std::string all();
  std::string number(const std::string& number, const std::string& context);

 private:
  void context(const Context& context, const std::string* number, const ContextInclude* included_by);
  void header(const Context& context, bool included);
  void extension(const Extension& extension);
  void priority(std::string left, const Priority& priority);
  void includes(const Context& context, const std::string* number);
  void line(std::string_view left, std::string_view right, std::string_view registrar) {
    out_ += fmt::format("  {} {} [{}]\n", padded(left, 17), padded(right, 45), registrar);
  }
  std::string counted(size_t count, const char* one, const char* many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
  }
  std::string summary() {
    return fmt::format("-= {} ({}) in {}. =-\n", counted(extensions_, "extension", "extensions"),
                       counted(priorities_, "priority", "priorities"),
                       counted(contexts_, "context", "contexts"));
  }

  const Dialplan& plan_;
  std::string out_;
  std::vector<std::string> path_;
  size_t contexts_ = 0;
  size_t extensions_ = 0;
  size_t priorities_ = 0;
};

void Printer::header(const Context& context, bool included) {
  ++contexts_;
  out_ += fmt::format("[ {} '{}' created by '{}' ]\n", included ? "Included context" : "Context",
                      context.name, context.registrar);
  if (context.autohints && !included) out_ += "Autohints support enabled\n";
}

void Printer::priority(std::string left, const Priority& priority) {
  ++priorities_;
  std::string right = priority.number == -1
                          ? fmt::format("hint: {}", priority.app)
                          : fmt::format("{}. {}({})", priority.number, priority.app, priority.arguments);
  std::string place(name_of(priority.registrar));
  if (priority.place.line > 0 && priority.registrar == Registrar::config) {
    const std::string& path = plan_.files.at(priority.place.file);
    place = fmt::format("{}:{}", path.substr(path.rfind('/') + 1), priority.place.line);
  }
  line(cut(std::move(left)), cut(std::move(right)), place);
}

void Printer::extension(const Extension& extension) {
  ++extensions_;
  std::string left = extension.match_cid
                         ? fmt::format("'{}' (CID match '{}') => ", extension.name, extension.cid)
                         : fmt::format("'{}' =>", extension.name);
  std::vector<const Priority*> all;
  for (const Priority& priority : extension.priorities) all.push_back(&priority);
  if (extension.has_hint) {
    auto behind = std::find_if(all.begin(), all.end(), [](const Priority* p) { return p->number > -1; });
    all.insert(behind, &extension.hint);
  }
  bool first = true;
  for (const Priority* one : all) {
    priority(first ? left : one->label.empty() ? std::string() : fmt::format("   [{}]", one->label), *one);
    first = false;
  }
}

void Printer::includes(const Context& context, const std::string* number) {
  for (const ContextInclude& include : context.includes) {
    if (number == nullptr) {
      line("Include =>       ", cut(fmt::format("'{}'", include.written)), name_of(include.registrar));
      continue;
    }
    bool there = std::any_of(path_.begin(), path_.end(), [&](const std::string& name) {
      return parse::same_name(name, include.written);
    });
    const Context* included = plan_.find(include.written);
    if (there || included == nullptr || path_.size() >= kIncludesMax || out_.size() > kOutputMax) continue;
    path_.push_back(include.written);
    this->context(*included, number, &include);
    path_.pop_back();
  }
}

void Printer::context(const Context& context, const std::string* number, const ContextInclude* included_by) {
  bool printed = number == nullptr;
  if (printed) header(context, false);
  for (const Extension& one : context.extensions) {
    if (number != nullptr && parse::match_extension(one.name, *number) == parse::MatchResult::none) continue;
    if (!printed) header(context, included_by != nullptr);
    printed = true;
    extension(one);
  }
  includes(context, number);
  for (const auto& ignored : context.ignore_patterns) {
    bool shown = number == nullptr ||
                 parse::match_extension("_" + ignored.pattern + ".", *number) != parse::MatchResult::none;
    if (shown)
      line("Ignore pattern =>", cut(fmt::format("'{}'", ignored.pattern)), name_of(ignored.registrar));
  }
  if (included_by == nullptr) {
    for (const auto& asked : context.switches) {
      line("Alt. Switch =>   ", cut(fmt::format("'{}/{}'", asked.name, asked.data)),
           name_of(asked.registrar));
    }
  }
  if (printed) out_ += "\n";
}

std::string Printer::all() {
  for (const Context* one : in_list_order(plan_)) context(*one, nullptr, nullptr);
  return out_ + summary();
}

std::string Printer::number(const std::string& number, const std::string& context) {
  const Context* found = plan_.find(context);
  if (found == nullptr) return fmt::format("There is no existence of '{}' context\n", context);
  this->context(*found, &number, nullptr);
  if (extensions_ == 0)
    return out_ + fmt::format("There is no existence of {}@{} extension\n", number, context);
  return out_ + summary();
}

}  // namespace

std::string show_dialplan(const Dialplan& plan) { return Printer(plan).all(); }

std::string show_number(const Dialplan& plan, const std::string& number, const std::string& context) {
  return Printer(plan).number(number, context);
}

std::string show_globals(const Dialplan& plan) {
  std::string out;
  for (auto global = plan.globals.rbegin(); global != plan.globals.rend(); ++global) {
    out += fmt::format("   {}={}\n", global->name, global->value);
  }
  return out + fmt::format("\n    -- {} variable(s)\n", plan.globals.size());
}

}  // namespace denwaban::test
