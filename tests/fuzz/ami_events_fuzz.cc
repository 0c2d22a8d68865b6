// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a session of the manager: evidence stays inside the input, and pieces tell what the whole
// tells.
#include <algorithm>

#include "base/check.h"
#include "parse/ami_events.h"
#include "track/call_tracker.h"

using namespace denwaban;

struct Told {
  std::vector<Event> events;
  std::vector<CallEvent> calls;
};

static Told read_in_pieces(std::string_view text, size_t piece) {
  parse::AmiEvents reader(1);
  Told told;
  size_t begin = 0;
  for (size_t end = 0; end < text.size();) {
    end = std::min(end + piece, text.size());
    bool last = end == text.size();
    size_t ahead = last ? 0 : parse::AmiEvents::kDoubtLength,
           due = end - begin > ahead ? end - begin - ahead : 0;
    begin += reader.parse(text.substr(begin, end - begin), begin, last, due, told.events, &told.calls);
    DENWABAN_CHECK(begin <= end && end - begin <= parse::AmiEvents::kBlockMax + ahead + 64);
  }
  return told;
}

static void check_views(const CallEvent& call, std::string_view text) {
  auto inside = [&](std::string_view view) {
    return view.size() <= CallEvent::kTextMax &&
           (view.empty() ||
            (view.data() >= text.data() && view.data() + view.size() <= text.data() + text.size()));
  };
  DENWABAN_CHECK(inside(call.detail) && inside(call.target));
  for (const ChannelView* channel : {&call.channel, &call.other, &call.third})
    for (std::string_view view : {channel->name, channel->unique, channel->linked, channel->context,
                                  channel->extension, channel->caller_number, channel->caller_name})
      DENWABAN_CHECK(inside(view) && (call.tainted || view.find_first_of("\r\n") == view.npos));
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  Told all = read_in_pieces(text, std::max<size_t>(size, 1));
  const auto& whole = all.events;
  for (const CallEvent& call : all.calls) {
    DENWABAN_CHECK(call.evidence.offset + call.evidence.length <= size);
    check_views(call, text);
  }
  track::CallTracker tracker;
  tracker.take(all.events, all.calls);
  for (const Event& event : whole) {
    DENWABAN_CHECK(event.evidence.offset + event.evidence.length <= size);
    DENWABAN_CHECK(!event.tainted || event.proof == AddressProof::claimed);
    for (std::string_view view : {event.account, event.extension, event.session})
      DENWABAN_CHECK(view.empty() ||
                     (view.data() >= text.data() && view.data() + view.size() <= text.data() + size));
  }
  if (size == 0) return 0;
  Told cut = read_in_pieces(text, 1 + data[0] % 97u);
  const auto& pieces = cut.events;
  DENWABAN_CHECK(cut.calls.size() == all.calls.size());
  for (size_t i = 0; i < cut.calls.size(); ++i)
    DENWABAN_CHECK(cut.calls[i].kind == all.calls[i].kind && cut.calls[i].tainted == all.calls[i].tainted &&
                   cut.calls[i].time == all.calls[i].time);
  DENWABAN_CHECK(pieces.size() == whole.size());
  for (size_t i = 0; i < whole.size(); ++i)
    DENWABAN_CHECK(pieces[i].time == whole[i].time && pieces[i].address == whole[i].address &&
                   pieces[i].kind == whole[i].kind && pieces[i].account == whole[i].account &&
                   pieces[i].tainted == whole[i].tainted && pieces[i].evidence == whole[i].evidence);
  return 0;
}
