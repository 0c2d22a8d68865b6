// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed.h"

#include <fmt/format.h>

#include <algorithm>

namespace denwaban::sim {
namespace {

struct Moment {
  Time time;
  uint32_t call;
  CallChange change;
};

std::vector<Moment> moments(const FraudWorld& world, Telling telling) {
  std::vector<Moment> all;
  all.reserve(world.calls.size() * 3);
  for (uint32_t i = 0; i < world.calls.size(); ++i) {
    const SimCall& call = world.calls[i];
    all.push_back({call.began, i, CallChange::began});
    if (telling == Telling::live) {
      all.push_back({call.began, i, CallChange::dialled});
      if (call.way == Way::forwarded || call.way == Way::transferred)
        all.push_back({call.began, i, CallChange::redirected});
    }
    if (call.is_answered()) all.push_back({call.answered_at(), i, CallChange::answered});
    all.push_back({call.ended_at(), i, CallChange::ended});
  }
  std::stable_sort(all.begin(), all.end(), [](const Moment& a, const Moment& b) { return a.time < b.time; });
  return all;
}

uint16_t cause_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::answered:
      return 16;
    case Outcome::no_answer:
      return 19;
    case Outcome::busy:
      return 17;
    case Outcome::failed:
      return 1;
  }
  return 0;
}

std::string context_of(Way way) {
  switch (way) {
    case Way::incoming:
    case Way::forwarded:
    case Way::transferred:
      return "from-trunk";
    case Way::disa:
      return "disa";
    case Way::guest:
      return "default";
    default:
      return "from-internal";
  }
}

std::string_view guest_host(const Company& company) {
  return company.technology == "SIP" ? "203.0.113.77" : "anonymous";
}

bool from_outside(Way way) {
  return way == Way::incoming || way == Way::forwarded || way == Way::disa || way == Way::transferred;
}

class Teller {
 public:
  Teller(const FraudWorld& world, Telling telling) : world_(world), telling_(telling) {}

  Call call_at(const Moment& moment) const {
    const SimCall& sim = world_.calls[moment.call];
    Call call;
    call.id = id_of(world_, sim);
    call.channel = channel_of(world_, sim);
    call.evidence = evidence_of(moment.call);
    call.service = Service::sip;
    call.began = sim.began;
    call.context = context_of(sim.way);
    call.legs = 1;
    who(sim, call);
    if (telling_ == Telling::records || moment.change != CallChange::began) where(sim, call);
    if (moment.change == CallChange::answered || (moment.change == CallChange::ended && sim.is_answered())) {
      call.answered = call.reached = sim.answered_at();
      call.state = CallState::answered;
    }
    if (moment.change == CallChange::ended) {
      call.ended = sim.ended_at();
      call.cause = cause_of(sim.outcome);
      call.state = CallState::ended;
    }
    return call;
  }

 private:
  void who(const SimCall& sim, Call& call) const {
    const Company& company = world_.company;
    const std::string called = world_.account(sim.to);
    if (from_outside(sim.way)) {
      call.direction = CallDirection::incoming;
      call.trunk = call.entered_by = company.trunks[sim.trunk_in];
      call.caller_number = sim.caller;
      call.dialled = sim.way == Way::disa ? sim.number.dialled : called;
      return;
    }
    call.dialled = sim.number.dialled;
    if (sim.way == Way::guest) {
      call.caller_number = "1001";
      // chan_sip names his channel by the host that he gave.
      call.account = company.technology == "SIP" ? "" : guest_host(company);
    } else {
      call.account = call.caller_number = world_.account(sim.person);
      if (company.account_codes) call.account_code = call.account.empty() ? "" : "acc" + call.account;
    }
  }

  void where(const SimCall& sim, Call& call) const {
    call.peer = peer_of(world_, sim);
    call.legs = call.peer.empty() ? 1 : 2;
    if (!leaves(sim.way)) {
      if (sim.way != Way::incoming && telling_ == Telling::live) call.direction = CallDirection::internal;
      return;
    }
    call.direction = CallDirection::outgoing;
    call.trunk = world_.company.trunks[sim.trunk_out];
    call.trunk_number = sim.number.sent;
    // Records do not tell who sent a call on.
    if (telling_ == Telling::live && (sim.way == Way::forwarded || sim.way == Way::transferred))
      call.redirects.push_back(
          {sim.way == Way::forwarded ? CallRedirect::Kind::forwarded : CallRedirect::Kind::blind_transfer,
           world_.account(sim.person), sim.number.dialled, sim.began});
  }

  const FraudWorld& world_;
  Telling telling_;
};

std::string numbered(const FraudWorld& world, std::string_view name, uint32_t serial) {
  return fmt::format("{}/{}-{:08x}", world.company.technology, name, serial);
}

}  // namespace

EvidenceRef evidence_of(uint32_t index) { return {index, 0, 1}; }

std::string id_of(const FraudWorld&, const SimCall& call) {
  return fmt::format("{}.{}", to_epoch_s(call.began), call.serial);
}

std::string channel_of(const FraudWorld& world, const SimCall& call) {
  const Company& company = world.company;
  if (from_outside(call.way)) return numbered(world, company.trunks[call.trunk_in], call.serial);
  if (call.way == Way::guest) return numbered(world, guest_host(company), call.serial);
  if (call.way == Way::originated)
    return fmt::format("Local/{}@from-internal-{:08x};2", call.number.dialled, call.serial);
  return numbered(world, world.account(call.person), call.serial);
}

std::string peer_of(const FraudWorld& world, const SimCall& call) {
  if (call.way == Way::code) return "";
  const uint32_t serial = call.serial + (call.way == Way::originated ? 3 : 1);
  return numbered(world, leaves(call.way) ? world.company.trunks[call.trunk_out] : world.account(call.to),
                  serial);
}

void tell(const FraudWorld& world, Telling telling, const Hear& hear) {
  const Teller teller(world, telling);
  for (const Moment& moment : moments(world, telling))
    hear(teller.call_at(moment), moment.change, moment.time);
}

}  // namespace denwaban::sim
