// SPDX-License-Identifier: GPL-3.0-or-later
// Assertions that stay on in release builds. They guard our own invariants and never look at input.
#pragma once

#include <cstdio>
#include <cstdlib>

#define DENWABAN_CHECK(condition)                                                                    \
  do {                                                                                               \
    if (!(condition)) [[unlikely]] {                                                                 \
      std::fprintf(stderr, "%s:%d: broken invariant: %s\n", __FILE__, __LINE__, #condition);         \
      std::abort();                                                                                  \
    }                                                                                                \
  } while (false)
