// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "model/json.h"
#include "model/names.h"

namespace denwaban {
namespace {

using Json = nlohmann::json;

constexpr size_t kTextMax = 4096;     // of one member
constexpr size_t kBecauseMax = 1000;  // findings behind one decision

// Takes members out of one object and remembers the first thing that is wrong. Every `take` after that gives
// nothing, so that a caller asks once at the end; `finish` also refuses members that nobody took.
class Members {
 public:
  Members(const Json& object, std::string_view what) : object_(object), what_(what) {
    if (!object.is_object()) refuse("is no object");
  }

  const Json* take(const char* name, bool required = true) {
    if (failed()) return nullptr;
    auto it = object_.find(name);
    if (it == object_.end()) {
      if (required) refuse(fmt::format("has no \"{}\"", name));
      return nullptr;
    }
    taken_.insert(name);
    return &*it;
  }
  std::string text(const char* name, bool required = true) {
    const Json* value = take(name, required);
    if (value == nullptr) return {};
    if (!value->is_string() || value->get_ref<const std::string&>().size() > kTextMax)
      return wrong(name), std::string();
    return value->get<std::string>();
  }
  uint64_t number(const char* name, uint64_t max, bool required = true) {
    const Json* value = take(name, required);
    if (value == nullptr) return 0;
    if (!value->is_number_unsigned() || value->get<uint64_t>() > max) return wrong(name), 0;
    return value->get<uint64_t>();
  }
  bool flag(const char* name) {
    const Json* value = take(name);
    if (value == nullptr) return false;
    if (!value->is_boolean()) return wrong(name), false;
    return value->get<bool>();
  }
  Time time(const char* name) {
    std::string written = text(name);
    if (failed()) return {};
    auto parsed = parse_rfc3339(written);
    if (!parsed) wrong(name);
    return parsed.value_or(Time{});
  }
  template <class Enum>
  Enum word(const char* name, bool required = true) {
    std::string written = text(name, required);
    if (failed() || (!required && written.empty())) return Enum{};
    auto value = parse_name<Enum>(written);
    if (!value) wrong(name);
    return value.value_or(Enum{});
  }
  template <class Element>
  void list(const char* name, size_t max, Element&& element, bool needed = true) {
    const Json* value = take(name, needed);
    if (value == nullptr) return;
    if (!value->is_array() || value->size() > max) return wrong(name);
    for (const Json& one : *value)
      if (!element(one)) return wrong(name);
  }
  void constant(const char* name, std::string_view expected) {
    if (text(name) != expected) wrong(name);
  }

  void wrong(const char* name) { refuse(fmt::format("has a wrong \"{}\"", name)); }
  bool failed() const { return !problem_.empty(); }
  const std::string& finish() {
    if (!failed() && taken_.size() != object_.size())
      for (const auto& member : object_.items())
        if (!taken_.count(member.key())) refuse("has a member that is not known");
    return problem_;
  }

 private:
  void refuse(std::string problem) {
    if (!failed()) problem_ = fmt::format("the {} {}", what_, problem);
  }

  const Json& object_;
  std::string_view what_;
  std::set<std::string, std::less<>> taken_;
  std::string problem_;
};

Result<Json> parse_line(std::string_view line) {
  if (line.size() > kJsonLineMax)
    return fail(ErrorKind::input,
                fmt::format("a record of {} bytes is longer than {}", line.size(), kJsonLineMax));
  Json json = Json::parse(line, nullptr, false);
  if (json.is_discarded()) return fail(ErrorKind::input, "a record is not valid JSON");
  return json;
}

bool take_text(const Json& json, std::vector<std::string>& out) {
  if (!json.is_string() || json.get_ref<const std::string&>().size() > kTextMax) return false;
  out.push_back(json.get<std::string>());
  return true;
}

// `about`: whom a decision about calls means.
bool read_subject(const Json& json, Subject& subject, CallTarget* about = nullptr) {
  Members members(json, "subject");
  if (about != nullptr && json.is_object()) {
    about->call = members.text("call", false);
    about->channel = members.text("channel", false);
    about->trunk = members.text("trunk", false);
    about->place = members.text("place", false);
    about->number = members.text("number", false);
  }
  if (json.is_object() && json.contains("address")) {
    subject.address = IpAddress::parse(members.text("address"));
    if (!subject.address) return false;
  }
  if (json.is_object() && json.contains("prefix")) {
    subject.prefix = IpPrefix::parse(members.text("prefix"));
    if (!subject.prefix) return false;
  }
  if (json.is_object() && json.contains("account")) subject.account = members.text("account");
  return members.finish().empty();
}

bool read_evidence(const Json& json, std::vector<EvidenceText>& out) {
  Members members(json, "evidence");
  EvidenceText place{members.text("file"), members.number("line", UINT64_MAX), members.text("text")};
  out.push_back(std::move(place));
  return members.finish().empty();
}

bool read_address(const Json& json, std::vector<IpAddress>& out) {
  auto address = json.is_string() ? IpAddress::parse(json.get_ref<const std::string&>()) : std::nullopt;
  if (address) out.push_back(*address);
  return address.has_value();
}

bool read_witness(const Json& json, uint8_t& witnesses) {
  auto witness = json.is_string() ? parse_name<Witness>(json.get_ref<const std::string&>()) : std::nullopt;
  if (witness) witnesses |= static_cast<uint8_t>(1u << static_cast<unsigned>(*witness));
  return witness.has_value();
}

// A ban needs a prefix; what touches nobody may have no target at all.
bool read_target(const Json& json, Decision& d) {
  if (d.action == Action::ban || d.action == Action::unban || d.action == Action::shed) {
    auto prefix = json.is_string() ? IpPrefix::parse(json.get_ref<const std::string&>()) : std::nullopt;
    if (prefix) d.target = *prefix;
    return prefix.has_value();
  }
  CallTarget about;
  if (!read_subject(json, d.subject, &about)) return false;
  if (about != CallTarget()) d.about = std::make_shared<const CallTarget>(std::move(about));
  if (d.subject.address)
    d.target = IpPrefix::host(*d.subject.address);
  else if (d.subject.prefix)
    d.target = *d.subject.prefix;
  bool needs_target = d.action == Action::allow || d.action == Action::disallow;
  return !needs_target || d.subject.address || d.subject.prefix;
}

void read_span(Members& members, Decision& d) {
  bool has_one = d.action == Action::ban || d.action == Action::shed || d.action == Action::allow ||
                 d.action == Action::lock_account || d.action == Action::close_trunk;
  const Json* seconds = members.take("seconds", has_one);
  if (seconds == nullptr || seconds->is_null()) return;
  constexpr uint64_t kCentury = uint64_t{100} * 365 * 86400;
  if (!seconds->is_number_unsigned() || seconds->get<uint64_t>() > kCentury) return members.wrong("seconds");
  d.span = Seconds(seconds->get<int64_t>());
}

void read_lists(Members& members, ToldFinding& told) {
  Finding& f = told.finding;
  members.list("accounts", Finding::kListMax, [&](const Json& one) { return take_text(one, f.accounts); });
  members.list("addresses", Finding::kListMax,
               [&](const Json& one) { return read_address(one, f.addresses); });
  members.list("details", Finding::kListMax, [&](const Json& one) { return take_text(one, f.details); }, false);
  members.list("witnesses", names_of<Witness>().size(),
               [&](const Json& one) { return read_witness(one, f.witnesses); });
  members.list("evidence", 10 * Finding::kEvidenceMax,
               [&](const Json& one) { return read_evidence(one, told.texts.evidence); });
}

}  // namespace

Result<ToldFinding> parse_finding_json(std::string_view line) {
  auto json = parse_line(line);
  if (!json) return tl::unexpected(json.error());
  Members members(*json, "finding");
  ToldFinding told;
  Finding& f = told.finding;
  members.constant("type", "finding");
  members.constant("ring", "intrusion");
  f.id = members.text("id");
  members.time("time");
  f.state = members.word<FindingState>("state", false);
  f.detector = members.word<Detector>("detector");
  f.severity = members.word<Severity>("severity");
  if (const Json* subject = members.take("subject"); subject != nullptr && !read_subject(*subject, f.subject))
    members.wrong("subject");
  f.service = members.word<Service>("service");
  f.count = members.number("count", UINT64_MAX);
  f.count_proven = members.number("count_proven", UINT64_MAX);
  f.first = members.time("first");
  f.last = members.time("last");
  f.accounts_total = members.number("accounts_total", UINT64_MAX);
  f.addresses_total = members.number("addresses_total", UINT64_MAX);
  f.addresses_proven = members.number("addresses_proven", UINT64_MAX);
  f.proof = members.word<AddressProof>("address_proof");
  f.port = static_cast<uint16_t>(members.number("port", 65535, false));
  f.pattern = members.text("pattern");
  told.texts.title = members.text("title");
  told.texts.why = members.text("why");
  read_lists(members, told);
  if (!members.finish().empty()) return fail(ErrorKind::input, members.finish());
  return told;
}

Result<Decision> parse_decision_json(std::string_view line) {
  auto json = parse_line(line);
  if (!json) return tl::unexpected(json.error());
  Members members(*json, "decision");
  Decision d;
  members.constant("type", "decision");
  d.time = members.time("time");
  d.action = members.word<Action>("action");
  if (const Json* target = members.take("target"); target != nullptr && !read_target(*target, d))
    members.wrong("target");
  d.port = static_cast<uint16_t>(members.number("port", 65535, false));
  read_span(members, d);
  members.list("because", kBecauseMax, [&](const Json& one) { return take_text(one, d.because); });
  d.dry_run = members.flag("dry_run");
  d.reason = members.word<Reason>("reason");
  d.id = members.text("id");
  d.level = static_cast<uint16_t>(members.number("level", 65535));
  d.by = members.text("by", false);
  d.note = members.text("note", false);
  if (!members.finish().empty()) return fail(ErrorKind::input, members.finish());
  return d;
}

}  // namespace denwaban
