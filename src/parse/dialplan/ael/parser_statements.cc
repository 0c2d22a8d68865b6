// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/dialplan/ael/parser.h"

#include <utility>

namespace denwaban::parse {

namespace {

constexpr int kDepthMax = 100;
constexpr size_t kArgumentsMax = 1000;

}  // namespace

using Kind = AelNode::Kind;

void AelParser::statements(std::vector<AelNode>& statements, int depth) {
  while (ok() && !peek_is("}") && !peek_is("case") && !peek_is("pattern") && peek().token != AelToken::end) {
    if (peek_is("default")) return;  // of a switch
    statement(statements, depth);
  }
}

void AelParser::statement(std::vector<AelNode>& statements, int depth) {
  if (depth > kDepthMax) return wrong(peek());
  if (skip(";")) return;
  if (peek_is("{")) {
    AelNode made = node(Kind::block);
    take();
    this->statements(made.body, depth + 1);
    expect("}");
    statements.push_back(std::move(made));
  } else if (peek_is("&")) {
    statements.push_back(macro_call());
  } else if (peek().is_word()) {
    word_statement(statements);
  } else {
    keyword_statement(statements, depth);
  }
}

void AelParser::keyword_statement(std::vector<AelNode>& statements, int depth) {
  using Simple = std::pair<std::string_view, Kind>;
  for (auto [word, kind] :
       {Simple{"break", Kind::leave}, Simple{"continue", Kind::again}, Simple{"return", Kind::give_back}}) {
    if (!peek_is(word)) continue;
    statements.push_back(node(kind));
    take();
    return expect(";");
  }
  if (skip("local")) {
    AelLexeme name = take();
    statements.push_back(assignment(Kind::local_assignment, take_text(name), name.place));
  } else if (peek_is("goto")) {
    statements.push_back(goto_statement());
  } else if (peek_is("jump")) {
    statements.push_back(jump());
  } else if (peek_is("for")) {
    statements.push_back(loop_for(depth));
  } else if (peek_is("while")) {
    AelNode made = node(Kind::loop_while);
    take();
    made.text = condition();
    statement(made.body, depth + 1);
    statements.push_back(std::move(made));
  } else if (peek_is("switch")) {
    statements.push_back(choice(depth));
  } else if (peek_is("if") || peek_is("random") || peek_is("ifTime")) {
    Kind kind = peek_is("if") ? Kind::condition : peek_is("random") ? Kind::chance : Kind::if_time;
    statements.push_back(conditional(kind, depth));
  } else {
    wrong(peek());
  }
}

AelNode AelParser::conditional(Kind kind, int depth) {
  AelNode made = node(kind);
  take();
  if (kind == Kind::if_time) {
    expect("(");
    made.words = times();
    expect(")");
  } else {
    made.text = condition();
  }
  statement(made.body, depth + 1);
  if (ok() && skip("else")) statement(made.otherwise, depth + 1);
  return made;
}

AelNode AelParser::loop_for(int depth) {
  AelNode made = node(Kind::loop_for);
  take();
  expect("(");
  if (ok()) made.text = take_text(lexer_.value());
  expect(";");
  if (ok()) made.value = take_text(lexer_.value());
  expect(";");
  if (ok()) made.step = take_text(lexer_.condition());
  expect(")");
  statement(made.body, depth + 1);
  return made;
}

AelNode AelParser::choice(int depth) {
  AelNode made = node(Kind::choice);
  take();
  made.text = condition();
  expect("{");
  while (ok() && !skip("}")) {
    AelNode one = node(peek_is("case")      ? Kind::on_case
                       : peek_is("pattern") ? Kind::on_pattern
                                            : Kind::on_default);
    if (!skip("case") && !skip("pattern")) {
      expect("default");
    } else {
      one.text = expect_word();
    }
    expect(":");
    statements(one.body, depth + 1);
    made.body.push_back(std::move(one));
  }
  return made;
}

AelNode AelParser::goto_statement() {
  AelNode made = node(Kind::jump);
  take();
  made.words.push_back(peek_is("default") ? take().text : joined_words());
  while (ok() && made.words.size() < 3 && (skip("|") || skip(","))) made.words.push_back(joined_words());
  expect(";");
  return made;
}

// "extension[,priority][@context]"
AelNode AelParser::jump() {
  AelNode made = node(Kind::jump);
  take();
  made.words.push_back(joined_words());
  made.words.push_back(skip(",") ? expect_word() : "1");
  if (skip("@")) made.words.insert(made.words.begin(), context_name());
  expect(";");
  return made;
}

// The arguments up to the closing parenthesis, which is taken.
std::vector<std::string> AelParser::arguments(std::string first, bool has_first) {
  std::vector<std::string> words;
  lexer_.begin_call();
  AelLexeme lexeme = lexer_.argument();
  if (has_first && lexeme.is_word()) {
    words.push_back(first + lexeme.text);
    lexeme = lexer_.argument();
  } else if (has_first || !lexeme.is(")")) {
    bool is_word = !has_first && lexeme.is_word();
    words.push_back(is_word ? lexeme.text : first);
    if (is_word) lexeme = lexer_.argument();
  }
  while (lexeme.is(",") && words.size() < kArgumentsMax) {
    lexeme = lexer_.argument();
    words.push_back(lexeme.is_word() ? lexeme.text : std::string());
    if (lexeme.is_word()) lexeme = lexer_.argument();
  }
  if (!lexeme.is(")")) wrong(lexeme);
  return words;
}

AelNode AelParser::macro_call() {
  AelNode made = node(Kind::macro_call);
  take();
  made.text = expect_word();
  expect("(");
  if (!ok()) return made;
  // Here the grammar has looked ahead, and reads the first word by the rules that hold between statements.
  if (peek().is_word()) {
    made.words = arguments(take().text, true);
  } else if (skip(",")) {
    made.words = arguments({}, true);
    made.words.insert(made.words.begin(), std::string());
  } else {
    expect(")");
  }
  expect(";");
  return made;
}

void AelParser::word_statement(std::vector<AelNode>& statements) {
  AelLexeme name = take();
  if (peek_is("="))
    return statements.push_back(assignment(Kind::assignment, std::move(name.text), name.place));
  if (skip("(")) return call(statements, name);
  AelNode made = node(peek_is(":") ? Kind::label : Kind::call);
  made.place = name.place;
  made.text = std::move(name.text);
  if (!skip(":")) expect(";");
  statements.push_back(std::move(made));
}

// An application, or the assignment to a function: "f(x) = y".
void AelParser::call(std::vector<AelNode>& statements, const AelLexeme& name) {
  AelNode made;
  made.kind = same_name(name.text, "goto") ? Kind::jump : Kind::call;
  made.place = name.place;
  made.words = arguments({}, false);
  if (!ok()) return;
  if (made.kind == Kind::call) made.text = name.text;
  if (peek_is("=")) {
    std::string function = made.text + "(";
    for (size_t i = 0; i < made.words.size(); ++i) function += (i == 0 ? "" : ",") + made.words[i];
    return statements.push_back(assignment(Kind::assignment, function + ")", name.place));
  }
  expect(";");
  statements.push_back(std::move(made));
}

}  // namespace denwaban::parse
