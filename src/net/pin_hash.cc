// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/pin_hash.h"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>

namespace denwaban::net {
namespace {

constexpr std::string_view kHead = "$scrypt$4096$8$1$";
constexpr size_t kSalt = 16, kHash = 32;
using Salt = std::array<unsigned char, kSalt>;
using Hash = std::array<unsigned char, kHash>;

bool derive(std::string_view pin, const Salt& salt, Hash& hash) {
  constexpr uint64_t kN = 4096, kR = 8, kP = 1, kMemoryMax = 32 << 20;
  return EVP_PBE_scrypt(pin.data(), pin.size(), salt.data(), salt.size(), kN, kR, kP, kMemoryMax, hash.data(), hash.size()) ==
         1;
}

template <size_t n>
std::string hex_of(const std::array<unsigned char, n>& bytes) {
  std::string text;
  for (unsigned char byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

template <size_t n>
bool read_hex(std::string_view text, std::array<unsigned char, n>& bytes) {
  auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  if (text.size() != 2 * n) return false;
  for (size_t i = 0; i < n; ++i) {
    int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    bytes[i] = static_cast<unsigned char>(high * 16 + low);
  }
  return true;
}

}  // namespace

Result<std::string> hash_pin(std::string_view pin) {
  Salt salt;
  Hash hash;
  if (RAND_bytes(salt.data(), static_cast<int>(salt.size())) != 1 || !derive(pin, salt, hash))
    return fail(ErrorKind::unavailable, "OpenSSL cannot hash a PIN: is there memory left?");
  return fmt::format("{}{}${}", kHead, hex_of(salt), hex_of(hash));
}

bool is_pin(std::string_view pin, std::string_view kept) {
  if (!kept.starts_with(kHead)) return false;
  kept.remove_prefix(kHead.size());
  size_t dollar = kept.find('$');
  Salt salt;
  Hash hash, expected;
  if (dollar == std::string_view::npos || !read_hex(kept.substr(0, dollar), salt) ||
      !read_hex(kept.substr(dollar + 1), expected))
    return false;
  return derive(pin, salt, hash) && CRYPTO_memcmp(hash.data(), expected.data(), hash.size()) == 0;
}

}  // namespace denwaban::net
