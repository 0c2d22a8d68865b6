// SPDX-License-Identifier: GPL-3.0-or-later
// Habits from tables of call records, as Asterisk's configuration says that they are written.
#include "guard/lessons.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "temporary_folder.h"

namespace denwaban::guard {
namespace {

TEST(Lessons, ReadColumnsAndClocksAsAsterisksConfigurationSays) {
  test::TemporaryFolder folder;
  std::filesystem::create_directories(folder.path("cdr-csv"));
  std::filesystem::create_directories(folder.path("cdr-custom"));
  std::ofstream(folder.path("cdr-custom/Odd.csv")) << "2025-11-20 12:00:00,60,00302000311,104,SIP/carrier-1,ANSWERED\n";
  std::ofstream(folder.path("cdr-csv/Master.csv"))
      << "\"\",\"105\",\"00302000312\",\"in\",\"105\",\"SIP/105-2\",\"SIP/carrier-2\",\"Dial\",\"SIP/carrier/"
         "030\",\"2025-11-20 "
         "12:00:00\",\"2025-11-20 12:00:00\",\"2025-11-20 12:01:00\",60,60,\"ANSWERED\",\"DOCUMENTATION\"\n";
  Lesson lesson;
  lesson.paths = {folder.path("cdr-csv"), folder.path("cdr-custom")};
  lesson.zone = TimeZone::parse("Asia/Tokyo").value();
  lesson.config.csv.folder = folder.path("cdr-csv");
  lesson.config.csv.utc = true;
  lesson.config.mappings.push_back(
      {folder.path("cdr-custom/Odd.csv"),
       "${CDR(start)},${CDR(billsec)},${CDR(dst)},${CDR(src)},${CDR(dstchannel)},${CDR(disposition)}",
       {}});
  auto inputs = tables_of(lesson);
  ASSERT_EQ(inputs.size(), 2u);
  for (const engine::ReplayInput& input : inputs) {
    const bool custom = input.path.ends_with("Odd.csv");
    EXPECT_EQ(input.layout != nullptr, custom) << input.path;
    const int hour = input.clock.zone.to_civil(from_epoch_ms(0)).hour;
    EXPECT_EQ(hour, custom ? 9 : 0) << input.path << ": only cdr_csv writes UTC";
  }
  lesson.until = from_epoch_ms(int64_t{1'800'000'000} * 1000);
  ByteWriter none;
  fraud::Detectors(lesson.options, HashSeed()).save(none);
  lesson.state = none.take();
  EXPECT_EQ(learn(std::move(lesson), [] { return false; }).calls, 2u);
}

}  // namespace
}  // namespace denwaban::guard
