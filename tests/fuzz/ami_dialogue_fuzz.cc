// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as the manager's side of a session: what is read before the login is bounded, we say nothing but
// our own questions, and pieces lead where the whole leads. Our ids are
// id-1, id-2 …, so that answers can be found.
#include <algorithm>
#include <string>

#include "base/check.h"
#include "sources/ami_dialogue.h"

using namespace denwaban;
using sources::AmiDialogue;

namespace {

struct Outcome {
  AmiDialogue::Phase phase;
  AmiDialogue::Ending ending;
  size_t logged_in = 0;  // bytes
};

Outcome play(std::string_view bytes, size_t piece) {
  AmiDialogue dialogue({"user", "secret", "security", "id"}, Milliseconds(0));
  Outcome outcome{};
  std::string buffer;
  size_t said = 0;
  for (size_t at = 0; at < bytes.size(); at += piece) {
    std::string_view fresh = bytes.substr(at, piece);
    if (dialogue.phase() == AmiDialogue::Phase::over) break;
    if (dialogue.phase() == AmiDialogue::Phase::listening) {
      dialogue.listen(fresh, Milliseconds(1));
      continue;
    }
    buffer += fresh;
    size_t consumed = dialogue.receive(buffer, Milliseconds(1));
    DENWABAN_CHECK(consumed <= buffer.size());
    buffer.erase(0, consumed);
    outcome.logged_in += consumed;
    bool waits = dialogue.phase() < AmiDialogue::Phase::listening;
    DENWABAN_CHECK(!waits || outcome.logged_in + buffer.size() <= AmiDialogue::kLoginBytesMax + 256);
    std::string output = dialogue.take_output();
    said += output.size();
    DENWABAN_CHECK(output.find("secret") == output.npos && said < 1024);
  }
  dialogue.pass_time(Milliseconds(60'000));
  dialogue.pass_time(Milliseconds(120'000));
  outcome.phase = dialogue.phase();
  outcome.ending = dialogue.ending();
  DENWABAN_CHECK(outcome.phase == AmiDialogue::Phase::over);
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0 || size > 64 * 1024) return 0;
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  Outcome whole = play(text, std::max<size_t>(text.size(), 1)), pieces = play(text, 1 + data[0] % 61u);
  DENWABAN_CHECK(whole.logged_in == pieces.logged_in && whole.ending == pieces.ending);
  return 0;
}
