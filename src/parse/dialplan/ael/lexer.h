// SPDX-License-Identifier: GPL-3.0-or-later
// The tokens of AEL (res/ael/ael.flex). What a token is depends on where it stands: in conditions, arguments
// and values everything up to the closing character is one word, so the parser says which it wants. Includes
// are followed here. Inner part of read_ael.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parse/config/file_tree.h"
#include "parse/dialplan/builder.h"

namespace denwaban::parse {

enum class AelToken : uint8_t {
  end,
  word,
  keyword,
  mark,  // one of { } ( ) ; = , : & | @ and "=>"
  bad,   // brackets that do not match, a comment or word that never ends
};

struct AelLexeme {
  AelToken token = AelToken::end;
  std::string text;
  DialplanPlace place;

  bool is(std::string_view mark_or_keyword) const {
    return (token == AelToken::mark || token == AelToken::keyword) && text == mark_or_keyword;
  }
  bool is_word() const { return token == AelToken::word; }
};

class AelLexer {
 public:
  AelLexer(FileTree& tree, const std::string& config_dir, DialplanLedger& ledger)
      : tree_(tree), config_dir_(config_dir), ledger_(ledger) {}

  // Begins with that text.
  void open(const std::string& path, std::string text);

  // Between statements.
  AelLexeme plain();
  // Behind a '(': all up to the ')' that closes it, which comes next.
  AelLexeme condition();
  // Behind a '=' or in the head of a `for`: all up to the next ';', which comes next.
  AelLexeme value();
  // Behind a '(' or ',' of a call: all up to the ',' or ')' at its own level; these themselves when nothing
  // is before them.
  AelLexeme argument();
  // Before the first argument of a call: no bracket stands open. Those that do, do so across commas.
  void begin_call() { open_in_call_.clear(); }

 private:
  struct Source {
    std::string path;
    std::string text;
    size_t at = 0;
    uint32_t file = 0;
    int line = 1;
    std::vector<std::string> following;  // of the same include, last first
  };

  bool skip_to_token(AelLexeme& lexeme);
  bool skip_comment(AelLexeme& lexeme);
  bool leave_file();
  bool include();
  void enter(const std::string& path, std::string text);
  bool enter_next(std::vector<std::string>& paths);
  AelLexeme word();
  bool skip_brackets(Source& source);
  AelLexeme until(std::string_view specials, bool (*ends)(char c, size_t depth), std::string& open);
  AelLexeme token(AelToken kind, size_t begin, size_t length);
  AelLexeme here(AelToken kind) const;

  FileTree& tree_;
  std::string config_dir_;
  DialplanLedger& ledger_;
  std::vector<Source> sources_;
  std::string open_in_call_;
  size_t files_ = 0;
  size_t bytes_ = 0;
};

}  // namespace denwaban::parse
