// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/secret_file.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "temporary_folder.h"

namespace denwaban::net {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SecretFile : public ::testing::Test {
 protected:
  Result<std::string> read(std::string_view bytes, mode_t mode = 0600) {
    std::string path = folder.write("secret", bytes);
    EXPECT_EQ(::chmod(path.c_str(), mode), 0);
    return read_secret(path);
  }
  test::TemporaryFolder folder;
};

TEST_F(SecretFile, is_its_first_line) {
  EXPECT_EQ(read("pa ss\nmore\n").value_or(""), "pa ss");
  EXPECT_EQ(read("pass\r\n").value_or(""), "pass");
  EXPECT_EQ(read("pass").value_or(""), "pass");
}

TEST_F(SecretFile, that_others_may_read_is_refused_and_not_repeated) {
  for (mode_t mode : {0640, 0604, 0620, 0644}) {
    auto secret = read("hunter2\n", mode);
    ASSERT_FALSE(secret) << mode;
    EXPECT_EQ(secret.error().kind, ErrorKind::permission);
    EXPECT_THAT(secret.error().message, HasSubstr("0600"));
    EXPECT_THAT(secret.error().message, Not(HasSubstr("hunter2")));
  }
}

TEST_F(SecretFile, without_a_secret_is_refused) {
  EXPECT_EQ(read("").error().kind, ErrorKind::input);
  EXPECT_EQ(read("\nsecond\n").error().kind, ErrorKind::input);
  EXPECT_EQ(read(std::string(600, 'x')).error().kind, ErrorKind::input);
  EXPECT_EQ(read_secret(folder / "missing").error().kind, ErrorKind::not_found);
  EXPECT_EQ(read_secret(folder.path()).error().kind, ErrorKind::input);
}

}  // namespace
}  // namespace denwaban::net
