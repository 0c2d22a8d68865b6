// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a log: evidence stays inside the input, and pieces tell what the whole tells. Pieces are too
// short for the fast path (plain_notice.h), so that this holds it against the grammars, too.
#include <algorithm>

#include "base/check.h"
#include "parse/log_parser.h"

using namespace denwaban;

static std::vector<Event> read_in_pieces(std::string_view text, size_t piece) {
  parse::LogParser parser(1, {TimeZone(), 2026});
  std::vector<Event> events;
  size_t begin = 0;
  for (size_t end = 0; end < text.size();) {
    end = std::min(end + piece, text.size());
    begin += parser.parse(text.substr(begin, end - begin), begin, events);
    DENWABAN_CHECK(begin <= end && end - begin <= parse::LogParser::kLineLengthMax);
  }
  parser.finish(text.substr(begin), begin, events);
  return events;
}

// All but what a line behind them tells of them: only the whole can go back to an event.
static bool tell_the_same(const Event& whole, const Event& piece) {
  return whole.time == piece.time && whole.address == piece.address && whole.port == piece.port &&
         whole.account == piece.account && whole.extension == piece.extension &&
         whole.session == piece.session && whole.evidence == piece.evidence &&
         whole.attempts == piece.attempts && whole.kind == piece.kind && whole.service == piece.service &&
         whole.transport == piece.transport && whole.method == piece.method &&
         whole.witness == piece.witness && whole.scanner_agent == piece.scanner_agent &&
         (whole.tainted || !piece.tainted);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto whole = read_in_pieces(text, std::max<size_t>(size, 1));
  for (const Event& event : whole) {
    DENWABAN_CHECK(event.evidence.offset + event.evidence.length <= size);
    DENWABAN_CHECK(event.account.size() <= Event::kAccountLengthMax);
    DENWABAN_CHECK(event.extension.size() <= Event::kAccountLengthMax);
    DENWABAN_CHECK(!event.tainted || event.proof == AddressProof::claimed);
    for (std::string_view view : {event.account, event.extension, event.session})
      DENWABAN_CHECK(view.empty() ||
                     (view.data() >= text.data() && view.data() + view.size() <= text.data() + size));
  }
  if (size == 0) return 0;
  auto pieces = read_in_pieces(text, 1 + data[0] % 97u);
  DENWABAN_CHECK(pieces.size() == whole.size());
  for (size_t i = 0; i < whole.size(); ++i) DENWABAN_CHECK(tell_the_same(whole[i], pieces[i]));
  return 0;
}
