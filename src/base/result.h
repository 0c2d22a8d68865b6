// SPDX-License-Identifier: GPL-3.0-or-later
// What crosses folder borders when something can fail. Errors are for the world (files, kernels, people's input);
// bugs are asserted (base/check.h). Exceptions of libraries never leave the file that wraps the library.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace denwaban {

enum class ErrorKind {
  usage,        // a person asked for something that cannot be: exit status 2
  input,        // a file or message is not what it should be
  not_found,    // the thing named is not there
  permission,   // the system refused
  full,         // no space, or a bound is reached
  unavailable,  // nobody answers, or the kernel lacks it
  io,           // the system failed at reading or writing
};

// `message` is one sentence for a person: fact first, the thing and the value named, then what to do.
struct Error {
  ErrorKind kind = ErrorKind::io;
  std::string message;
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> fail(ErrorKind kind, std::string message) {
  return tl::unexpected<Error>(Error{kind, std::move(message)});
}

}  // namespace denwaban
