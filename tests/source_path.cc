// SPDX-License-Identifier: GPL-3.0-or-later
#include "source_path.h"

namespace denwaban::test {

std::string source_path(std::string_view path) { return DENWABAN_SOURCE_DIR "/" + std::string(path); }

}  // namespace denwaban::test
