// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/md5.h"

#include <gtest/gtest.h>

namespace denwaban::audit {
namespace {

// RFC 1321, appendix A.5.
TEST(Md5, HasTheDigestsOfItsStandard) {
  EXPECT_EQ(md5_hex(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(md5_hex("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
  EXPECT_EQ(md5_hex("12345678901234567890123456789012345678901234567890123456789012345678901234567890"),
            "57edf4a22be3c955ac49da2e2107b67a");
}

}  // namespace
}  // namespace denwaban::audit
