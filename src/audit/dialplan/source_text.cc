// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/dialplan/source_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "audit/dialplan/arguments.h"

namespace denwaban::audit {
namespace {

constexpr std::string_view kHidden = "***";

std::string upper(std::string_view text) {
  std::string all(text);
  std::transform(all.begin(), all.end(), all.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return all;
}

// Hides what stands between ':' and '@' of "user:password@host".
std::string hide_credentials(std::string text) {
  size_t at = text.find('@');
  while (at != std::string::npos) {
    size_t colon = at;
    while (colon > 0 && std::string_view("/&,(){}$= ").find(text[colon - 1]) == std::string_view::npos && text[colon] != ':')
      --colon;
    size_t next = at + 1;
    if (text[colon] == ':' && colon + 1 < at) {
      text.replace(colon + 1, at - colon - 1, kHidden);
      next = colon + 1 + kHidden.size() + 1;
    }
    at = text.find('@', next);
  }
  return text;
}

// Of a query or a dialplan: what is_secret_name knows, and keys and codes.
bool is_secret_parameter(std::string_view name) {
  std::string all = upper(name);
  return is_secret_name(name) || all.ends_with("KEY") || all.ends_with("CODE") || all.ends_with("PIN") || all == "AUTH" ||
         all == "SIG" || all == "SIGNATURE";
}

// "password=value" inside of longer texts, as in addresses and commands.
std::string hide_assignments(std::string text) {
  size_t equals = text.find('=');
  while (equals != std::string::npos) {
    size_t begin = equals;
    while (begin > 0 && (std::isalnum(static_cast<unsigned char>(text[begin - 1])) || text[begin - 1] == '_')) --begin;
    size_t end = text.find_first_of("&,;)\"' ", equals + 1);
    if (end == std::string::npos) end = text.size();
    bool plain = end > equals + 1 && text.compare(equals + 1, 2, "${") != 0;
    if (plain && is_secret_parameter(std::string_view(text).substr(begin, equals - begin)))
      text.replace(equals + 1, end - equals - 1, kHidden);
    equals = text.find('=', equals + 1);
  }
  return text;
}

// What programs take as a password: "-u user:password", "--password word", "-pword" of mysql.
std::string hide_program_options(std::string text) {
  static constexpr std::string_view kWholes[] = {" --password ", " --passwd ", " --pass ", " --token ", " -xp ", " -xu "};
  for (std::string_view option : {" -u ", " --user ", " -U "}) {
    for (size_t at = text.find(option); at != std::string::npos; at = text.find(option, at + 1)) {
      size_t begin = text.find_first_not_of(' ', at + option.size());
      size_t end = std::min(text.find_first_of(" ),;", begin), text.size());
      size_t colon = text.find(':', begin);
      if (begin != std::string::npos && colon < end) text.replace(colon + 1, end - colon - 1, kHidden);
    }
  }
  for (std::string_view option : kWholes) {
    for (size_t at = text.find(option); at != std::string::npos; at = text.find(option, at + 1)) {
      size_t begin = text.find_first_not_of(' ', at + option.size());
      if (begin == std::string::npos) break;
      text.replace(begin, std::min(text.find_first_of(" ),;", begin), text.size()) - begin, kHidden);
    }
  }
  if (text.find("mysql") == std::string::npos) return text;
  for (size_t at = text.find(" -p"); at != std::string::npos; at = text.find(" -p", at + 1)) {
    size_t end = std::min(text.find_first_of(" ),;", at + 3), text.size());
    text.replace(at + 3, end - at - 3, kHidden);
  }
  return text;
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// Digits and words that a secret variable is compared with: $["${PIN}"="4711"].
std::string hide_comparisons(std::string text) {
  std::vector<std::pair<size_t, size_t>> hidden;  // begin and length
  std::vector<Reference> all = references(text);
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].kind != Reference::Kind::expression) continue;
    bool secret = std::any_of(all.begin(), all.end(), [&](const Reference& one) {
      return one.parent == static_cast<int>(i) && is_secret_parameter(one.name);
    });
    if (!secret) continue;
    for (size_t at = all[i].begin + 2; at < all[i].end; ++at) {
      auto inner = std::find_if(all.begin(), all.end(), [&](const Reference& one) {
        return one.parent == static_cast<int>(i) && one.begin <= at && at < one.end;
      });
      if (inner != all.end()) {
        at = inner->end - 1;
        continue;
      }
      size_t end = at;
      while (end < all[i].end && is_word(text[end])) ++end;
      if (end > at + 2) hidden.emplace_back(at, end - at);
      at = std::max(at, end);
    }
  }
  std::sort(hidden.rbegin(), hidden.rend());
  for (const auto& [begin, length] : hidden) text.replace(begin, length, kHidden);
  return text;
}

void hide_argument(std::vector<std::string>& parts, size_t index) {
  if (index >= parts.size()) return;
  std::string_view text = trim(parts[index]);
  if (!text.empty() && !text.starts_with("${") && !text.starts_with('/') && text != "no-password") parts[index] = kHidden;
}

std::string joined(const std::vector<std::string>& parts) { return fmt::format("{}", fmt::join(parts, ",")); }

}  // namespace

bool is_secret_name(std::string_view name) {
  static constexpr std::string_view kWords[] = {"PASS", "SECRET",     "APIKEY",  "API_KEY",   "TOKEN",
                                                "PWD",  "CREDENTIAL", "AUTHKEY", "ACCESSKEY", "PRIVATEKEY"};
  std::string all = upper(name);
  if (all == "PIN" || all.ends_with("_PIN") || all.starts_with("PIN_") || all.ends_with("PINCODE")) return true;
  if (all.find("PASSED") != std::string::npos || all.find("PASSENGER") != std::string::npos ||
      all.find("BYPASS") != std::string::npos)
    return false;
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view word) { return all.find(word) != std::string::npos; });
}

std::string printable(std::string_view text, size_t max) {
  std::string clean;
  for (char c : text) {
    if (clean.size() >= max) break;
    unsigned char byte = static_cast<unsigned char>(c);
    clean += byte < 0x20 || byte == 0x7f ? ' ' : c;
  }
  while (!clean.empty() && (static_cast<unsigned char>(clean.back()) & 0xC0) == 0x80 && clean.size() >= max) clean.pop_back();
  if (!clean.empty() && clean.size() < text.size() && static_cast<unsigned char>(clean.back()) >= 0xC0) clean.pop_back();
  return clean;
}

std::string without_secrets(std::string_view app, std::string_view arguments) {
  std::vector<std::string> parts = application_arguments(arguments);
  if (is_app(app, {"Authenticate", "DISA"})) {
    hide_argument(parts, 0);
    return joined(parts);
  }
  if (is_app(app, "MYSQL") && trim(parts[0]).starts_with("Connect")) return "Connect ***";
  if (is_app(app, {"Macro", "Gosub"}) && parts.size() > 1 && upper(parts[0]).find("PIN") != std::string::npos) {
    for (size_t i = 1; i < parts.size(); ++i) hide_argument(parts, i);
    return joined(parts);
  }
  return hide_comparisons(hide_assignments(hide_program_options(hide_credentials(std::string(arguments)))));
}

SourceLine source_line(const Estate& estate, parse::DialplanPlace place, std::string_view context, std::string_view text) {
  const std::vector<std::string>& files = estate.dialplan.files;
  SourceLine line;
  if (place.file < files.size()) line.file = printable(estate.sources.shown(files[place.file]));
  line.line = place.line;
  line.context = printable(context);
  line.text = printable(text);
  return line;
}

SourceLine source_line(const Estate& estate, const parse::Context& context, const parse::Extension& extension,
                       const parse::Priority& priority) {
  std::string caller = extension.match_cid ? "/" + extension.cid : std::string();
  std::string text = fmt::format("exten => {}{},{},{}({})", extension.name, caller, priority.number, priority.app,
                                 without_secrets(priority.app, priority.arguments));
  return source_line(estate, priority.place, context.name, text);
}

SourceLine source_line(const Estate& estate, const parse::Context& context, const parse::ContextInclude& include) {
  return source_line(estate, include.place, context.name, "include => " + include.written);
}

std::string object_name(const parse::Context& context, const parse::Extension& extension) {
  return printable(extension.name + "@" + context.name);
}

}  // namespace denwaban::audit
