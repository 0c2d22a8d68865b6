// SPDX-License-Identifier: GPL-3.0-or-later
// What the detectors remember goes through bytes and comes back.
#include <gtest/gtest.h>

#include "fraud/detectors.h"
#include "model/fraud_json.h"
#include "office.h"

namespace denwaban::fraud {
namespace {

const char* const kSomalia = "000252612345";

Options with_limits() {
  Options options = Office::settings();
  options.account_limits.day = Amount{50 * Amount::kUnit};
  return options;
}

// A month of work, and a theft that goes on; between the two parts of it the guard was started anew, or not.
std::vector<std::string> story(bool interrupted) {
  Office office(with_limits());
  office.work(0, 25);
  Call first = office.outgoing("103", std::string(kSomalia) + "678");
  Call second = office.outgoing("103", std::string(kSomalia) + "700");
  office.start(first, office.at(26, 3));
  office.answer(first, office.at(26, 3, 0, 10));
  if (interrupted) {
    ByteWriter out;
    office.detectors().save(out);
    Detectors other(with_limits(), HashSeed{77});
    ByteReader in(out.bytes());
    EXPECT_TRUE(other.load(in));
    EXPECT_TRUE(in.at_end());
    office.detectors() = std::move(other);
  }
  office.start(second, office.at(26, 3, 5));
  office.answer(second, office.at(26, 3, 5, 10));
  office.finish(first, office.at(26, 3, 40));
  office.finish(second, office.at(26, 3, 50));
  office.work(27, 32);
  std::vector<std::string> told;
  for (const FraudFinding& finding : office.findings) told.push_back(fraud_finding_json(finding, {}, Stream::live));
  return told;
}

TEST(FraudState, ARestartChangesNothing) {
  auto through = story(false);
  ASSERT_FALSE(through.empty());
  EXPECT_EQ(story(true), through);
}

TEST(FraudState, OtherSettingsKeepTheMemory) {
  Office office;
  office.work(0, 25);
  office.detectors().reconfigure(with_limits());
  Call call = office.outgoing("103", std::string(kSomalia) + "678");
  office.start(call, office.at(26, 3));
  ASSERT_EQ(office.findings.size(), 1u);
  EXPECT_EQ(office.fact(office.findings[0], "never_in_days"), "26");
}

TEST(FraudState, DamagedBytesChangeNothing) {
  Office office;
  office.work(0, 7);
  Call call = office.outgoing("103", std::string(kSomalia) + "678");
  office.start(call, office.at(7, 3));
  ByteWriter out;
  office.detectors().save(out);
  const std::string& bytes = out.bytes();
  for (size_t length = 0; length < bytes.size(); length += 1 + length / 20) {
    Detectors other(Office::settings(), HashSeed());
    ByteReader in(std::string_view(bytes).substr(0, length));
    EXPECT_FALSE(other.load(in)) << length;
  }
}

TEST(FraudState, AnyBytesAreReadWithoutHarm) {
  Office office;
  office.work(0, 3);
  ByteWriter out;
  office.detectors().save(out);
  uint64_t dice = 1;
  for (int round = 0; round < 300; ++round) {
    std::string bytes = out.bytes();
    for (int i = 0; i < 8; ++i) {
      dice = mix(dice, static_cast<uint64_t>(round + i));
      bytes[dice % bytes.size()] = static_cast<char>(dice >> 32);
    }
    Office fresh;
    ByteReader in(bytes);
    if (!fresh.detectors().load(in)) continue;
    fresh.dial("103", std::string(kSomalia) + "678", fresh.at(26, 3), 60);
    fresh.work(28, 29);
  }
}

}  // namespace
}  // namespace denwaban::fraud
