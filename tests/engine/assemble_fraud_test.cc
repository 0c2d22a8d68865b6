// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/assemble_fraud.h"

#include <gtest/gtest.h>

namespace denwaban::engine {
namespace {

Amount euro_of(std::string currency, std::string euro) {
  settings::Settings settings;
  settings.fraud.currency = std::move(currency);
  settings.fraud.euro = std::move(euro);
  const auto options = fraud_options(settings, {}, Time());
  return options ? options->euro : Amount{};
}

TEST(FraudOptions, AEuroIsWorthWhatTheUserSaysElseWhatIsKnown) {
  EXPECT_EQ(euro_of("", "").text(), "1.0000");
  EXPECT_EQ(euro_of("JPY", "").text(), "177.0000");
  EXPECT_EQ(euro_of("JPY", "169.5").text(), "169.5000");
  EXPECT_EQ(euro_of("QQQ", "").text(), "1.0000") << "nobody told";
  EXPECT_EQ(euro_of("JPY", "0").text(), "177.0000") << "nothing is worth nothing";
}

}  // namespace
}  // namespace denwaban::engine
