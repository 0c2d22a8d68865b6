// SPDX-License-Identifier: GPL-3.0-or-later
// Why the gate did not let a call out, and what it says of itself.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_gate() {
  static constexpr Row kRows[] = {
      {"gate.because.ordinary", "nothing speaks against it"},
      {"gate.because.emergency", "an emergency call"},
      {"gate.because.locked", "the account is locked for outside calls"},
      {"gate.because.closed", "the trunk is closed for such destinations"},
      {"gate.because.rule", "rule {rule} of gate.rules"},
      {"gate.because.limit", "a limit of money is reached"},
      {"gate.because.fraud", "such a call would be an alarm"},
      {"gate.because.doubtful", "the question was not as Asterisk asks: a caller may have written part of it"},
      {"gate.because.pin_right", "the PIN was right"},
      {"gate.because.pin_wrong", "the PIN was wrong"},
      {"gate.because.pin_locked", "too many wrong PINs of this account"},
      {"gate.because.hung_up", "the caller hung up"},
      {"gate.because.out_of_order", "the gate could not decide"},
  };
  return kRows;
}

}  // namespace denwaban::text
