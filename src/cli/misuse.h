// SPDX-License-Identifier: GPL-3.0-or-later
// What to say to somebody whose command line is not understood.
#pragma once

#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace denwaban::cli {

// One sentence that names the word, what may have been meant, and the help of the command that was reached.
std::string misuse(const CLI::App& app, const CLI::ParseError& error);

}  // namespace denwaban::cli
