// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "settings/explain.h"
#include "settings/nearest.h"
#include "source_path.h"

namespace denwaban::settings {
namespace {

using testing::HasSubstr;

TEST(Schema, EveryKeyIsCompleteAndStandsOnce) {
  std::set<std::string_view> names;
  for (const Section& section : sections())
    for (const Key& key : section.keys) {
      EXPECT_TRUE(names.insert(key.name).second) << key.name;
      EXPECT_EQ(key.name.substr(0, section.name.size() + 1), std::string(section.name) + ".");
      EXPECT_FALSE(key.meaning.empty() || key.reason.empty()) << key.name;
      EXPECT_EQ(key.shape == Shape::choice, !key.choices.empty()) << key.name;
    }
}

TEST(Schema, NoTwoKeysWriteToOnePlace) {
  Settings settings;
  std::set<const void*> places;
  for (const Key* key : schema()) {
    const void* place = std::visit([](auto* p) { return static_cast<const void*>(p); }, key->slot(settings));
    EXPECT_TRUE(places.insert(place).second) << key->name;
  }
}

TEST(Schema, EveryDefaultIsAllowedByItsOwnRow) {
  for (const Key* key : schema()) {
    Settings settings;
    std::string text = value_text(key->slot(settings));
    auto one_line = std::string(key->name) + " = " + text + "\n";
    auto result = load_text(one_line, "default", {});
    EXPECT_TRUE(result) << (result ? "" : result.error().front().message);
    if (result) {
      Settings again = result->settings;
      EXPECT_EQ(value_text(key->slot(again)), text);
    }
  }
}

TEST(Schema, HasTheKeysThatScriptsRelyOn) {
  for (std::string_view name :
       {"pbx.config_dir", "pbx.log_dir", "numbering.country", "numbering.outside_prefix", "fraud.currency",
        "fraud.rates_file", "fraud.timezone", "policy.allow", "policy.ban_seconds", "firewall.backend",
        "store.path"})
    EXPECT_NE(find_key(name), nullptr) << name;
}

TEST(Explain, TellsMeaningTypeDefaultAndReason) {
  std::string text = *explain("firewall.backend");
  EXPECT_THAT(text, HasSubstr("firewall.backend\n"));
  EXPECT_THAT(text, HasSubstr("a choice: \"nftables\", \"none\"; default \"nftables\""));
  EXPECT_THAT(text, HasSubstr("Why: "));
}

TEST(Explain, TakesATableOrNothing) {
  EXPECT_THAT(*explain("detect.scanner"), HasSubstr("detect.scanner.marks"));
  EXPECT_THAT(*explain(""), HasSubstr("store.path"));
  EXPECT_EQ(explain("detct").error().message, "unknown key detct: did you mean detect?");
  EXPECT_EQ(explain("detct.scaner").error().message, "unknown key detct.scaner: did you mean detect.scanner?");
  EXPECT_EQ(explain("policy.alow").error().message, "unknown key policy.alow: did you mean policy.allow?");
}

TEST(Show, TellsValueAndOrigin) {
  std::vector<std::string> overrides{"policy.dry_run=true"};
  auto loaded = load_text("[log]\nlevel = \"debug\"\n", "/etc/d.toml", overrides);
  ASSERT_TRUE(loaded);
  std::string all;
  for (const ShownKey& key : show(*loaded))
    all += std::string(key.name) + "=" + key.value + " (" + key.origin + ")\n";
  EXPECT_THAT(all, HasSubstr("log.level=\"debug\" (/etc/d.toml:2)\n"));
  EXPECT_THAT(all, HasSubstr("policy.dry_run=true (--set)\n"));
  EXPECT_THAT(all, HasSubstr("firewall.backend=\"nftables\" (default)\n"));
}

TEST(Reference, IsWhatIsCommitted) {
  std::string path = test::source_path("docs/configuration.md");
  if (std::getenv("DENWABAN_WRITE_REFERENCE") != nullptr) std::ofstream(path) << reference();
  std::ifstream file(path);
  std::stringstream committed;
  committed << file.rdbuf();
  EXPECT_TRUE(committed.str() == reference()) << "docs/configuration.md is out of date: make it again with: "
                                                 "denwaban config reference > docs/configuration.md";
}

TEST(EditDistance, CountsSwapsAsOne) {
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("abc", "abc"), 0u);
  EXPECT_EQ(edit_distance("abcd", "acbd"), 1u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance(std::string(5000, 'a'), "b"), 128u);
}

TEST(GuardedPort, IsANumberAndMaybeAProtocol) {
  EXPECT_TRUE(parse_guarded_port("5060")->udp && parse_guarded_port("5060")->tcp);
  EXPECT_FALSE(parse_guarded_port("5060/udp")->tcp);
  EXPECT_EQ(parse_guarded_port("5061/tcp")->port, 5061);
  for (std::string_view wrong : {"", "0", "65536", "5060/", "5060/sctp", "-1", " 5060", "sip"})
    EXPECT_FALSE(parse_guarded_port(wrong)) << wrong;
}

}  // namespace
}  // namespace denwaban::settings
