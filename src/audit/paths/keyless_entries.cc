// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/keyless_entries.h"

#include <algorithm>
#include <set>

namespace denwaban::audit {
namespace {

using parse::same_name;

constexpr size_t kDevicesMax = 2'000;

struct Driver {
  std::string_view file, module, technology;
  const char* line;     // the key whose values are lines; empty: a section is a user
  const char* address;  // the key with the address that calls must come from; empty: the name in the datagram decides
  int gone_in;          // the version that has it no more; 0: all have it
};
constexpr Driver kDrivers[] = {{"mgcp.conf", "chan_mgcp", "MGCP", "line", "host", 21},
                               {"skinny.conf", "chan_skinny", "Skinny", "", "", 21},
                               {"unistim.conf", "chan_unistim", "USTM", "line", "", 0},
                               {"ooh323.conf", "chan_ooh323", "OOH323", "", "ip", 0}};

// Headings of the file, and not devices.
bool is_heading(std::string_view name) {
  constexpr std::string_view kNames[] = {"general", "lines", "devices", "defaults"};
  return std::ranges::any_of(kNames, [&](std::string_view one) { return same_name(one, name); });
}

// Users of Asterisk's sample of ooh323.conf, which stands in many folders as it came: an address of nobody's, a context of its
// own.
bool is_of_sample(const parse::ConfigCategory& section, const Driver& driver) {
  if (driver.technology != "OOH323") return false;
  return (section.name == "myfriend1" && section.value("ip") == "10.0.0.82") ||
         (section.name == "myuser1" && section.value("context") == "context1");
}

// Devices of skinny.conf have lines, which are sections of their own; the peers of ooh323.conf are only called.
bool calls(const parse::ConfigCategory& section, const Driver& driver) {
  if (section.is_template || is_heading(section.name) || is_of_sample(section, driver)) return false;
  if (*driver.line) return !section.value(driver.line).empty();
  return !same_name(section.value("type"), "device") && !same_name(section.value("type"), "peer");
}

class Finder {
 public:
  Finder(const Estate& estate, NumberSets& sets) : estate_(estate), sets_(sets) {}

  std::vector<Entry> all() {
    for (const Driver& driver : kDrivers)
      if (const parse::ConfigFile* config = estate_.sources.file(driver.file))
        for (const parse::ConfigCategory& section : config->categories)
          if (calls(section, driver)) add_device(driver, *config, section);
    return std::move(entries_);
  }

 private:
  // Options hold for the lines that follow them.
  void add_device(const Driver& driver, const parse::ConfigFile& config, const parse::ConfigCategory& section) {
    const parse::ConfigCategory* general = config.first("general");
    std::string context(general ? general->value("context", "default") : "default");
    const parse::ConfigVariable* place = nullptr;
    std::set<std::string> told;
    for (const parse::ConfigVariable& one : section.variables) {
      if (same_name(one.name, "context")) context = one.value, place = &one;
      if (*driver.line && same_name(one.name, driver.line) && told.insert(context).second)
        add(driver, config, section, context, place ? *place : one);
    }
    if (!*driver.line) add(driver, config, section, context, place ? *place : parse::ConfigVariable());
  }

  void add(const Driver& driver, const parse::ConfigFile& config, const parse::ConfigCategory& section,
           const std::string& context, const parse::ConfigVariable& place) {
    if (entries_.size() >= kDevicesMax) return;
    std::string_view host = *driver.address ? section.value(driver.address) : std::string_view();
    Entry one;
    one.who = {EntryKind::keyless_device, std::string(driver.technology) + "/" + section.name, context, false};
    one.start.context = context;
    one.start.numbers = sets_.dialled();
    one.gate = host.empty() || same_name(host, "dynamic") ? Gate::none : Gate::source_address;
    const bool gone = driver.gone_in && estate_.version().known && estate_.version().at_least(driver.gone_in);
    one.inert = gone || !estate_.modules.loaded(driver.module);
    one.place = place.name.empty() ? estate_.sources.line_of(config, section) : estate_.sources.line_of(config, place);
    entries_.push_back(std::move(one));
  }

  const Estate& estate_;
  NumberSets& sets_;
  std::vector<Entry> entries_;
};

}  // namespace

std::vector<Entry> keyless_entries(const Estate& estate, NumberSets& sets) { return Finder(estate, sets).all(); }

}  // namespace denwaban::audit
