// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/doubt.h"

#include <algorithm>
#include <cstring>

namespace denwaban::track {
namespace {

// Nobody knows who wrote this record, so it names nobody. `named` is whom the record names.
void taint(Event& event, std::string_view named) {
  event.kind = EventKind::forged;
  event.tainted = true;
  event.forgery = Forgery::injected_line;
  event.account = named;
  event.extension = {};
  event.address = {};
  event.port = 0;
  event.proof = AddressProof::claimed;
}

// `named`: a view of a text that shall be kept as well.
std::unique_ptr<char[]> own_text(Event& event, std::string_view& named) {
  std::string_view* views[] = {&event.account, &event.extension, &event.session, &named};
  size_t length = 0;
  for (auto* view : views) length += view->size();
  if (length == 0) return nullptr;
  std::unique_ptr<char[]> text(new char[length]);
  char* to = text.get();
  for (auto* view : views) {
    if (view->empty()) continue;
    std::memcpy(to, view->data(), view->size());
    *view = {to, view->size()};
    to += view->size();
  }
  return text;
}

}  // namespace

Doubts::Source* Doubts::find(uint32_t source) {
  for (Source& s : sources_)
    if (s.source == source) return &s;
  return nullptr;
}

void Doubts::hold(Source& source, const Event& event) {
  Held held{event, nullptr, {}, source.print, source.broken};
  std::string address = event.address.is_unspecified() ? std::string() : event.address.to_string();
  held.named = address;
  held.text = own_text(held.event, held.named);
  source.held.push_back(std::move(held));
  ++held_;
}

void Doubts::give_front(Source& source, std::vector<Event>& out) {
  Held& front = source.held.front();
  bool unended = front.print.set && source.last_end <= front.print.offset;
  if (unended && front.event.evidence.offset - front.print.offset < kPrintedMax) taint(front.event, front.named);
  out.push_back(front.event);
  if (front.text) given_.push_back(std::move(front.text));
  source.held.pop_front();
  --held_;
}

void Doubts::give_decided(Source& source, uint64_t offset, Time time, std::vector<Event>& out) {
  auto out_of_reach = [&](const Opening& opening) {
    if (!opening.set || offset < opening.offset) return true;  // an offset that fell: the file began anew
    uint64_t distance = offset - opening.offset;
    return distance > kReachHard || (distance > kReachSoft && time - opening.time >= kPause);
  };
  while (!source.held.empty()) {
    const Held& front = source.held.front();
    bool decided = front.event.tainted || (out_of_reach(front.print) && out_of_reach(front.broken));
    if (!decided && held_ <= held_max_) break;
    give_front(source, out);
  }
  if (out_of_reach(source.print)) source.print.set = false;
  if (out_of_reach(source.broken)) source.broken.set = false;
}

void Doubts::pass(const Event& event, std::vector<Event>& out) {
  uint64_t offset = event.evidence.offset;
  Source* source = find(event.evidence.source);
  if (source) give_decided(*source, offset, event.time, out);
  bool opens = event.kind == EventKind::packet_print_begin || event.kind == EventKind::broken_line;
  if (!source && opens) {
    sources_.emplace_back();
    source = &sources_.back();
    source->source = event.evidence.source;
  }
  switch (event.kind) {
    case EventKind::packet_print_begin:
      source->print = {true, offset, event.time};
      break;
    case EventKind::broken_line:
      source->broken = {true, offset, event.time};
      break;
    case EventKind::packet_print_end:
      if (!source) break;
      for (Held& held : source->held) {
        // A beginning in between explains this end, unless all of it fits into one print.
        bool explained = source->print.offset > held.print.offset && offset - held.print.offset > kPrintedMax;
        if (held.print.set && !explained) taint(held.event, held.named);
      }
      source->last_end = offset;
      break;
    case EventKind::orphan_line:
      if (!source) break;
      for (Held& held : source->held)
        if (held.broken.set) taint(held.event, held.named);
      break;
    default:
      if (source && (source->print.set || source->broken.set)) {
        hold(*source, event);
      } else {
        out.push_back(event);
      }
  }
  if (!source) return;
  give_decided(*source, offset, event.time, out);
  bool over = !source->print.set && !source->broken.set && source->held.empty();
  if (over) sources_.erase(sources_.begin() + (source - sources_.data()));
}

void Doubts::release(Time now, std::vector<Event>& out) {
  auto due = [&](const Opening& opening) { return !opening.set || opening.time <= now; };
  for (Source& source : sources_) {
    while (!source.held.empty() && due(source.held.front().print) && due(source.held.front().broken))
      give_front(source, out);
    if (due(source.print)) source.print.set = false;
    if (due(source.broken)) source.broken.set = false;
  }
  std::erase_if(sources_, [](const Source& s) { return !s.print.set && !s.broken.set && s.held.empty(); });
}

}  // namespace denwaban::track
