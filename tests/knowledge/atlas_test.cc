// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/atlas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "source_path.h"

// libmaxminddb forgets some memory of a file whose metadata it refuses; LeakSanitizer asks here what to pass
// over.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libmaxminddb"; }

namespace denwaban::knowledge {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kTiny = test::source_path("tests/knowledge/data/tiny.mmdb");

IpAddress address(const char* text) { return *IpAddress::parse(text); }

TEST(Atlas, TellsCountryAndNetworkOfBothFamilies) {
  Atlas atlas = Atlas::open({kTiny, kTiny});
  EXPECT_THAT(atlas.remarks(), IsEmpty());
  Origin origin = atlas.of(address("198.51.100.200"));
  EXPECT_EQ(origin.country, "BR");
  EXPECT_EQ(origin.network, 64498u);
  EXPECT_EQ(origin.network_name, "Exemplo <Redes> & Filhos");
  EXPECT_EQ(atlas.of(address("2001:db8:bad::66")).country, "US");
  EXPECT_EQ(atlas.of(address("2001:db8:bad::66")).network, 65536u);
}

TEST(Atlas, KnowsNothingOfOtherAddresses) {
  Atlas atlas = Atlas::open({kTiny, kTiny});
  EXPECT_EQ(atlas.of(address("198.18.0.1")).country, "");
  EXPECT_EQ(atlas.of(address("2001:db8::1")).network, 0u);
}

TEST(Atlas, WithoutFilesKnowsNothingAndComplainsOfNothing) {
  Atlas atlas = Atlas::open({});
  EXPECT_THAT(atlas.remarks(), IsEmpty());
  EXPECT_FALSE(atlas.knows_countries());
  EXPECT_EQ(atlas.of(address("198.51.100.7")).country, "");
}

TEST(Atlas, SaysWhichFileCannotBeReadAndAnswersFromTheOther) {
  Atlas atlas = Atlas::open({"/nowhere/country.mmdb", kTiny});
  EXPECT_THAT(atlas.remarks(), ElementsAre(HasSubstr("/nowhere/country.mmdb")));
  EXPECT_EQ(atlas.of(address("203.0.113.7")).country, "");
  EXPECT_EQ(atlas.of(address("203.0.113.7")).network, 64499u);
}

// Whatever bytes of the file are wrong: a refusal or some answer, never a crash.
TEST(Atlas, SurvivesDamage) {
  std::ifstream file(kTiny, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), {});
  std::string path = testing::TempDir() + "/damaged.mmdb";
  for (size_t at = 0; at < bytes.size(); at += 7) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x5a);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << damaged;
    Atlas atlas = Atlas::open({path, path});
    for (const char* text : {"198.51.100.200", "203.0.113.7", "2001:db8:bad::66"})
      EXPECT_LE(atlas.of(address(text)).network_name.size(), 80u);
  }
}

}  // namespace
}  // namespace denwaban::knowledge
