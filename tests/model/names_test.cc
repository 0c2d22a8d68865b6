// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/names.h"

#include <gtest/gtest.h>

#include <set>

namespace denwaban {
namespace {

template <class Enum>
void expect_round_trip() {
  std::set<std::string_view> seen;
  auto names = names_of<Enum>();
  for (size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(parse_name<Enum>(names[i]), static_cast<Enum>(i)) << names[i];
    EXPECT_TRUE(seen.insert(names[i]).second) << names[i] << " stands twice";
  }
}

TEST(Names, ComeBackAsTheValueTheyCameFrom) {
  expect_round_trip<Detector>();
  expect_round_trip<Severity>();
  expect_round_trip<FindingState>();
  expect_round_trip<Service>();
  expect_round_trip<Transport>();
  expect_round_trip<Witness>();
  expect_round_trip<AddressProof>();
  expect_round_trip<Action>();
  expect_round_trip<Reason>();
  expect_round_trip<EventKind>();
  expect_round_trip<SipMethod>();
}

TEST(Names, AreThePromisedWords) {
  EXPECT_EQ(name_of(Detector::management_guessing), "management_guessing");
  EXPECT_EQ(name_of(Severity::critical), "critical");
  EXPECT_EQ(name_of(Witness::security_event), "security_event");
  EXPECT_EQ(name_of(Reason::allow_listed), "allow_listed");
  EXPECT_EQ(name_of(Reason::expired), "expired");
  EXPECT_EQ(name_of(Action::none), "none");
  EXPECT_EQ(name_of(SipMethod::register_), "REGISTER");
  EXPECT_EQ(name_of(EventKind::auth_succeeded), "auth_succeeded");
}

TEST(Names, RefuseWhatIsNoName) {
  EXPECT_EQ(parse_name<Action>("Ban"), std::nullopt);
  EXPECT_EQ(parse_name<Action>(""), std::nullopt);
  EXPECT_EQ(name_of(static_cast<Severity>(200)), "?");
}

}  // namespace
}  // namespace denwaban
