// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a settings file: the loader gives Settings or sentences that are printable and name the file.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "settings/explain.h"
#include "text/printable.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace denwaban::settings;
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  std::string first_line(bytes.substr(0, bytes.find('\n')));
  std::vector<std::string> overrides;
  if (first_line.substr(0, 2) == "#=") overrides.push_back(first_line.substr(2));
  auto loaded = load_text(bytes, "f", overrides);
  if (loaded) {
    DENWABAN_CHECK(show(*loaded).size() == loaded->origins.size());
    return 0;
  }
  DENWABAN_CHECK(!loaded.error().empty());
  for (const auto& error : loaded.error())
    DENWABAN_CHECK(denwaban::text::printable(error.message, 100'000) == error.message);
  return 0;
}
