// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a session of the manager: evidence stays inside the input, and pieces tell what the whole
// tells.
#include <algorithm>

#include "base/check.h"
#include "parse/ami_events.h"

using namespace denwaban;

static std::vector<Event> read_in_pieces(std::string_view text, size_t piece) {
  parse::AmiEvents reader(1);
  std::vector<Event> events;
  size_t begin = 0;
  for (size_t end = 0; end < text.size();) {
    end = std::min(end + piece, text.size());
    begin += reader.parse(text.substr(begin, end - begin), begin, end == text.size(), events);
    DENWABAN_CHECK(begin <= end && end - begin <= parse::AmiEvents::kBlockMax + 64);
  }
  return events;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto whole = read_in_pieces(text, std::max<size_t>(size, 1));
  for (const Event& event : whole) {
    DENWABAN_CHECK(event.evidence.offset + event.evidence.length <= size);
    DENWABAN_CHECK(!event.tainted || event.proof == AddressProof::claimed);
    for (std::string_view view : {event.account, event.extension, event.session})
      DENWABAN_CHECK(view.empty() ||
                     (view.data() >= text.data() && view.data() + view.size() <= text.data() + size));
  }
  if (size == 0) return 0;
  auto pieces = read_in_pieces(text, 1 + data[0] % 97u);
  DENWABAN_CHECK(pieces.size() == whole.size());
  for (size_t i = 0; i < whole.size(); ++i)
    DENWABAN_CHECK(pieces[i].time == whole[i].time && pieces[i].address == whole[i].address &&
                   pieces[i].kind == whole[i].kind && pieces[i].account == whole[i].account &&
                   pieces[i].tainted == whole[i].tainted && pieces[i].evidence == whole[i].evidence);
  return 0;
}
