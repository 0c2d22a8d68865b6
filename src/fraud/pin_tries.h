// SPDX-License-Identifier: GPL-3.0-or-later
// Who may try a PIN: by account so many wrong ones, then none for a time. Pure and bounded.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/time.h"

namespace denwaban::fraud {

class PinTries {
 public:
  static constexpr size_t kAccountsMax = 4096;

  PinTries(uint32_t most, Seconds locked_for) : most_(most), locked_for_(locked_for) {}

  // Other settings, the same memory.
  void reconfigure(uint32_t most, Seconds locked_for);

  bool locked(std::string_view account, Time now) const;
  // True: that was the last one, it is locked now.
  bool failed(std::string_view account, Time now);
  void succeeded(const std::string& account) { accounts_.erase(account); }

  void save(ByteWriter& out) const;
  // False: damaged or of another version; then nothing changes.
  bool load(ByteReader& in);

 private:
  struct Tries {
    uint32_t failed = 0;
    Time last{};
  };
  void make_room(Time now);

  uint32_t most_;
  Seconds locked_for_;
  std::map<std::string, Tries, std::less<>> accounts_;
};

}  // namespace denwaban::fraud
