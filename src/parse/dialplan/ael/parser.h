// SPDX-License-Identifier: GPL-3.0-or-later
// The grammar of AEL (res/ael/ael.y). Inner part of parse_ael.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parse/dialplan/ael/tree.h"

namespace denwaban::parse {

// A parser by recursive descent, bounded in depth. It stops at the first thing it does not understand, since
// Asterisk then loads nothing of the file.
class AelParser {
 public:
  AelParser(AelLexer& lexer, DialplanLedger& ledger) : lexer_(lexer), ledger_(ledger) {}

  AelTree parse();

 private:
  using Kind = AelNode::Kind;

  AelLexeme& peek();
  AelLexeme take();
  bool peek_is(std::string_view text) { return peek().is(text); }
  bool skip(std::string_view text);  // true: it was there
  void expect(std::string_view text);
  std::string expect_word();
  std::string take_text(const AelLexeme& lexeme);
  void wrong(const AelLexeme& lexeme);
  AelNode node(Kind kind);
  bool ok() const { return tree_.understood; }

  void object();
  AelNode context();
  AelNode macro();
  AelNode globals();
  void element(std::vector<AelNode>& elements);
  void extension(std::vector<AelNode>& elements, bool regexten);
  AelNode includes();
  AelNode switches(Kind kind);
  AelNode assignment(Kind kind, std::string name, DialplanPlace place);
  void statement(std::vector<AelNode>& statements, int depth);
  void statements(std::vector<AelNode>& statements, int depth);
  void keyword_statement(std::vector<AelNode>& statements, int depth);
  void word_statement(std::vector<AelNode>& statements);
  AelNode conditional(Kind kind, int depth);
  AelNode loop_for(int depth);
  AelNode choice(int depth);
  AelNode jump();
  AelNode goto_statement();
  AelNode macro_call();
  void call(std::vector<AelNode>& statements, const AelLexeme& name);
  std::vector<std::string> arguments(std::string first, bool has_first);
  std::string condition();
  std::string context_name();
  std::string joined_words();  // goto_word
  std::string hint_words();
  std::vector<std::string> times();

  AelLexer& lexer_;
  DialplanLedger& ledger_;
  AelTree tree_;
  AelLexeme ahead_;
  bool has_ahead_ = false;
  size_t nodes_ = 0;
};

}  // namespace denwaban::parse
