// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/dialplan/device_names.h"

#include <algorithm>

#include "audit/dialplan/arguments.h"
#include "audit/realtime.h"
#include "parse/config/config_file.h"

namespace denwaban::audit {
namespace {

using parse::same_name;

bool has_object(const std::vector<Object>& objects, std::string_view name) {
  return std::ranges::any_of(objects, [&](const Object& one) { return same_name(one.name, name); });
}

template <typename Device>
bool has_device(const std::vector<Device>& devices, std::string_view name) {
  return std::ranges::any_of(devices, [&](const Device& one) { return same_name(one.object.name, name); });
}

// The file, or one that it includes, holds more than can be read here.
bool hides(const Estate& estate, std::string_view file) {
  const parse::ConfigFile* config = estate.sources.file(file);
  return config && std::ranges::any_of(config->problems, &parse::ConfigProblem::hides);
}

bool is_unread(const Estate& estate, std::string_view file) {
  return std::ranges::any_of(estate.sources.unread(), [&](const Unread& one) { return one.file.ends_with(file); });
}

// By the table, or by the whole file ("sip.conf => odbc,…").
bool in_a_database(const Estate& estate, std::initializer_list<std::string_view> tables) {
  return std::ranges::any_of(tables, [&](std::string_view table) { return is_mapped(estate.sources, table); });
}

bool is_address(std::string_view name) {
  return name.find_first_of(".:[") != std::string_view::npos || same_name(name, "localhost");
}

struct Driver {
  std::string_view technology, module, file;
};
constexpr Driver kDrivers[] = {{"SIP", "chan_sip", "sip.conf"},
                               {"PJSIP", "chan_pjsip", "pjsip.conf"},
                               {"IAX2", "chan_iax2", "iax.conf"},
                               {"IAX", "chan_iax2", "iax.conf"}};

bool sorcery_elsewhere(const Estate& estate) {
  const parse::ConfigFile* config = estate.sources.file("sorcery.conf");
  if (!config) return is_unread(estate, "sorcery.conf");
  return hides(estate, "sorcery.conf") || std::ranges::any_of(config->categories, [](const parse::ConfigCategory& one) {
           return std::ranges::any_of(one.variables, [](const parse::ConfigVariable& v) {
             return v.name.starts_with("endpoint") && !v.value.starts_with("config,") && !v.value.starts_with("memory");
           });
         });
}

}  // namespace

Whereabouts DeviceNames::of_pjsip(std::string_view name) const {
  bool elsewhere = in_a_database(estate_, {"ps_endpoints", "pjsip.conf", "pjsip_wizard.conf"}) || sorcery_elsewhere(estate_) ||
                   is_unread(estate_, "pjsip_wizard.conf") || hides(estate_, "pjsip_wizard.conf");
  return elsewhere || has_object(estate_.pjsip.endpoints, name) ? Whereabouts::there : Whereabouts::refused;
}

Whereabouts DeviceNames::of(std::string_view technology, std::string_view name) const {
  auto driver = std::ranges::find_if(kDrivers, [&](const Driver& one) { return same_name(one.technology, technology); });
  if (driver == std::end(kDrivers) || name.empty()) return Whereabouts::there;
  const bool pjsip = driver->technology == "PJSIP", sip = driver->technology == "SIP";
  const bool gone = sip && estate_.version().known && estate_.version().at_least(21);
  if (gone || !estate_.modules.loaded(driver->module)) return Whereabouts::no_driver;
  if (is_unread(estate_, driver->file) || hides(estate_, driver->file)) return Whereabouts::there;
  const bool has_file = pjsip ? estate_.pjsip.has_file : sip ? estate_.chan_sip.has_file : estate_.iax.has_file;
  if (pjsip && has_file) return of_pjsip(name);
  bool elsewhere = pjsip ? of_pjsip(name) == Whereabouts::there
                   : sip ? in_a_database(estate_, {"sippeers", "sipusers", "sip.conf", "users.conf"})
                         : in_a_database(estate_, {"iaxpeers", "iax.conf", "users.conf"});
  if (elsewhere) return Whereabouts::there;
  if (!has_file) return Whereabouts::no_driver;
  if (is_address(name) || hides(estate_, "users.conf") || is_unread(estate_, "users.conf")) return Whereabouts::there;
  bool named = sip ? has_device(estate_.chan_sip.devices, name) : has_device(estate_.iax.devices, name);
  return named ? Whereabouts::there : Whereabouts::asked;
}

}  // namespace denwaban::audit
