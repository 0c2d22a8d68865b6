// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/entries.h"

#include <algorithm>

#include "audit/dialplan/arguments.h"
#include "audit/paths/door_gates.h"
#include "audit/paths/keyless_entries.h"
#include "audit/paths/relevant_names.h"

namespace denwaban::audit {
namespace {

constexpr size_t kEntriesMax = 5'000;
constexpr size_t kContextsMax = 300;  // that one caller may choose among

using Variables = std::vector<std::pair<std::string, std::string>>;

bool inside_address(std::string_view host) {
  if (host.starts_with("10.") || host.starts_with("192.168.") || host.starts_with("127.") ||
      host.starts_with("169.254."))
    return true;
  if (host == "localhost" || host.starts_with("fd") || host.starts_with("fe80:")) return true;
  if (!host.starts_with("172.")) return false;
  long second = std::strtol(std::string(host.substr(4)).c_str(), nullptr, 10);
  return second >= 16 && second <= 31;
}

SourceLine line_of(const Sources& sources, const Object& object, const Option& option) {
  SourceLine line;
  if (option.written()) {
    line = sources.line_of(*option.config, *option.variable);
    line.text = option.key + "=" + option.value;
  } else if (object.config && object.category) {
    line = sources.line_of(*object.config, *object.category);
  } else if (object.config && !object.config->files.empty()) {
    line.file = sources.shown(object.config->files[0]);
  }
  return line;
}

// What a call of the device has before any line.
Variables variables_of(const Object& object, std::string_view key, const char* technology) {
  Variables all;
  for (const Option& option : object.list({key})) {
    size_t equal = option.value.find('=');
    if (equal == std::string::npos || all.size() >= 50) continue;
    all.emplace_back(std::string(trim(std::string_view(option.value).substr(0, equal))),
                     std::string(trim(std::string_view(option.value).substr(equal + 1))));
  }
  all.emplace_back(kChannelType, technology);
  std::sort(all.begin(), all.end());
  return all;
}

// As ast_callerid_parse reads it: `Desk <7>`, or 7 alone.
std::string number_of_caller_id(std::string_view written) {
  const size_t open = written.find('<'), close = written.rfind('>');
  if (open != written.npos) return std::string(trim(written.substr(open + 1, close == written.npos ? close : close - open - 1)));
  const bool number = written.find_first_not_of("0123456789*#+ ()-.") == written.npos;
  return std::string(number ? trim(written) : std::string_view());
}

// The user's part of From is free to choose but where the device is found by it (channels/chan_sip.c, check_peer_ok).
std::string caller_of(const SipDevice& device) {
  if (device.object.option("trustrpid", "no").yes()) return {};
  std::string written = number_of_caller_id(device.object.option_of({"callerid", "cid_number"}).value);
  return written.empty() && device.is_user && !device.is_peer ? device.object.name : written;
}

// res/res_pjsip.c, ast_sip_set_id_from_invite; res_pjsip_endpoint_identifier_user.c.
std::string caller_of(const Pjsip& pjsip, const Object& endpoint) {
  if (endpoint.option("trust_id_inbound", "no").yes() || endpoint.name.starts_with("anonymous")) return {};
  std::string written = number_of_caller_id(endpoint.option("callerid").value);
  if (!written.empty()) return written;
  const std::string found_by = endpoint.option("identify_by", "username,ip").value;
  for (std::string_view other : {"auth_username", "header", "request_uri"})
    if (found_by.find(other) != found_by.npos) return {};
  for (const Object& identify : pjsip.identifies)
    if (identify.option("endpoint").value == endpoint.name) return {};
  return endpoint.name;
}

class Finder {
 public:
  Finder(const Estate& estate, NumberSets& sets) : estate_(estate), sets_(sets) {}

  std::vector<Entry> all() {
    if (estate_.chan_sip.has_file) chan_sip();
    if (estate_.pjsip.has_file) pjsip();
    if (estate_.iax.has_file) iax();
    dahdi();
    return std::move(entries_);
  }

 private:
  Entry entry(EntryKind kind, std::string name, std::string context, Gate gate) {
    Entry one;
    one.who = {kind, std::move(name), context, gate == Gate::credentials || gate == Gate::weak_password};
    one.start.context = std::move(context);
    one.start.numbers = sets_.dialled();
    one.gate = gate;
    return one;
  }
  void add(Entry entry) {
    if (entries_.size() < kEntriesMax) entries_.push_back(std::move(entry));
  }

  void chan_sip() {
    const ChanSip& sip = estate_.chan_sip;
    bool inert =
        !estate_.heeds("chan_sip") || (estate_.version().known && estate_.version().at_least(21));
    Entry guest = entry(EntryKind::sip_guest, {}, sip.guest_context, Gate::none);
    guest.start.variables = {{std::string(kChannelType), "SIP"}};
    guest.inert = inert;
    guest.barred = !sip.guests;
    guest.place = line_of(estate_.sources, sip.general, sip.general.option("context", "default"));
    add(guest);
    if (sip.guests) {
      for (const DomainContext& domain : sip.domain_contexts) {
        Entry other = guest;
        other.who.context = other.start.context = domain.context;
        other.place = line_of(estate_.sources, sip.general, domain.option);
        add(std::move(other));
      }
    }
    for (const SipDevice& device : sip.devices) {
      auto gate = gate_of_device(estate_, device);
      if (!gate) continue;
      Entry one = sip_device(device, *gate);
      one.inert = inert;
      one.place = line_of(estate_.sources, device.object, device.object.option("context", "default"));
      one.start.variables = variables_of(device.object, "setvar", "SIP");
      one.caller = caller_of(device);
      add(std::move(one));
    }
  }

  bool registers_with(const SipDevice& device) const {
    std::string host = device.host();
    for (const Option& registration : estate_.chan_sip.registrations)
      if (!host.empty() && registration.value.find(host) != std::string::npos) return true;
    return false;
  }

  Entry sip_device(const SipDevice& device, Gate gate) {
    std::string host = device.host();
    bool provider = !device.dynamic() && !host.empty() && (registers_with(device) || !inside_address(host));
    EntryKind kind = device.is_user ? EntryKind::sip_user : EntryKind::sip_peer;
    if (provider && !device.is_user && gate == Gate::source_address) {
      kind = EntryKind::did;
      gate = Gate::none;
    }
    Entry one = entry(kind, device.object.name, device.context(), gate);
    one.number_given = kind == EntryKind::did;
    return one;
  }

  void pjsip() {
    bool inert = !estate_.modules.loaded("chan_pjsip") || !estate_.heeds("res_pjsip");
    for (const Object& endpoint : estate_.pjsip.endpoints) {
      auto gate = gate_of_endpoint(estate_, endpoint);
      if (!gate) continue;
      bool anonymous = endpoint.name == "anonymous" || endpoint.name.starts_with("anonymous@");
      Option context = endpoint.option("context", "default");
      Entry one = entry(anonymous ? EntryKind::pjsip_anonymous : EntryKind::pjsip_endpoint,
                        anonymous ? std::string() : endpoint.name, context.value, *gate);
      one.inert = inert || (anonymous && !estate_.modules.loaded("res_pjsip_endpoint_identifier_anonymous"));
      one.place = line_of(estate_.sources, endpoint, context);
      one.start.variables = variables_of(endpoint, "set_var", "PJSIP");
      one.caller = caller_of(estate_.pjsip, endpoint);
      one.number_given = one.gate == Gate::source_address && !endpoint.option("outbound_auth").value.empty();
      if (one.number_given) {
        one.who.kind = EntryKind::did;
        one.gate = Gate::none;
      }
      add(std::move(one));
    }
  }

  void iax() {
    bool inert = !estate_.heeds("chan_iax2");
    for (const IaxDevice& device : estate_.iax.devices) {
      if (!device.is_user) continue;
      auto gate = gate_of_device(estate_, device);
      if (!gate) continue;
      auto add_one = [&](const std::string& context, bool chosen) {
        const bool carrier = device.is_carrier();
        Entry one = entry(carrier ? EntryKind::did : EntryKind::iax_user, device.object.name, context,
                          carrier ? Gate::none : *gate);
        one.number_given = carrier;
        one.start.variables = {{std::string(kChannelType), "IAX2"}};
        one.caller = number_of_caller_id(device.object.option("callerid").value);
        one.inert = inert;
        one.chooses_context = chosen;
        one.place = line_of(estate_.sources, device.object, device.object.option("context", "default"));
        add(std::move(one));
      };
      for (const std::string& context : device.contexts()) {
        if (context != "*") {
          add_one(context, false);
          continue;
        }
        size_t count = 0;
        for (const parse::Context& any : estate_.dialplan.contexts)
          if (++count <= kContextsMax) add_one(any.name, true);
      }
    }
  }

  void dahdi() {
    bool inert = !estate_.heeds("chan_dahdi");
    for (const DahdiChannels& channels : estate_.dahdi) {
      auto option = [&](const char* name) {
        auto found = channels.options.find(name);
        return found == channels.options.end() ? std::string() : found->second;
      };
      std::string context = option("context").empty() ? "default" : option("context");
      Entry one = entry(EntryKind::dahdi_channel, channels.channels, context,
                        channels.is_trunk ? Gate::none : Gate::credentials);
      one.inert = inert;
      one.start.variables = {{std::string(kChannelType), "DAHDI"}};
      one.number_given = channels.is_trunk;
      one.start.numbers = sets_.of_extension("_[0-9*#A-D]!");
      if (option("signalling").starts_with("fxs")) one.start.numbers = sets_.of_text("s");
      if (channels.config && channels.variable)
        one.place = estate_.sources.line_of(*channels.config, *channels.variable);
      add(std::move(one));
    }
  }

  const Estate& estate_;
  NumberSets& sets_;
  std::vector<Entry> entries_;
};

}  // namespace

std::string Entry::device() const {
  for (const auto& [name, value] : start.variables)
    if (name == kChannelType) return value + "/" + who.name;
  return who.name;
}

std::vector<Entry> find_entries(const Estate& estate, NumberSets& sets) {
  std::vector<Entry> all = Finder(estate, sets).all();
  for (Entry& one : keyless_entries(estate, sets)) all.push_back(std::move(one));
  return all;
}

}  // namespace denwaban::audit
