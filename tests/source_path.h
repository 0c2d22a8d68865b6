// SPDX-License-Identifier: GPL-3.0-or-later
// Where the project's files are. Its own file knows it, so that all others compile to the same in every clone.
#pragma once

#include <string>
#include <string_view>

namespace denwaban::test {

// `path` below the project's folder, without a slash at its front.
std::string source_path(std::string_view path);

}  // namespace denwaban::test
