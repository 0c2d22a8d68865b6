// SPDX-License-Identifier: GPL-3.0-or-later
#include "files.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <numeric>

#include "base/money.h"
#include "feed.h"

namespace denwaban::sim {
namespace {

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::string clock_face(const TimeZone& zone, Time when) {
  const CivilTime civil = zone.to_civil(when);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", civil.year, civil.month, civil.day, civil.hour,
                     civil.minute, civil.second);
}

std::string_view disposition(Outcome outcome) {
  switch (outcome) {
    case Outcome::answered:
      return "ANSWERED";
    case Outcome::no_answer:
      return "NO ANSWER";
    case Outcome::busy:
      return "BUSY";
    case Outcome::failed:
      return "FAILED";
  }
  return "";
}

class Rows {
 public:
  Rows(const FraudWorld& world, const FileWishes& wishes)
      : world_(world),
        company_(world.company),
        wishes_(wishes),
        zone_(wishes.utc ? TimeZone() : world.company.zone) {}

  std::string all() const {
    std::vector<uint32_t> order(world_.calls.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
      return world_.calls[a].ended_at() < world_.calls[b].ended_at();
    });
    std::string text;
    for (uint32_t index : order) {
      const SimCall& call = world_.calls[index];
      if (call.way == Way::originated) first_half(call, text);
      row(call, text);
    }
    return text;
  }

 private:
  struct Cells {
    std::string source, destination, context, clid, channel, peer, application, data;
  };

  std::string dial(const std::string& whom, const std::string& where) const {
    if (where.empty()) return company_.technology + "/" + whom + ",20";
    return company_.technology == "SIP" ? "SIP/" + where + "/" + whom + ",60"
                                        : "PJSIP/" + whom + "@" + where + ",60";
  }

  Cells cells_of(const SimCall& call) const {
    Cells cells;
    cells.channel = channel_of(world_, call);
    cells.peer = peer_of(world_, call);
    cells.application = "Dial";
    cells.context = "from-internal";
    cells.destination = call.number.dialled;
    cells.source = world_.account(call.person);
    cells.data = dial(leaves(call.way) ? call.number.sent : world_.account(call.to),
                      leaves(call.way) ? company_.trunks[call.trunk_out] : "");
    if (call.way == Way::incoming || call.way == Way::forwarded || call.way == Way::transferred ||
        call.way == Way::disa) {
      cells.source = call.caller;
      cells.context = call.way == Way::disa ? "disa" : "from-trunk";
      if (call.way != Way::disa) cells.destination = world_.account(call.to);
    }
    if (call.way == Way::guest) cells.source = "1001", cells.context = "default";
    if (call.way == Way::code) cells.application = "VoiceMailMain", cells.data = cells.source + "@default";
    if (call.way == Way::originated) cells.source = call.number.dialled;
    cells.clid = quoted_name(cells.source) + " <" + cells.source + ">";
    return cells;
  }
  static std::string quoted_name(const std::string& name) { return "\"" + name + "\""; }

  // The half of a Local channel that waits.
  void first_half(const SimCall& call, std::string& text) const {
    Cells cells = cells_of(call);
    cells.channel.back() = '1';
    cells.peer.clear();
    cells.application = "Wait";
    cells.data = "3600";
    write(call, cells, 1, text);
  }

  void row(const SimCall& call, std::string& text) const { write(call, cells_of(call), 0, text); }

  void write(const SimCall& call, const Cells& cells, uint32_t half, std::string& text) const {
    const std::string code =
        company_.account_codes && call.person >= 0 ? "acc" + world_.account(call.person) : "";
    for (const std::string& cell :
         {code, cells.source, cells.destination, cells.context, cells.clid, cells.channel, cells.peer,
          cells.application, cells.data, clock_face(zone_, call.began)})
      text += in_quotes(cell) + ",";
    if (call.is_answered()) text += in_quotes(clock_face(zone_, call.answered_at()));
    const auto seconds = [](Time t) { return to_epoch_s(t); };
    text += fmt::format(",{},{},{},{},\"DOCUMENTATION\"", in_quotes(clock_face(zone_, call.ended_at())),
                        seconds(call.ended_at()) - seconds(call.began), call.is_answered() ? call.talk : 0,
                        in_quotes(disposition(call.outcome)));
    if (wishes_.columns > 16) text += fmt::format(",\"{}.{}\"", to_epoch_s(call.began), call.serial + half);
    if (wishes_.columns > 17) text += ",\"\"";
    text += "\n";
  }

  const FraudWorld& world_;
  const Company& company_;
  FileWishes wishes_;
  TimeZone zone_;
};

}  // namespace

std::string master_csv(const FraudWorld& world, const FileWishes& wishes) {
  return Rows(world, wishes).all();
}

std::string truth_csv(const FraudWorld& world) {
  std::string text = fmt::format(
      "# honest_outside_calls={}\nuniqueid,channel,began,answered,ended,account,number,theft,kind,cost\n",
      world.honest_outside);
  for (size_t t = 0; t < world.thefts.size(); ++t)
    for (uint32_t index : world.thefts[t].calls) {
      const SimCall& call = world.calls[index];
      text += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", id_of(world, call), channel_of(world, call),
                          to_rfc3339(call.began), call.is_answered() ? to_rfc3339(call.answered_at()) : "",
                          to_rfc3339(call.ended_at()), world.account(call.person), call.number.e164, t,
                          to_string(world.thefts[t].kind), Amount{call.cost()}.text());
    }
  return text;
}

std::string settings_toml(const FraudWorld& world) {
  const Company& company = world.company;
  return fmt::format(
      "[numbering]\ncountry = \"{}\"\noutside_prefix = \"{}\"\narea_code = \"{}\"\n\n[fraud]\ncurrency = "
      "\"{}\"\n"
      "timezone = \"{}\"\n",
      company.home->iso, company.outside, company.area, company.home->currency, company.home->zone);
}

bool write_files(const FraudWorld& world, const FileWishes& wishes, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "Master.csv") << master_csv(world, wishes);
  std::ofstream(folder / "denwaban.toml") << settings_toml(world);
  std::ofstream truth(folder / "truth.csv");
  truth << truth_csv(world);
  return static_cast<bool>(truth.flush());
}

}  // namespace denwaban::sim
