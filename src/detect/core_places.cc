// SPDX-License-Identifier: GPL-3.0-or-later
// Logins from where their account never was.
#include "detect/core.h"

namespace denwaban::detect {

void Detectors::Impl::look_at_place(const Turn& turn) {
  const Event& event = turn.event();
  if (atlas_ == nullptr || !options_.account_takeover.enabled || event.tainted) return;
  auto origin = atlas_->of(event.address);
  auto answer = places_.logged_in(accounts_.key_of(event.service, turn.p.name_hash), origin, event.time);
  if (answer.news == Places::News::none) return;
  Suspect* suspect = suspects_.find(event.address);
  bool proven = event.proof > AddressProof::claimed;
  if (!suspect) suspect = add_suspect(event.address, proven, 1, event.time, turn.out);
  if (!suspect) return;
  suspect->last = event.time;
  NameIndex name = suspects_.name_index(*suspect, turn.p.name, turn.p.name_hash);
  Count* count = about(*suspect, Detector::account_takeover, name);
  if (!count) return;
  count->known.add(event, 1);
  if (name <= kOtherName) count->names.set(name);
  if (NameIndex move = detail_index(*suspect, answer.move); move <= kOtherName) count->names.set(move);
  switch (answer.news) {
    case Places::News::second_country:
      count->known.raise({Severity::high, Pattern::second_country});
      break;
    case Places::News::country:
      count->known.raise({Severity::medium, Pattern::new_country});
      break;
    default:
      count->known.raise({Severity::info, Pattern::new_network});
  }
  suspects_.look_soon(*suspect);
  tell(*suspect, *count, turn.now, turn.out);
}

}  // namespace denwaban::detect
