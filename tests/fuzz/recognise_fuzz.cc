// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/check.h"
#include "parse/recognise.h"

using namespace denwaban;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  auto recognised = parse::recognise(bytes);
  DENWABAN_CHECK((recognised.kind == parse::InputKind::unknown) == !recognised.reason.empty());
  auto hints = parse::scan_hints(bytes);
  DENWABAN_CHECK(!hints.east_of_utc || std::abs(hints.east_of_utc->count()) <= 14 * 3600);
  return 0;
}
