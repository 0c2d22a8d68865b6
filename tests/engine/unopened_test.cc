// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/unopened.h"

#include <gtest/gtest.h>

namespace denwaban::engine {
namespace {

TEST(Unopened, IsToldInOneSentenceMostOfItFirst) {
  parse::PacketCounters::UnopenedCounts counts{};
  EXPECT_FALSE(unopened_sentence("a.pcap", counts));
  counts[static_cast<size_t>(parse::Unopened::esp)] = 1;
  counts[static_cast<size_t>(parse::Unopened::macsec)] = 4000;
  EXPECT_EQ(
      unopened_sentence("a.pcap", counts),
      "a.pcap: 4,001 packets were not read, hidden in what is not opened: 4,000 in MACsec, 1 in IPsec (ESP): "
      "capture where the exchange itself sends and receives");
}

TEST(Unopened, HasWordsForEachKind) {
  for (size_t kind = 0; kind < parse::kUnopenedCount; ++kind) {
    parse::PacketCounters::UnopenedCounts counts{};
    counts[kind] = 7;
    EXPECT_EQ(unopened_sentence("x", counts)->find('<'), std::string::npos) << kind;
  }
}

}  // namespace
}  // namespace denwaban::engine
