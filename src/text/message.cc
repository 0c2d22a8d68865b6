// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/message.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <unordered_map>

#include "text/catalogues.h"
#include "text/printable.h"

namespace denwaban::text {
namespace {

constexpr size_t kArgumentWidthMax = 400;

// Facts of records are text, counts among them.
std::optional<uint64_t> number_in(std::string_view text) {
  uint64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

class Sentence {
 public:
  explicit Sentence(std::span<const Argument> arguments) : arguments_(arguments) {}

  std::string fill(std::string_view pattern) {
    while (!pattern.empty()) {
      size_t special = pattern.find_first_of("{[");
      out_.append(pattern.substr(0, special));
      if (special == std::string_view::npos) break;
      char close = pattern[special] == '{' ? '}' : ']';
      size_t end = pattern.find(close, special);
      std::string_view inside =
          pattern.substr(special + 1, end == std::string_view::npos ? end : end - special - 1);
      close == '}' ? insert(inside) : insert_optional(inside);
      if (end == std::string_view::npos) break;
      pattern.remove_prefix(end + 1);
    }
    return std::move(out_);
  }

 private:
  const Argument* find(std::string_view name) const {
    for (const Argument& argument : arguments_)
      if (argument.name == name) return &argument;
    return nullptr;
  }

  void insert(std::string_view inside) {
    size_t bar = inside.find('|');
    const Argument* argument = find(inside.substr(0, bar));
    if (argument == nullptr) return;
    if (auto* text = std::get_if<std::string>(&argument->value)) {
      auto counted = bar == std::string_view::npos ? std::nullopt : number_in(*text);
      counted ? insert_form(inside.substr(bar + 1), *counted) : void(out_ += printable(*text, kArgumentWidthMax));
      return;
    }
    uint64_t number = std::get<uint64_t>(argument->value);
    if (bar == std::string_view::npos)
      out_ += grouped(number);
    else
      insert_form(inside.substr(bar + 1), number);
  }

  // English and Spanish say "1 ban, 2 bans"; Japanese has one form, and its patterns hold only that.
  void insert_form(std::string_view forms, uint64_t number) {
    size_t bar = forms.find('|');
    bool many = bar != std::string_view::npos && number != 1;
    std::string_view form = many ? forms.substr(bar + 1) : forms.substr(0, bar);
    size_t mark = form.find('#');
    out_.append(form.substr(0, mark));
    if (mark == std::string_view::npos) return;
    out_ += grouped(number);
    out_.append(form.substr(mark + 1));
  }

  void insert_optional(std::string_view inside) {
    size_t mark = inside.find('?');
    const Argument* argument = find(inside.substr(0, mark));
    if (argument == nullptr || mark == std::string_view::npos) return;
    const auto* text = std::get_if<std::string>(&argument->value);
    bool wanted = text != nullptr ? !text->empty() : std::get<uint64_t>(argument->value) != 0;
    if (wanted) out_ += Sentence(arguments_).fill(inside.substr(mark + 1));  // one deep: brackets do not nest
  }

  std::span<const Argument> arguments_;
  std::string out_;
};

using Index = std::unordered_map<std::string_view, std::string_view>;

Index index_of(Language language) {
  Index index;
  for (auto topic : catalogue(language))
    for (const Row& row : topic) index.emplace(row.id, row.pattern);
  return index;
}

}  // namespace

std::vector<std::span<const Row>> catalogue(Language) {
  return {english_findings(), english_decisions(), english_units(),    english_status(),
          english_observe(),  english_captures(),  english_countries(),
          english_rules_files(),
          english_rules_chan_sip(),
          english_rules_pjsip(),
          english_rules_iax(),
          english_rules_management(),
          english_rules_system(),
          english_rules_users(),
          english_rules_voicemail(),
          english_rules_dialplan(),
          english_rules_freepbx(),
          english_rules_host(),
          english_rules_toll_paths(),
          english_secrets(),
          english_fraud(),
          english_gate(),
          english_notify(),
          english_rates(),
          english_bills(),
          english_records(),
          english_audit()};
}

std::optional<std::string_view> find_pattern(std::string_view id, Language language) {
  static const std::array<Index, 3> kIndexes = {index_of(Language::en), index_of(Language::ja),
                                                index_of(Language::es)};
  const Index& index = kIndexes[static_cast<size_t>(language)];
  auto found = index.find(id);
  if (found == index.end()) return std::nullopt;
  return found->second;
}

std::string say(std::string_view id, std::span<const Argument> arguments, Language language) {
  auto pattern = find_pattern(id, language);
  return pattern ? Sentence(arguments).fill(*pattern) : fmt::format("<{}>", id);
}

std::string say(std::string_view id, std::initializer_list<Argument> arguments, Language language) {
  return say(id, std::span<const Argument>(arguments.begin(), arguments.size()), language);
}

std::string grouped(uint64_t number) {
  std::string digits = std::to_string(number);
  for (size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

}  // namespace denwaban::text
