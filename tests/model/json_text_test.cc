// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/json_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

namespace denwaban {
namespace {

// Another writer's opinion.
std::string reference(std::string_view text) {
  using Json = nlohmann::json;
  return Json(text).dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::string written(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

TEST(JsonString, EscapesEveryPairOfBytesAsAnotherWriterDoes) {
  for (int first = 0; first < 256; ++first)
    for (int second = 0; second < 256; ++second) {
      char bytes[] = {static_cast<char>(first), static_cast<char>(second), 'x'};
      ASSERT_EQ(written({bytes, 2}), reference({bytes, 2})) << first << ' ' << second;
      ASSERT_EQ(written({bytes, 3}), reference({bytes, 3})) << first << ' ' << second;
    }
}

TEST(JsonString, EscapesHostileBytesAsAnotherWriterDoes) {
  // Bytes at which decoders change their minds.
  constexpr unsigned char kEdges[] = {0x00, 0x0a, 0x1f, 0x22, 0x5c, 0x7f, 0x80, 0x8f, 0x90, 0x9f,
                                      0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
                                      0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff, 'a'};
  std::minstd_rand random(1);
  for (int round = 0; round < 50'000; ++round) {
    std::string text(random() % 12, '\0');
    for (char& c : text) c = static_cast<char>(kEdges[random() % std::size(kEdges)]);
    ASSERT_EQ(written(text), reference(text));
  }
}

TEST(JsonString, WritesEveryCharacterAsAnotherWriterDoes) {
  std::string all;
  for (uint32_t c = 0x80; c < 0x110000; c += c < 0x3000 ? 1 : 61) {
    if (c >= 0xd800 && c < 0xe000) continue;
    if (c >= 0x10000) {
      all += static_cast<char>(0xf0 | c >> 18);
      all += static_cast<char>(0x80 | (c >> 12 & 63));
    } else if (c >= 0x800) {
      all += static_cast<char>(0xe0 | c >> 12);
    }
    all += static_cast<char>(c >= 0x800 ? 0x80 | (c >> 6 & 63) : 0xc0 | c >> 6);
    all += static_cast<char>(0x80 | (c & 63));
  }
  EXPECT_EQ(written(all), reference(all));
}

TEST(JsonText, PutsCommasBetweenMembersAndElementsOnly) {
  JsonText json(0);
  json.open('{').key("a").open('[').close(']');
  json.key("b").open('[');
  json.number(1);
  json.string("x");
  json.open('{').close('}');
  json.close(']');
  json.key("c").word("null");
  EXPECT_EQ(json.close('}').take(), R"({"a":[],"b":[1,"x",{}],"c":null})");
}

}  // namespace
}  // namespace denwaban
