// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/config/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memory_files.h"

namespace denwaban::parse {
namespace {

using test::MemoryFiles;
using testing::ElementsAre;
using testing::HasSubstr;

ConfigFile read(MemoryFiles files, const ConfigLimits& limits = {}) {
  auto config = read_config(files, "/etc/asterisk", "a.conf", limits);
  EXPECT_TRUE(config) << config.error().message;
  return config ? *config : ConfigFile{};
}

ConfigFile read_text(const std::string& text) { return read({{"/etc/asterisk/a.conf", text}}); }

std::vector<std::string> lines_of(const ConfigCategory& category) {
  std::vector<std::string> lines;
  for (const auto& v : category.variables) lines.push_back(v.name + "=" + v.value);
  return lines;
}

std::vector<std::string> all_of(const ConfigFile& config) {
  std::vector<std::string> lines;
  for (const auto& c : config.categories) {
    lines.push_back("[" + c.name + "]");
    for (auto& line : lines_of(c)) lines.push_back(line);
  }
  return lines;
}

TEST(ConfigReader, KeepsNameValueLineAndArrow) {
  auto config = read_text("[general]\n\n  bindport = 5060 \r\nregister => a:b@c\n");
  ASSERT_EQ(config.categories.size(), 1u);
  const auto& variables = config.categories[0].variables;
  EXPECT_THAT(lines_of(config.categories[0]), ElementsAre("bindport=5060", "register=a:b@c"));
  EXPECT_EQ(variables[0].line, 3);
  EXPECT_FALSE(variables[0].object);
  EXPECT_TRUE(variables[1].object);
  EXPECT_FALSE(config.refused);
}

TEST(ConfigReader, CutsCommentsButNotEscapedSemicolons) {
  EXPECT_THAT(all_of(read_text("[a] ; head\nx=1;two\ny=sip:h\\;lr ; z\n;---- ordinary\nz=3\n")),
              ElementsAre("[a]", "x=1", "y=sip:h;lr", "z=3"));
}

TEST(ConfigReader, BlockCommentsNestAndMayEndWithinALine) {
  EXPECT_THAT(all_of(read_text("[a]\nw=1 ;-- off --; 2\n;-- one\n;-- two\nx=1\n--;\ny=1\n--; z=3\n")),
              ElementsAre("[a]", "w=1  2", "z=3"));
}

TEST(ConfigReader, StrayBlockEndSwallowsUpToTheNextBlockStart) {
  auto config = read_text("[a]\nx=1 --; 2\ny=1\n;-- mends\nz=1\n--; gone\nq=1\n");
  EXPECT_THAT(all_of(config), ElementsAre("[a]", "x=1 --; 2", "z=1"));
}

TEST(ConfigReader, TellsOfACommentThatStaysOpen) {
  auto config = read_text("[a]\nx=1\n;-- never closed\ny=1\n");
  EXPECT_THAT(all_of(config), ElementsAre("[a]", "x=1"));
  ASSERT_EQ(config.problems.size(), 1u);
  EXPECT_EQ(config.problems[0].kind, ConfigProblem::Kind::comment);
  EXPECT_EQ(config.problems[0].line, 3);
}

TEST(ConfigReader, InheritsFromSeveralBasesInOrderBeforeItsOwn) {
  auto config = read_text("[t](!)\nhost=dynamic\ntype=friend\n[u](!,t)\ntype=peer\n[Phone](t,U)\nsecret=x\n");
  EXPECT_TRUE(config.categories[0].is_template);
  EXPECT_TRUE(config.categories[1].is_template);
  EXPECT_FALSE(config.categories[2].is_template);
  EXPECT_THAT(lines_of(config.categories[2]), ElementsAre("host=dynamic", "type=friend", "host=dynamic",
                                                          "type=friend", "type=peer", "secret=x"));
  EXPECT_EQ(config.categories[2].variables[0].inherited_from, 0);
  EXPECT_EQ(config.categories[2].variables[0].line, 2);
  EXPECT_EQ(config.categories[2].variables[5].inherited_from, -1);
  EXPECT_EQ(config.categories[2].value("type"), "peer");
}

TEST(ConfigReader, AppendsToTheFirstOrdinaryCategoryOfThatName) {
  auto config = read_text("[g](!)\nx=t\n[g]\nx=1\n[g]\nx=2\n[G](+)\nx=3\n");
  ASSERT_EQ(config.categories.size(), 3u);
  EXPECT_THAT(lines_of(config.categories[1]), ElementsAre("x=1", "x=3"));
  EXPECT_EQ(config.first("general"), nullptr);
  EXPECT_EQ(config.first("g")->line, 3);
}

TEST(ConfigReader, AppendsToTheCategoryThatTheFilterMeans) {
  auto config = read_text("[g]\ntype=aor\n[g]\ntype=endpoint\n[g](+type=endpoint)\ndeny=x\n");
  ASSERT_EQ(config.categories.size(), 2u);
  EXPECT_THAT(lines_of(config.categories[0]), ElementsAre("type=aor"));
  EXPECT_THAT(lines_of(config.categories[1]), ElementsAre("type=endpoint", "deny=x"));
  EXPECT_TRUE(read_text("[g]\ntype=aor\n[g](+type=endpoint)\ndeny=x\n").refused) << "there is none such";
}

TEST(ConfigReader, DiscardsWhatAnAdditionInheritedBeforeItsPlus) {
  auto config = read_text("[b](!)\nx=1\n[a]\n[a](b,+)\ny=1\n[c]\nx+=2\n");
  EXPECT_THAT(all_of(config), ElementsAre("[b]", "x=1", "[a]", "y=1", "[c]", "x=2"));
}

TEST(ConfigReader, IgnoresModifiersThatDoNotFollowImmediately) {
  auto config = read_text("[t] (!)\nx=1\n");
  EXPECT_FALSE(config.categories[0].is_template);
  EXPECT_FALSE(config.refused);
}

TEST(ConfigReader, PlusEqualsLengthensTheLastVariableOfThatName) {
  EXPECT_THAT(all_of(read_text("[a]\nx=1\nx=2\nx += ,3 \nX += 4\nn += 5\n")),
              ElementsAre("[a]", "x=1", "x=2 ,3", "X=4", "n=5"));
}

TEST(ConfigReader, BackslashEscapesTheFirstCharacterOfAName) {
  EXPECT_THAT(all_of(read_text("[a]\n\\[x]=1\n\\=y=2\n")), ElementsAre("[a]", "[x]=1", "=y=2"));
}

TEST(ConfigReader, QuotesAreNoQuoting) {
  EXPECT_THAT(all_of(read_text("[a]\nsecret=\"x\"\n")), ElementsAre("[a]", "secret=\"x\""));
}

TEST(ConfigReader, ReadsIncludesRelativeToTheConfigurationFolder) {
  auto config = read({{"/etc/asterisk/a.conf", "[a]\n#include \"sub/b.conf\"\n#include <c.conf>\nz=1\n"},
                      {"/etc/asterisk/sub/b.conf", "x=1\n#include c.conf\n"},
                      {"/etc/asterisk/c.conf", "y=1\n"}});
  EXPECT_THAT(all_of(config), ElementsAre("[a]", "x=1", "y=1", "y=1", "z=1"));
  const auto& variable = config.categories[0].variables[0];
  EXPECT_EQ(config.files[variable.file], "/etc/asterisk/sub/b.conf");
  EXPECT_EQ(variable.line, 1);
}

TEST(ConfigReader, HeaderlessLinesOfAnIncludeJoinTheLastCategoryOpenedAnywhere) {
  auto config = read({{"/etc/asterisk/a.conf", "[A]\n#include f.conf\nx=1\n#include g.conf\n"},
                      {"/etc/asterisk/f.conf", "[Z]\n"},
                      {"/etc/asterisk/g.conf", "y=1\n"}});
  EXPECT_THAT(all_of(config), ElementsAre("[A]", "x=1", "[Z]", "y=1"));
}

TEST(ConfigReader, GlobsAreSortedAndShareSectionAndComment) {
  auto config = read({{"/etc/asterisk/a.conf", "#include d/*.conf\n[end]\nx=9\n"},
                      {"/etc/asterisk/d/2.conf", "x=2\n;-- open\n"},
                      {"/etc/asterisk/d/1.conf", "[one]\nx=1\n"},
                      {"/etc/asterisk/d/3.conf", "x=3\n--; x=4\n"}});
  EXPECT_THAT(all_of(config), ElementsAre("[one]", "x=1", "x=2", "x=4", "[end]", "x=9"));
}

TEST(ConfigReader, MissingIncludeRefusesTheFileButReadingGoesOn) {
  auto config = read_text("[a]\nx=1\n#include gone.conf\ny=1\n");
  EXPECT_TRUE(config.refused);
  EXPECT_THAT(all_of(config), ElementsAre("[a]", "x=1", "y=1"));
  ASSERT_EQ(config.problems.size(), 1u);
  EXPECT_THAT(config.problems[0].what, HasSubstr("/etc/asterisk/gone.conf"));
}

TEST(ConfigReader, TryIncludeMayMissItsFile) {
  EXPECT_FALSE(read_text("[a]\n#tryinclude gone.conf\n").refused);
}

TEST(ConfigReader, ExecIsReportedAndNeverRun) {
  auto config = read_text("[a]\n#exec /bin/echo x=1\n");
  EXPECT_THAT(all_of(config), ElementsAre("[a]"));
  ASSERT_EQ(config.problems.size(), 1u);
  EXPECT_EQ(config.problems[0].kind, ConfigProblem::Kind::exec);
}

TEST(ConfigReader, AnErrorInAnIncludedFileLosesOnlyTheRestOfIt) {
  auto config = read({{"/etc/asterisk/a.conf", "[a]\n#include b.conf\ny=1\n"},
                      {"/etc/asterisk/b.conf", "x=1\n[broken\nz=1\n"}});
  EXPECT_THAT(all_of(config), ElementsAre("[a]", "x=1", "y=1"));
}

TEST(ConfigReader, AFileThatIncludesItselfEnds) {
  auto config = read({{"/etc/asterisk/a.conf", "[a]\nx=1\n#include b.conf\n"},
                      {"/etc/asterisk/b.conf", "y=1\n#include a.conf\n"}});
  EXPECT_THAT(all_of(config), ElementsAre("[a]", "x=1", "y=1"));
  ASSERT_FALSE(config.problems.empty());
  EXPECT_EQ(config.problems[0].kind, ConfigProblem::Kind::limit);
}

TEST(ConfigReader, IncludesNestTenDeepAndNoDeeper) {
  MemoryFiles files{{"/etc/asterisk/a.conf", "[a]\n#include 1\n"}};
  for (int i = 1; i < 12; ++i) {
    files.put("/etc/asterisk/" + std::to_string(i),
              "x=" + std::to_string(i) + "\n#include " + std::to_string(i + 1));
  }
  auto config = read(files);
  EXPECT_EQ(config.categories[0].variables.size(), 9u);
  EXPECT_TRUE(config.refused);
}

TEST(ConfigReader, TemplatesOfTemplatesStayWithinTheBound) {
  std::string text = "[t0](!)\nx=1\n";
  for (int i = 1; i < 40; ++i) {
    std::string base = "t" + std::to_string(i - 1);
    text += "[t" + std::to_string(i) + "](" + base + "," + base + ")\n";
  }
  ConfigLimits limits;
  limits.variables_max = 1000;
  auto config = read({{"/etc/asterisk/a.conf", text}}, limits);
  size_t variables = 0;
  for (const auto& c : config.categories) variables += c.variables.size();
  EXPECT_EQ(variables, 1000u);
  EXPECT_EQ(config.problems.back().kind, ConfigProblem::Kind::limit);
}

TEST(ConfigReader, AnIncludedFlockOfFilesStaysWithinTheBound) {
  std::string text = "[a]\n";
  for (int i = 0; i < 50; ++i) text += "#include b.conf\n";
  ConfigLimits limits;
  limits.files_max = 10;
  auto config = read({{"/etc/asterisk/a.conf", text}, {"/etc/asterisk/b.conf", "x=1\n"}}, limits);
  EXPECT_EQ(config.categories[0].variables.size(), 9u);
}

TEST(ConfigReader, OptionsBeforeAnyCategoryRefuseTheFile) {
  auto config = read_text("x=1\n[a]\ny=1\n");
  EXPECT_TRUE(config.refused);
  EXPECT_THAT(all_of(config), ElementsAre("[a]", "y=1"));
}

TEST(ConfigReader, SkipsAMarkOfByteOrderAndOverlongLines) {
  auto config = read_text("\xEF\xBB\xBF[a]\nx=" + std::string(9000, 'x') + "\ny=1\n");
  EXPECT_THAT(all_of(config), ElementsAre("[a]", "y=1"));
}

TEST(ConfigReader, OddLinesNeitherStopNorConfuseIt) {
  auto config = read_text("[a]\n=====\n# note\nno equals sign\n=5\nx=1\n");
  EXPECT_FALSE(config.refused);
  EXPECT_EQ(config.categories[0].value("x"), "1");
}

TEST(ConfigReader, AMissingFileIsAnError) {
  MemoryFiles files;
  auto config = read_config(files, "/etc/asterisk", "sip.conf");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace denwaban::parse
