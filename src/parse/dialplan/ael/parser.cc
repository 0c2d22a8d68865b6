// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/dialplan/ael/parser.h"

#include <utility>

namespace denwaban::parse {

using Kind = AelNode::Kind;

AelLexeme& AelParser::peek() {
  if (!has_ahead_) ahead_ = lexer_.plain();
  has_ahead_ = true;
  return ahead_;
}

AelLexeme AelParser::take() {
  AelLexeme lexeme = std::move(peek());
  has_ahead_ = false;
  return lexeme;
}

bool AelParser::skip(std::string_view text) {
  if (!peek_is(text)) return false;
  has_ahead_ = false;
  return true;
}

void AelParser::wrong(const AelLexeme& lexeme) {
  if (!tree_.understood) return;
  tree_.understood = false;
  tree_.place = lexeme.place;
  tree_.near = lexeme.text;
}

void AelParser::expect(std::string_view text) {
  if (!skip(text)) wrong(peek());
}

std::string AelParser::take_text(const AelLexeme& lexeme) {
  if (!lexeme.is_word()) wrong(lexeme);
  return lexeme.text;
}

std::string AelParser::expect_word() {
  AelLexeme lexeme = take();
  return take_text(lexeme);
}

AelNode AelParser::node(Kind kind) {
  AelNode made;
  made.kind = kind;
  made.place = peek().place;
  if (++nodes_ > ledger_.limits.ael_nodes_max) {
    wrong(peek());
    ledger_.problem({DialplanProblem::Kind::limit, made.place, {}, {}, {}, 0, "AEL"});
  }
  return made;
}

std::string AelParser::context_name() {
  if (skip("default")) return "default";
  return expect_word();
}

// Words that run on, and colons: "a:b".
std::string AelParser::joined_words() {
  std::string text = expect_word();
  if (peek().is_word()) text += take().text;
  while (skip(":")) text += ":" + expect_word();
  return text;
}

std::string AelParser::hint_words() {
  std::string text = expect_word();
  while (ok()) {
    if (peek().is_word()) {
      text += " " + take().text;
    } else if (peek_is(":") || peek_is("&") || peek_is("@")) {
      text += take().text;
      text += expect_word();
    } else {
      break;
    }
  }
  return text;
}

// "9:00-17:00|mon-fri|*|*"
std::vector<std::string> AelParser::times() {
  std::vector<std::string> fields;
  for (int field = 0; field < 4 && ok(); ++field) {
    if (field > 0) expect("|");
    std::string text = expect_word();
    for (int more = 0; more < 2 && peek().is_word(); ++more) text += take().text;
    while (field == 0 && skip(":")) {
      text += ":" + expect_word();
      while (peek().is_word()) text += take().text;
    }
    fields.push_back(std::move(text));
  }
  return fields;
}

std::string AelParser::condition() {
  expect("(");
  if (!ok()) return {};
  std::string text = take_text(lexer_.condition());
  expect(")");
  return text;
}

AelTree AelParser::parse() {
  // Not even one is a syntax error.
  do object();
  while (ok() && peek().token != AelToken::end);
  return std::move(tree_);
}

void AelParser::object() {
  if (skip(";")) return;
  while (skip("abstract") || skip("extend")) continue;
  if (peek_is("context")) {
    tree_.objects.push_back(context());
  } else if (peek_is("macro")) {
    tree_.objects.push_back(macro());
  } else if (peek_is("globals")) {
    tree_.objects.push_back(globals());
  } else {
    wrong(peek());
  }
}

AelNode AelParser::context() {
  AelNode made = node(Kind::context);
  expect("context");
  made.text = context_name();
  expect("{");
  while (ok() && !skip("}")) element(made.body);
  return made;
}

AelNode AelParser::macro() {
  AelNode made = node(Kind::macro);
  expect("macro");
  made.text = expect_word();
  expect("(");
  if (peek().is_word()) made.words.push_back(take().text);
  while (ok() && skip(",")) made.words.push_back(expect_word());
  expect(")");
  expect("{");
  while (ok() && !skip("}")) {
    if (peek_is("includes")) {
      made.body.push_back(includes());
    } else if (peek_is("catch")) {
      AelNode caught = node(Kind::on_catch);
      take();
      caught.text = expect_word();
      expect("{");
      statements(caught.body, 1);
      expect("}");
      made.body.push_back(std::move(caught));
    } else {
      statement(made.body, 1);
    }
  }
  return made;
}

AelNode AelParser::globals() {
  AelNode made = node(Kind::globals);
  expect("globals");
  expect("{");
  while (ok() && !skip("}")) {
    AelLexeme name = take();
    made.body.push_back(assignment(Kind::assignment, take_text(name), name.place));
  }
  return made;
}

// From behind the name.
AelNode AelParser::assignment(Kind kind, std::string name, DialplanPlace place) {
  AelNode made = node(kind);
  made.place = place;
  made.text = std::move(name);
  expect("=");
  if (!ok()) return made;
  made.value = take_text(lexer_.value());
  expect(";");
  return made;
}

void AelParser::element(std::vector<AelNode>& elements) {
  if (skip(";")) return;
  if (peek_is("includes")) return elements.push_back(includes());
  if (peek_is("switches")) return elements.push_back(switches(Kind::switches));
  if (peek_is("eswitches")) return elements.push_back(switches(Kind::eswitches));
  if (peek_is("ignorepat")) {
    AelNode made = node(Kind::ignorepat);
    take();
    expect("=>");
    made.text = expect_word();
    expect(";");
    return elements.push_back(std::move(made));
  }
  if (skip("local")) {
    AelLexeme name = take();
    return elements.push_back(assignment(Kind::local_assignment, take_text(name), name.place));
  }
  bool regexten = skip("regexten");
  extension(elements, regexten);
}

void AelParser::extension(std::vector<AelNode>& elements, bool regexten) {
  AelNode made = node(Kind::extension);
  made.regexten = regexten;
  if (skip("hint")) {
    expect("(");
    made.hint = hint_words();
    made.has_hint = true;
    expect(")");
  }
  made.text = expect_word();
  if (!made.has_hint && !regexten && peek_is("=")) {
    return elements.push_back(assignment(Kind::assignment, std::move(made.text), made.place));
  }
  if (!made.has_hint && !regexten && skip("@")) made.text += "@" + expect_word();
  expect("=>");
  statement(made.body, 1);
  elements.push_back(std::move(made));
}

AelNode AelParser::includes() {
  AelNode made = node(Kind::includes);
  expect("includes");
  expect("{");
  while (ok() && !skip("}")) {
    AelNode included = node(Kind::word);
    included.text = context_name();
    if (skip("|")) included.words = times();
    expect(";");
    made.body.push_back(std::move(included));
  }
  return made;
}

AelNode AelParser::switches(Kind kind) {
  AelNode made = node(kind);
  take();
  expect("{");
  while (ok() && !skip("}")) {
    AelNode asked = node(Kind::word);
    asked.text = expect_word();
    if (skip("@")) asked.text += "@" + expect_word();
    expect(";");
    made.body.push_back(std::move(asked));
  }
  return made;
}

AelTree parse_ael(AelLexer& lexer, DialplanLedger& ledger) { return AelParser(lexer, ledger).parse(); }

}  // namespace denwaban::parse
