// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "parse/config/comments.h"
#include "parse/dialplan/numbers.h"
#include "parse/dialplan/pattern.h"
#include "parse/dialplan/reading.h"

namespace denwaban::parse {
namespace {

using Kind = DialplanProblem::Kind;

constexpr size_t kExtensionMax = 255;  // char realext[256]
constexpr size_t kValueMax = 8191;     // char realvalue[8192]
constexpr int kNoPriority = -2;
constexpr int kHint = -1;

struct Line {
  std::string_view text;  // what is left of it
  DialplanPlace place;
};

// What stands up to the next comma that is neither in [..] nor behind a `\`.
std::string_view take_extension(std::string_view& text) {
  int brackets = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '[') {
      ++brackets;
    } else if (c == ']') {
      brackets = std::max(0, brackets - 1);
    } else if (c == '\\') {
      ++i;
    } else if (c == ',' && brackets == 0) {
      std::string_view extension = text.substr(0, i);
      text.remove_prefix(i + 1);
      return extension;
    }
  }
  return std::exchange(text, {});
}

// One section: lines refer to the line before.
class SectionReader {
 public:
  SectionReader(ContextBuilder& context, Globals& globals, DialplanLedger& ledger)
      : context_(context), globals_(globals), ledger_(ledger) {}

  void read(const ConfigVariable& variable, DialplanPlace place);

 private:
  void extension(Line line);
  void same(Line line);
  void priority_line(std::string extension, Line line);
  std::optional<int> number_of(std::string_view word, NewPriority& added);
  void application(std::string_view text, Priority& priority);
  std::string expanded(std::string_view text, size_t bytes_max, DialplanPlace place);
  void problem(Kind kind, DialplanPlace place, std::string_view what);

  ContextBuilder& context_;
  Globals& globals_;
  DialplanLedger& ledger_;
  std::string last_extension_;  // with its caller-ID part
  int last_priority_ = kNoPriority;
  std::string current_;  // for problems
};

void SectionReader::problem(Kind kind, DialplanPlace place, std::string_view what) {
  ledger_.problem({kind, place, {}, context_.name(), current_, 0, std::string(what)});
}

std::string SectionReader::expanded(std::string_view text, size_t bytes_max, DialplanPlace place) {
  Expanded result = globals_.expand(text, bytes_max);
  if (!result.complete) problem(Kind::not_evaluated, place, result.left_out);
  return std::move(result.text);
}

void SectionReader::read(const ConfigVariable& variable, DialplanPlace place) {
  std::string name = lower_case(variable.name);
  Line line{variable.value, place};
  current_.clear();
  if (name.starts_with("same")) {
    same(line);
  } else if (name == "exten") {
    extension(line);
  } else if (name == "include") {
    context_.add_include(expanded(line.text, kValueMax, place), place, Registrar::config);
  } else if (name == "ignorepat") {
    context_.add_ignore_pattern(expanded(line.text, kValueMax, place), place, Registrar::config);
  } else if (name == "switch" || name == "lswitch" || name == "eswitch") {
    std::string value = name == "switch" ? expanded(line.text, kValueMax, place) : variable.value;
    size_t slash = std::min(value.find('/'), value.size());
    context_.add_switch(value.substr(0, slash),
                        std::string_view(value).substr(std::min(slash + 1, value.size())), name == "eswitch",
                        place, Registrar::config);
  } else if (name == "autohints") {
    context_.set_autohints(is_true(line.text));
  } else {
    problem(Kind::unknown_directive, place, variable.name);
  }
}

void SectionReader::same(Line line) {
  if (last_extension_.empty()) return problem(Kind::same_without_extension, line.place, line.text);
  priority_line(last_extension_, line);
}

void SectionReader::extension(Line line) {
  std::string_view written = take_extension(line.text);
  std::string extension = expanded(written, kExtensionMax, line.place);
  if (extension.size() == kExtensionMax) problem(Kind::extension_cut, line.place, written);
  last_extension_ = extension;
  priority_line(std::move(extension), line);
}

// `line.text` is what follows the extension: "1(label),Dial(SIP/x)".
void SectionReader::priority_line(std::string extension, Line line) {
  NewPriority added;
  std::string caller;
  size_t slash = extension.find('/');
  if (slash != std::string::npos) {
    caller = shrink_phone_number(std::string_view(extension).substr(slash + 1));
    added.match_cid = true;
    added.cid = caller;
    extension.resize(slash);
  }
  added.extension = extension;
  added.priority.place = line.place;
  current_ = extension;

  size_t comma = std::min(line.text.find(','), line.text.size());
  std::string_view word = trim_blanks(line.text.substr(0, comma));
  std::string_view rest = line.text.substr(std::min(comma + 1, line.text.size()));
  size_t open = word.find('(');
  if (open != std::string_view::npos) {
    size_t close = word.find(')', open);
    if (close == std::string_view::npos) return problem(Kind::label_unclosed, line.place, word);
    added.priority.label = std::string(word.substr(open + 1, close - open - 1));
    word = word.substr(0, open);
  }
  int plus = 0;
  size_t sign = word.find('+');
  if (sign != std::string_view::npos) {
    std::string_view behind = word.substr(sign + 1);
    plus = scan_int(behind).value_or(0);
    word = word.substr(0, sign);
  }
  auto number = number_of(word, added);
  if (!number) return;
  application(rest, added.priority);
  if (*number == 0) return problem(Kind::dropped_after_hint, line.place, added.priority.app);
  added.priority.number = last_priority_ = add_wrapping(*number, plus);
  if (extension == "_." || extension == "_!") problem(Kind::catch_all, line.place, extension);
  if (added.priority.number == kHint) {
    std::string left_out = expand_hint(added, context_.name(), globals_);
    if (!left_out.empty()) problem(Kind::not_evaluated, line.place, left_out);
  }
  context_.add(std::move(added));
}

std::optional<int> SectionReader::number_of(std::string_view word, NewPriority& added) {
  DialplanPlace place = added.priority.place;
  if (word == "hint") return kHint;
  bool next = word == "next" || word == "n";
  if (next || word == "same" || word == "s") {
    if (last_priority_ > kNoPriority) return next ? add_wrapping(last_priority_, 1) : last_priority_;
    problem(next ? Kind::next_without_previous : Kind::same_without_previous, place, word);
    return std::nullopt;
  }
  std::string_view digits = word;
  auto number = scan_int(digits);
  if (!number) number = context_.find_label(added.extension, added.match_cid, added.cid, word);
  if (*number >= 1) return number;
  problem(Kind::invalid_priority, place, word);
  return std::nullopt;
}

// "Dial(SIP/x,30)": up to the first '(' and from there to the last ')'.
void SectionReader::application(std::string_view text, Priority& priority) {
  auto without_blanks_before = [](std::string_view app) {
    while (!app.empty() && static_cast<unsigned char>(app.front()) < 33) app.remove_prefix(1);
    return app;
  };
  size_t open = text.find('(');
  std::string_view app = text.substr(0, open);
  bool all_of_it = app.find("${") != std::string_view::npos || app.find("$[") != std::string_view::npos;
  if (open == std::string_view::npos || all_of_it) {
    priority.app = std::string(without_blanks_before(text));
  } else {
    priority.app = std::string(without_blanks_before(app));
    std::string_view arguments = text.substr(open + 1);
    size_t close = arguments.rfind(')');
    if (close == std::string_view::npos) {
      problem(Kind::arguments_unclosed, priority.place, arguments);
    } else {
      if (close + 1 < arguments.size()) {
        problem(Kind::text_after_arguments, priority.place, arguments.substr(close + 1));
      }
      arguments = arguments.substr(0, close);
    }
    priority.arguments = std::string(arguments);
  }
  if (priority.app.empty()) problem(Kind::application_missing, priority.place, text);
}

bool is_extension_line(std::string_view name) {
  constexpr std::array<std::string_view, 4> kNames{"exten", "same", "include", "switch"};
  return std::any_of(kNames.begin(), kNames.end(), [&](auto known) { return same_name(name, known); });
}

void load_settings(const ConfigFile& config, Dialplan& plan) {
  const ConfigCategory* general = config.first("general");
  if (general == nullptr) return;
  plan.static_plan = is_true(general->value("static"));
  plan.writeprotect = is_true(general->value("writeprotect"));
  plan.clearglobalvars = is_true(general->value("clearglobalvars"));
  plan.autofallthrough = is_true(general->value("autofallthrough", "yes"));
  plan.extenpatternmatchnew = is_true(general->value("extenpatternmatchnew", "no"));
  plan.overrideswitch = std::string(general->value("overrideswitch"));
  plan.userscontext = std::string(general->value("userscontext", "default"));
}

void load_globals(const ConfigCategory& section, const PlaceOf& place_of, Globals& globals,
                  DialplanLedger& ledger) {
  for (const ConfigVariable& variable : section.variables) {
    DialplanPlace place = place_of(variable);
    Expanded value = globals.expand(variable.value, kValueMax);
    if (!value.complete) {
      ledger.problem({Kind::not_evaluated, place, {}, "globals", variable.name, 0, value.left_out});
    }
    if (is_extension_line(variable.name)) {
      ledger.problem({Kind::extension_in_globals, place, {}, "globals", {}, 0, variable.value});
    }
    globals.set(variable.name, std::move(value.text), value.complete, place);
  }
}

void report_lines_in_general(const ConfigCategory& section, const PlaceOf& place_of, DialplanLedger& ledger) {
  for (const ConfigVariable& variable : section.variables) {
    if (is_extension_line(variable.name)) {
      ledger.problem({Kind::extension_in_general, place_of(variable), {}, "general", {}, 0, variable.value});
    }
  }
}

}  // namespace

bool is_true(std::string_view text) {
  constexpr std::array<std::string_view, 6> kTrue{"yes", "true", "y", "t", "1", "on"};
  return std::any_of(kTrue.begin(), kTrue.end(), [&](auto word) { return same_name(text, word); });
}

void load_extensions(const ConfigFile& config, const PlaceOf& place_of, Dialplan& plan, Globals& globals,
                     ContextsBuilder& contexts, DialplanLedger& ledger) {
  load_settings(config, plan);
  for (const ConfigCategory& section : config.categories) {
    if (!section.is_template && same_name(section.name, "globals"))
      load_globals(section, place_of, globals, ledger);
  }
  for (const ConfigCategory& section : config.categories) {
    if (section.is_template || same_name(section.name, "globals")) continue;
    if (same_name(section.name, "general")) {
      report_lines_in_general(section, place_of, ledger);
      continue;
    }
    ConfigVariable header;
    header.file = section.file;
    header.line = section.line;
    ContextBuilder& context = contexts.find_or_create(section.name, place_of(header));
    SectionReader reader(context, globals, ledger);
    for (const ConfigVariable& variable : section.variables) reader.read(variable, place_of(variable));
  }
}

}  // namespace denwaban::parse
