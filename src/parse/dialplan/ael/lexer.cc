// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/dialplan/ael/lexer.h"

#include <algorithm>
#include <array>

namespace denwaban::parse {
namespace {

constexpr size_t kDepthMax = 50;       // MAX_INCLUDE_DEPTH
constexpr size_t kBracketsMax = 4096;  // pbcstack[400], which Asterisk does not check
constexpr std::string_view kBlanks = " \t\n\r";

constexpr std::array<std::string_view, 28> kKeywords{
    "context", "abstract", "extend",  "macro",  "globals",  "local",     "ignorepat",
    "switch",  "if",       "ifTime",  "random", "regexten", "hint",      "else",
    "goto",    "jump",     "return",  "break",  "continue", "for",       "while",
    "case",    "default",  "pattern", "catch",  "switches", "eswitches", "includes"};

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) != 0 ||
         std::string_view("-'\"_/.<>*+!$#[]").find(c) != std::string_view::npos;
}

char opening_of(char close) { return close == ')' ? '(' : close == ']' ? '[' : '{'; }

bool starts_at(const std::string& text, size_t at, std::string_view what) {
  return text.compare(at, what.size(), what) == 0;
}

}  // namespace

AelLexeme AelLexer::here(AelToken kind) const {
  AelLexeme lexeme;
  lexeme.token = kind;
  if (!sources_.empty()) lexeme.place = {sources_.back().file, sources_.back().line};
  return lexeme;
}

// The next `length` bytes from `begin`, which is where we stand; counts lines.
AelLexeme AelLexer::token(AelToken kind, size_t begin, size_t length) {
  AelLexeme lexeme = here(kind);
  Source& source = sources_.back();
  lexeme.text = source.text.substr(begin, length);
  source.line += static_cast<int>(std::count(lexeme.text.begin(), lexeme.text.end(), '\n'));
  source.at = begin + length;
  return lexeme;
}

void AelLexer::open(const std::string& path, std::string text) { enter(path, std::move(text)); }

void AelLexer::enter(const std::string& path, std::string text) {
  ++files_;
  bytes_ += text.size();
  Source source;
  source.path = path;
  source.text = text.substr(0, text.find('\0'));
  source.file = ledger_.file_index(path);
  sources_.push_back(std::move(source));
}

// The next file of a pattern that can be read. What cannot is only logged by Asterisk, and left out.
bool AelLexer::enter_next(std::vector<std::string>& paths) {
  while (!paths.empty()) {
    std::string path = std::move(paths.back());
    paths.pop_back();
    bool open =
        std::any_of(sources_.begin(), sources_.end(), [&](const Source& s) { return s.path == path; });
    auto content = open ? Result<std::string>(fail(ErrorKind::full, "includes itself")) : tree_.read(path);
    bool within = files_ < ledger_.limits.config.files_max && bytes_ < ledger_.limits.config.bytes_max;
    if (content && within) {
      enter(path, std::move(*content));
      sources_.back().following = std::move(paths);
      return true;
    }
    DialplanProblem::Kind kind = content ? DialplanProblem::Kind::limit : DialplanProblem::Kind::ael_include;
    ledger_.problem({kind, here(AelToken::end).place, {}, {}, {}, 0, path});
  }
  return false;
}

// `#include "x"`; false: it is none.
bool AelLexer::include() {
  Source& source = sources_.back();
  constexpr std::string_view kWord = "#include";
  if (!starts_at(source.text, source.at, kWord)) return false;
  size_t quote = source.text.find_first_not_of(" \t", source.at + kWord.size());
  if (quote == std::string::npos || quote == source.at + kWord.size() || source.text[quote] != '"')
    return false;
  size_t end = source.text.find('"', quote + 1);
  if (end == std::string::npos || end == quote + 1) return false;
  std::string name = source.text.substr(quote + 1, end - quote - 1);
  token(AelToken::mark, source.at, end + 1 - source.at);
  if (!name.starts_with('/')) name = config_dir_ + "/" + name;
  std::vector<std::string> paths{name};
  if (name.find_first_of("*?[{") != std::string::npos) paths = tree_.glob(name);
  std::reverse(paths.begin(), paths.end());
  if (sources_.size() <= kDepthMax) enter_next(paths);
  return true;
}

bool AelLexer::leave_file() {
  std::vector<std::string> following = std::move(sources_.back().following);
  if (sources_.size() == 1) return false;
  sources_.pop_back();
  enter_next(following);
  return true;
}

// False: `lexeme` says what is wrong.
bool AelLexer::skip_comment(AelLexeme& lexeme) {
  Source& source = sources_.back();
  size_t end = source.text.find("*/", source.at + 2);
  if (end == std::string::npos) {
    lexeme = here(AelToken::bad);
    source.at = source.text.size();
    return false;
  }
  token(AelToken::mark, source.at, end + 2 - source.at);
  return true;
}

// To where a token begins; false: `lexeme` is the end, or what is wrong.
bool AelLexer::skip_to_token(AelLexeme& lexeme) {
  for (;;) {
    Source& source = sources_.back();
    if (source.at >= source.text.size()) {
      if (leave_file()) continue;
      lexeme = here(AelToken::end);
      return false;
    }
    char c = source.text[source.at];
    if (kBlanks.find(c) != std::string_view::npos) {
      token(AelToken::mark, source.at, 1);
    } else if (starts_at(source.text, source.at, "//")) {
      source.at = std::min(source.text.find('\n', source.at), source.text.size());
    } else if (starts_at(source.text, source.at, "/*")) {
      if (!skip_comment(lexeme)) return false;
    } else if (c == '#' && include()) {
      continue;
    } else if (is_word_character(c) || c == '\\' ||
               std::string_view("{}();=,:&|@").find(c) != std::string_view::npos) {
      return true;
    } else {
      ++source.at;  // logged, and left out
    }
  }
}

AelLexeme AelLexer::plain() {
  AelLexeme lexeme;
  if (!skip_to_token(lexeme)) return lexeme;
  Source& source = sources_.back();
  char c = source.text[source.at];
  if (is_word_character(c) || c == '\\') return word();
  return token(AelToken::mark, source.at, starts_at(source.text, source.at, "=>") ? 2 : 1);
}

// From behind a "${" or "$[" to behind what closes it. False: it does not match.
bool AelLexer::skip_brackets(Source& source) {
  std::string open(1, source.text[source.at - 1]);
  for (; source.at < source.text.size() && open.size() < kBracketsMax; ++source.at) {
    char c = source.text[source.at];
    if (c == '\\') {
      size_t next = source.at + 1;
      if (next < source.text.size() &&
          std::string_view("()[]{}").find(source.text[next]) != std::string_view::npos) {
        ++source.at;
      }
    } else if (c == '(' || c == '[' || c == '{') {
      open.push_back(c);
    } else if (c == ')' || c == ']' || c == '}') {
      if (open.back() != opening_of(c)) return false;
      open.pop_back();
      if (open.empty()) {
        ++source.at;
        return true;
      }
    }
  }
  return false;
}

AelLexeme AelLexer::word() {
  Source& source = sources_.back();
  size_t begin = source.at;
  while (source.at < source.text.size()) {
    char c = source.text[source.at];
    if (starts_at(source.text, source.at, "${") || starts_at(source.text, source.at, "$[")) {
      source.at += 2;
      if (!skip_brackets(source)) return here(AelToken::bad);
    } else if (c == '\\' && source.at + 1 < source.text.size() && source.text[source.at + 1] != '\n') {
      source.at += 2;
    } else if (is_word_character(c)) {
      ++source.at;
    } else {
      break;
    }
  }
  if (source.at == begin) return here(AelToken::bad);
  AelLexeme lexeme = token(AelToken::word, begin, source.at - begin);
  if (std::find(kKeywords.begin(), kKeywords.end(), lexeme.text) != kKeywords.end()) {
    lexeme.token = AelToken::keyword;
  }
  return lexeme;
}

// All up to a special character that ends it, given how many parentheses stand open there; `open` are all
// brackets that do. A special character behind a `\` is an ordinary one.
AelLexeme AelLexer::until(std::string_view specials, bool (*ends)(char c, size_t depth), std::string& open) {
  Source& source = sources_.back();
  size_t depth = 0;
  for (size_t at = source.at; at < source.text.size(); ++at) {
    char c = source.text[at];
    if (specials.find(c) == std::string_view::npos) continue;
    if (at > source.at && source.text[at - 1] == '\\') continue;
    if (c == ')' && depth == 0 && !open.empty()) break;
    if (ends(c, depth)) return token(AelToken::word, source.at, at - source.at);
    if (c == '(' || c == '[' || c == '{') {
      if (open.size() >= kBracketsMax) break;
      open.push_back(c);
      depth += c == '(';
    } else if (c == ')' || c == ']' || c == '}') {
      if (open.empty() || open.back() != opening_of(c)) break;
      open.pop_back();
      depth -= c == ')';
    }
  }
  return here(AelToken::bad);
}

AelLexeme AelLexer::condition() {
  std::string open;
  return until(
      "()[]{}", [](char c, size_t depth) { return c == ')' && depth == 0; }, open);
}

AelLexeme AelLexer::value() {
  std::string open;
  return until(
      ";()[]{}", [](char c, size_t) { return c == ';'; }, open);
}

AelLexeme AelLexer::argument() {
  AelLexeme lexeme = until(
      ",()[]{}", [](char c, size_t depth) { return (c == ')' || c == ',') && depth == 0; }, open_in_call_);
  if (lexeme.token == AelToken::word && lexeme.text.empty())
    return token(AelToken::mark, sources_.back().at, 1);
  return lexeme;
}

}  // namespace denwaban::parse
