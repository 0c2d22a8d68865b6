// SPDX-License-Identifier: GPL-3.0-or-later
#include "notify/courier.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <filesystem>

#include "temporary_folder.h"

namespace denwaban::notify {
namespace {

constexpr Time kNow = from_epoch_ms(1'800'000'000'000);

struct Hand final : Clock {
  Time now() const override { return Time(Milliseconds(at.load())); }
  std::atomic<int64_t> at{to_epoch_ms(kNow)};
};

// What it was told, and whether it works today.
struct Log {
  std::mutex mutex;
  std::vector<std::string> told;
  std::atomic<bool> works{true};
  std::atomic<int> tries{0};
  size_t size() {
    const std::lock_guard lock(mutex);
    return told.size();
  }
};

class Fake final : public Channel {
 public:
  Fake(std::string name, Log& log) : name_(std::move(name)), log_(log) {}
  std::string_view name() const override { return name_; }
  Status deliver(const Notice& notice, const std::atomic<bool>&) override {
    ++log_.tries;
    if (!log_.works) return fail(ErrorKind::unavailable, "nobody listens");
    const std::lock_guard lock(log_.mutex);
    log_.told.push_back(notice.title);
    return {};
  }

 private:
  std::string name_;
  Log& log_;
};

template <class Condition>
bool becomes(Condition condition) {
  for (int i = 0; i < 3000 && !condition(); ++i) ::poll(nullptr, 0, 10);
  return condition();
}

using test::TemporaryFolder;

struct CourierTest : ::testing::Test {
  std::unique_ptr<Courier> open() {
    return std::make_unique<Courier>(hand, std::make_unique<Fake>("mail", mail),
                                     folder.path() + "/notices/mail");
  }
  Notice notice(std::string title) {
    Notice one;
    one.time = hand.now();
    one.title = std::move(title);
    return one;
  }
  size_t kept() {
    std::error_code none;
    size_t count = 0;
    for (auto it = std::filesystem::directory_iterator(folder.path() + "/notices/mail", none);
         it != std::filesystem::directory_iterator(); ++it)
      ++count;
    return count;
  }
  TemporaryFolder folder;
  Hand hand;
  Log mail;
};

TEST_F(CourierTest, EachIsToldOnce) {
  auto courier = open();
  courier->tell(notice("a"));
  courier->tell(notice("b"));
  ASSERT_TRUE(becomes([&] { return courier->facts().told == 2 && courier->facts().waiting == 0; }));
  EXPECT_EQ(mail.told, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(kept(), 0u);
}

TEST_F(CourierTest, WhatFailsIsTriedAgainLaterAndSaidOnce) {
  mail.works = false;
  auto courier = open();
  courier->tell(notice("a"));
  ASSERT_TRUE(becomes([&] { return courier->facts().problem == "nobody listens"; }));
  EXPECT_EQ(courier->remarks().size(), 1u);
  hand.at += 20'000;
  ASSERT_TRUE(becomes([&] { return mail.tries == 2; }));
  mail.works = true;
  hand.at += 40'000;
  ASSERT_TRUE(becomes([&] { return mail.size() == 1 && courier->facts().waiting == 0; }));
  EXPECT_TRUE(courier->facts().problem.empty());
  EXPECT_TRUE(courier->remarks().empty());
}

TEST_F(CourierTest, WhatWasNotToldOutlivesIt) {
  mail.works = false;
  {
    auto courier = open();
    courier->tell(notice("a"));
    courier->tell(notice("b"));
    ASSERT_TRUE(becomes([&] { return mail.tries == 2; }));
  }
  EXPECT_EQ(kept(), 2u);
  mail.works = true;
  auto courier = open();
  ASSERT_TRUE(becomes([&] { return mail.size() == 2 && courier->facts().waiting == 0; }));
  EXPECT_EQ(mail.told, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(kept(), 0u);
}

// The file with its password was lost, say: what it was to tell waits.
TEST_F(CourierTest, AChannelThatCannotBeUsedLosesNothing) {
  {
    Courier courier(hand, broken_channel("mail", Error{ErrorKind::unavailable, "no secret"}),
                    folder.path() + "/notices/mail");
    courier.tell(notice("a"));
    ASSERT_TRUE(becomes([&] { return courier.facts().problem == "no secret"; }));
  }
  EXPECT_EQ(kept(), 1u);
  auto courier = open();
  ASSERT_TRUE(becomes([&] { return mail.size() == 1; }));
}

TEST_F(CourierTest, AfterADayItIsGivenUpAndSaid) {
  mail.works = false;
  auto courier = open();
  courier->tell(notice("a"));
  ASSERT_TRUE(becomes([&] { return mail.tries == 1; }));
  (void)courier->remarks();
  hand.at += 86'400'000;
  ASSERT_TRUE(becomes([&] { return courier->facts().given_up == 1; }));
  ASSERT_TRUE(becomes([&] { return courier->facts().waiting == 0; }));
  EXPECT_EQ(kept(), 0u);
}

TEST(SpoolTest, DamageIsTakenAway) {
  TemporaryFolder folder;
  Spool spool(folder.path());
  Kept kept{"1.notice", {}};
  kept.notice.title = "a";
  ASSERT_TRUE(spool.keep(kept));
  folder.write("0.notice", "damaged");
  folder.write("2.notice.new", "half");
  auto all = spool.load();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].notice.title, "a");
  EXPECT_FALSE(std::filesystem::exists(folder.path() + "/0.notice"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() + "/2.notice.new"));
  EXPECT_EQ(std::filesystem::status(folder.path() + "/1.notice").permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

}  // namespace
}  // namespace denwaban::notify
