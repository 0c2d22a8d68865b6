// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions with regular expressions, against the library that Asterisk asks.
#include <gtest/gtest.h>
#include <regex.h>

#include <random>

#include "../audited.h"
#include "audit/paths/number_set.h"

namespace denwaban::audit {
namespace {

// What `text : written` or `text =~ written` is for the C library, as main/ast_expr2.y goes about it.
struct Answer {
  bool refused = false, found = false, is_true = false;
};

Answer answer(const std::string& written, const std::string& text, bool only_at_start) {
  Answer answer;
  regex_t compiled;
  if (regcomp(&compiled, written.c_str(), REG_EXTENDED) != 0) {
    answer.refused = true;
    return answer;
  }
  regmatch_t places[2] = {{-1, -1}, {-1, -1}};
  answer.found = regexec(&compiled, text.c_str(), 2, places, 0) == 0 && (!only_at_start || places[0].rm_so == 0);
  if (answer.found && places[1].rm_so >= 0) {
    std::string group = text.substr(static_cast<size_t>(places[1].rm_so), static_cast<size_t>(places[1].rm_eo - places[1].rm_so));
    int number = 0;
    bool is_number = std::sscanf(group.c_str(), "%30d", &number) == 1;
    answer.is_true = !group.empty() && (!is_number || number != 0);
  } else if (answer.found) {
    answer.is_true = places[0].rm_eo > places[0].rm_so;
  }
  regfree(&compiled);
  return answer;
}

class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  size_t below(size_t end) { return engine_() % end; }
  std::string text() {
    std::string text;
    for (size_t length = below(7); text.size() < length;) text.push_back("0012349*#+a"[below(11)]);
    return text;
  }
  std::string expression(int depth = 0) {
    std::string all;
    for (size_t parts = 1 + below(3); parts > 0; --parts) all += part(depth);
    if (depth < 2 && below(5) == 0) all += "|" + expression(depth + 1);
    return depth == 0 && below(3) == 0 ? "^" + all : depth == 0 && below(3) == 0 ? all + "$" : all;
  }

 private:
  std::string part(int depth) {
    static const char* const kSingles[] = {"0", "1",  "3",   "a",      "[0-9]",       "[12]", "[^0]",
                                           ".", "\\+", "\\*", "[*0-9]", "[[:digit:]]", "00",   "[]a]"};
    static const char* const kRepeats[] = {"*", "+", "?", "{2}", "{1,3}", "{0,1}", "{2,}", "*?"};
    std::string one = depth < 2 && below(4) == 0 ? "(" + expression(depth + 1) + ")" : kSingles[below(14)];
    if (below(12) == 0) return depth == 0 && below(2) == 0 ? "^" + one : one + "$";
    return below(3) == 0 ? one + kRepeats[below(8)] : one;
  }
  std::mt19937 engine_;
};

TEST(RegularExpressions, AreWhatTheCLibraryMakesOfThem) {
  Random random(20);
  size_t read = 0;
  for (int round = 0; round < 200; ++round) {
    std::string written = random.expression();
    RegularExpression expression;
    auto reading = RegularExpression::read(written, expression);
    if (reading == RegularExpression::Reading::beyond) continue;
    bool only_at_start = random.below(2) == 0;
    NumberSets sets;
    auto outcomes = sets.outcomes(written, only_at_start);
    if (!outcomes) continue;  // too many states
    for (int i = 0; i < 12; ++i) {
      std::string text = random.text();
      Answer wanted = answer(written, text, only_at_start);
      ASSERT_EQ(reading == RegularExpression::Reading::refused, wanted.refused) << written;
      if (wanted.refused) break;
      ++read;
      EXPECT_EQ(ExpressionRun(expression, only_at_start, Matching::found).accepts(text), wanted.found)
          << written << " of " << text << (only_at_start ? " at its start" : "");
      EXPECT_TRUE(sets.contains(wanted.is_true ? outcomes->yes : outcomes->no, text))
          << written << " of " << text << (only_at_start ? " at its start" : "");
      if (!expression.has_group()) {
        EXPECT_FALSE(sets.contains(wanted.is_true ? outcomes->no : outcomes->yes, text)) << written << " of " << text;
      }
    }
  }
  EXPECT_GT(read, 1'000u) << "the property was tried on too little";
}

TEST(RegularExpressions, ThatNobodyCanReadAreTold) {
  RegularExpression expression;
  using Reading = RegularExpression::Reading;
  for (const char* refused : {"*1", "(1", "[1", "a{2", "1|*", "^*", "[9-0]", "1\\", "a{3,2}"})
    EXPECT_EQ(RegularExpression::read(refused, expression), Reading::refused) << refused;
  for (const char* beyond : {"(1)\\1", "\\bx", "[[=a=]]", "1{400}", "(((1{40}){40}){40}){40}"})
    EXPECT_EQ(RegularExpression::read(beyond, expression), Reading::beyond) << beyond;
  EXPECT_EQ(RegularExpression::read(std::string(20'000, '('), expression), Reading::beyond);
  EXPECT_EQ(RegularExpression::read("1)", expression), Reading::read);
}

// What a stranger who dials X. has to dial to get through the condition.
std::string let_through(const std::string& condition, const std::string& sent = "${EXTEN}") {
  test::Audited audited({{"sip.conf", "[general]\ncontext=in\n"},
                         {"extensions.conf", "[in]\nexten => _X.,1,GotoIf(" + condition +
                                                 "?ok:no)\n same => n(ok),Dial(DAHDI/g1/" + sent +
                                                 ")\n same => n(no),Hangup()\n"}});
  for (const TollPath& path : audited.result().paths)
    if (path.trunk == "DAHDI/g1") return path.gate == Gate::none ? path.numbers : "?";
  return {};
}

TEST(RegularExpressions, NarrowWhatGetsThrough) {
  EXPECT_EQ(let_through("$[\"${EXTEN}\" =~ \"^0[1-9]\"]"), "0Z!");
  EXPECT_EQ(let_through("$[\"${EXTEN}\" : \"33[1-5]\"]"), "33[1-5]!");
  EXPECT_EQ(let_through("${REGEX(\"^0[12]$\" ${EXTEN})}"), "01 02");
  EXPECT_EQ(let_through("$[${REGEX(\"^0[12]$\" ${EXTEN})} = 1]"), "01 02");
  EXPECT_EQ(let_through("$[\"${EXTEN:1}\" =~ \"^(112|911)$\"]"), "X112 X911");
  EXPECT_EQ(let_through("$[${LEN(${EXTEN})} = 3 & \"${EXTEN}\" =~ \"^1\"]"), "1[#*+0-9][#*+0-9]");
  EXPECT_EQ(let_through("$[!(\"${EXTEN}\" =~ \"^[1-9]\") & ${LEN(${EXTEN})} = 2]"), "0[#*+0-9]");
  EXPECT_EQ(let_through("$[\"${EXTEN}\" =~ \"^[a-z]\"]"), "") << "no number begins so";
  EXPECT_EQ(let_through("$[\"${EXTEN}\" =~ \"*1\"]"), "") << "Asterisk refuses it, which is false";
  EXPECT_EQ(let_through("$[\"100\" =~ \"^1\"]"), "X.") << "not asked of what was dialled";
}

}  // namespace
}  // namespace denwaban::audit
