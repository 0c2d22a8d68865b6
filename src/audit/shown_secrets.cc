// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/shown_secrets.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "audit/dialplan/arguments.h"
#include "audit/rules/files/known_options.h"
#include "audit/secrecy.h"
#include "knowledge/weak_words.h"

namespace denwaban::audit {
namespace {

constexpr size_t kShortest = 5;         // shorter words stand everywhere
constexpr size_t kShortestOfLetters = 8;  // and so do shorter ones of letters alone
constexpr std::string_view kDividers = " \t\n,\"'()=;&|?${}[]:@/<>";

// Of an option that nobody knows: one word that is no word of a language.
bool may_be_password(std::string_view value) {
  bool one_word = value.find(' ') == std::string_view::npos;
  return one_word && std::any_of(value.begin(), value.end(), [](unsigned char c) { return std::isalpha(c) == 0; });
}

bool is_alnum(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

class Hider {
 public:
  explicit Hider(const Estate& estate)
      : estate_(estate), concealer_([this](std::string_view variable) { return typed_.count(std::string(variable)) > 0; }) {
    collect_names();
    collect_files();
    collect_dialplan();
    for (const std::string& word : concealer_.hidden()) learn(word);
  }

  void hide(std::string& text) {
    if (text.size() < 3) return;
    auto [known, is_new] = shown_.try_emplace(text);
    if (is_new) known->second = known_words_hidden(concealer_.line(text));
    text = known->second;
  }
  // Text to write has gaps for secrets, which may stay.
  void hide_words(std::string& text) const { text = known_words_hidden(text); }
  void hide(SourceLine& line) { hide(line.text); }

  void hide(ConfigFinding& finding) {
    hide(finding.place);
    if (finding.value) finding.value = known_words_hidden(concealer_.value(finding.key, *finding.value));
    for (auto& [name, text] : finding.facts) hide(text);
    for (SourceLine& line : finding.trail) hide(line);
    hide_words(finding.fix);
  }
  void hide(TollPath& path) {
    hide(path.trunk);
    hide(path.then_numbers);
    hide(path.then_example);
    hide(path.caller_id);
    hide(path.sent);
    hide(path.condition);
    for (SourceLine& line : path.steps) hide(line);
  }

 private:
  void name(std::string_view text) {
    names_.emplace(text);
    if (text.starts_with('_')) names_.emplace(text.substr(1));
  }

  void collect_names() {
    for (std::string_view file : estate_.sources.names())
      for (const parse::ConfigCategory& section : estate_.sources.file(file)->categories) name(section.name);
    for (const parse::Context& context : estate_.dialplan.contexts) {
      name(context.name);
      for (const parse::Extension& extension : context.extensions) name(extension.name);
    }
    for (const Mailbox& box : estate_.voicemail.mailboxes) name(box.number);
  }

  // An option that nobody knows may be the slip of a pen for a secret: what the sections of accounts have of those.
  bool is_unknown_of_account(std::string_view file, const parse::ConfigCategory& section, const parse::ConfigVariable& v) {
    std::string_view type = file == "pjsip.conf" ? section.value("type") : std::string_view();
    bool general = file != "pjsip.conf" && parse::same_name(section.name, "general");
    std::string_view known = known_options(file, general, type);
    return !known.empty() && !is_known(known, v.name) && !is_known(known_options(file, !general, type), v.name);
  }

  void collect_files() {
    for (std::string_view file : estate_.sources.names()) {
      if (file == "extensions.conf") continue;
      for (const parse::ConfigCategory& section : estate_.sources.file(file)->categories)
        for (const parse::ConfigVariable& v : section.variables) {
          bool unknown = is_unknown_of_account(file, section, v);
          if (resembles_secret_name(v.name) || (unknown && may_be_password(v.value))) learn(v.value);
          concealer_.value(v.name, v.value);
        }
    }
  }

  void collect_dialplan() {
    for (const parse::GlobalVariable& global : estate_.dialplan.globals)
      if (resembles_secret_name(global.name)) learn(global.value);
    auto each = [&](auto look) {
      for (const parse::Context& context : estate_.dialplan.contexts)
        for (const parse::Extension& extension : context.extensions)
          for (const parse::Priority& priority : extension.priorities) look(priority);
    };
    each([&](const parse::Priority& priority) {
      if (!is_app(priority.app, {"Read", "ReadExten"})) return;
      std::vector<std::string> parts = application_arguments(priority.arguments);
      if (!argument(parts, 0).empty()) typed_.emplace(argument(parts, 0));
    });
    each([&](const parse::Priority& priority) { concealer_.text(priority.app + "(" + priority.arguments + ")"); });
    for (const parse::Context& context : estate_.dialplan.contexts)
      for (const parse::ContextSwitch& one : context.switches) concealer_.text(one.data);
  }

  void learn(const std::string& written) {
    std::string word = written;
    if (word.size() < kShortest || is_open_value(word) || names_.count(word)) return;
    bool letters = std::all_of(word.begin(), word.end(), [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; });
    bool common = knowledge::grade_secret(word, {}) == knowledge::SecretStrength::listed;
    if (letters && (word.size() < kShortestOfLetters || common)) return;
    words_.insert(std::move(word));
  }

  template <class Inside>
  std::string replaced(const std::string& text, Inside inside) const {
    std::string out;
    for (size_t begin = 0; begin < text.size();) {
      size_t end = begin;
      while (end < text.size() && inside(text[end])) ++end;
      std::string word = text.substr(begin, end - begin);
      out += words_.count(word) ? "***" : word;
      if (end < text.size()) out += text[end];
      begin = end + 1;
    }
    return out;
  }

  std::string known_words_hidden(const std::string& text) const {
    if (words_.empty()) return text;
    std::string shown = replaced(text, [](char c) { return kDividers.find(c) == std::string_view::npos; });
    return replaced(shown, is_alnum);
  }

  const Estate& estate_;
  std::unordered_set<std::string> typed_;  // variables that callers type in
  Concealer concealer_;
  std::unordered_set<std::string> names_;  // what things are called is no secret
  std::unordered_set<std::string> words_;
  std::unordered_map<std::string, std::string> shown_;
};

}  // namespace

void hide_secrets(const Estate& estate, std::vector<ConfigFinding>& findings, std::vector<TollPath>& paths) {
  Hider hider(estate);
  for (ConfigFinding& finding : findings) hider.hide(finding);
  for (TollPath& path : paths) hider.hide(path);
}

}  // namespace denwaban::audit
