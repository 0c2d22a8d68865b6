// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/memory.h"

#include <algorithm>

namespace denwaban::policy {
namespace {
constexpr size_t kIdMax = 256;
}

Memory::Said& Memory::said(std::string_view finding) {
  if (auto at = findings_.find(finding); at != findings_.end()) return *at->second;
  if (findings_.size() >= capacity_ && !said_.empty()) {
    findings_.erase(said_.front().finding);
    said_.pop_front();
  }
  said_.emplace_back();
  said_.back().finding = finding;
  findings_.emplace(said_.back().finding, std::prev(said_.end()));
  return said_.back();
}

bool Memory::first_time(std::string_view finding, Action action, Reason reason, Severity severity) {
  Said& known = said(finding);
  if (action == Action::notify) {
    auto above = static_cast<uint8_t>(static_cast<uint8_t>(severity) + 1);
    if (known.notified_above >= above) return false;
    known.notified_above = above;
    return true;
  }
  uint32_t bit = uint32_t{1} << static_cast<unsigned>(reason);
  if (known.refused & bit) return false;
  known.refused |= bit;
  return true;
}

void Memory::acted(std::string_view finding, uint16_t port, Time evidence) {
  Said& known = said(finding);
  bool again = known.acted && known.acted_port == port;
  known.acted = again ? std::max(*known.acted, evidence) : evidence;
  known.acted_port = port;
}

void Memory::not_acted(std::string_view finding) {
  if (auto at = findings_.find(finding); at != findings_.end()) at->second->acted.reset();
}

std::optional<Time> Memory::acted_until(std::string_view finding, uint16_t port) const {
  auto at = findings_.find(finding);
  if (at == findings_.end() || at->second->acted_port != port) return std::nullopt;
  return at->second->acted;
}

void Memory::forget(std::string_view finding) {
  auto at = findings_.find(finding);
  if (at == findings_.end()) return;
  Place place = at->second;
  findings_.erase(at);
  said_.erase(place);
}

void Memory::remember(std::string_view decision_id) {
  if (decision_id.size() > kIdMax || knows(decision_id)) return;
  ids_.insert(ids_in_order_.emplace_back(decision_id));
  if (ids_in_order_.size() <= capacity_) return;
  ids_.erase(ids_in_order_.front());
  ids_in_order_.pop_front();
}

void Memory::save(ByteWriter& out) const {
  out.put(static_cast<uint32_t>(findings_.size()));
  for (const Said& known : said_) {
    out.put(known.finding);
    out.put(known.refused);
    out.put(known.notified_above);
    out.put(known.acted.value_or(Time::min()));
    out.put(known.acted_port);
  }
  out.put(static_cast<uint32_t>(ids_in_order_.size()));
  for (const auto& id : ids_in_order_) out.put(id);
}

bool Memory::load(ByteReader& in) {
  uint32_t findings = in.get_count(4 + 4 + 1 + 8 + 2);
  for (uint32_t i = 0; i < findings && !in.failed(); ++i) {
    Said& known = said(in.get_text(kIdMax));
    known.refused = in.get<uint32_t>();
    known.notified_above = in.get<uint8_t>();
    if (Time acted = in.get_time(); acted != Time::min()) known.acted = acted;
    known.acted_port = in.get<uint16_t>();
  }
  uint32_t ids = in.get_count(4);
  for (uint32_t i = 0; i < ids && !in.failed(); ++i) remember(in.get_text(kIdMax));
  return !in.failed();
}

}  // namespace denwaban::policy
