// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/assemble_records.h"

#include <sys/stat.h>

#include "engine/assemble.h"
#include "net/disk_files.h"
#include "net/secret_file.h"
#include "sources/log_name.h"

namespace denwaban::engine {
namespace {

bool is_there(const pbx::RecordPlace& place) {
  struct stat info {};
  return place.server != pbx::RecordServer::sqlite || ::stat(place.path.c_str(), &info) == 0;
}

}  // namespace

pbx::CallRecordsConfig read_call_records(const settings::Settings& settings) {
  net::DiskFiles files;
  pbx::Exchange exchange = read_exchange(settings);
  return pbx::read_call_records(files, exchange.config_dir, exchange.log_dir);
}

std::vector<pbx::RecordPlace> record_places(const settings::Settings& settings, const pbx::CallRecordsConfig& config) {
  std::vector<pbx::RecordPlace> places;
  for (const std::string& text : settings.cdr.databases)
    if (auto place = pbx::parse_record_place(text)) places.push_back(std::move(*place));  // the loader has checked it
  if (!settings.cdr.databases.empty()) return places;
  for (const pbx::RecordPlace& place : config.places)
    if (is_there(place)) places.push_back(place);
  return places;
}

std::vector<std::string> record_paths(const settings::Settings& settings, const pbx::Exchange& exchange) {
  if (!settings.fraud.records.empty()) return settings.fraud.records;
  std::string folder = settings.pbx.log_dir.empty() ? exchange.log_dir : settings.pbx.log_dir;
  if (folder.empty()) folder = "/var/log/asterisk";
  return {folder + "/cdr-csv", folder + "/cdr-custom"};
}

Status find_secret(pbx::RecordPlace& place, const pbx::CallRecordsConfig& config) {
  if (!place.secret.empty() || place.server == pbx::RecordServer::sqlite) return {};
  if (!place.secret_file.empty()) {
    auto secret = net::read_secret(place.secret_file);
    if (!secret) return tl::unexpected(secret.error());
    place.secret = std::move(*secret);
    place.secret_from = place.secret_file;
    return {};
  }
  for (const pbx::RecordPlace& known : config.places) {
    if (!known.same_table(place) || (!place.user.empty() && place.user != known.user)) continue;
    place.user = known.user;
    place.secret = known.secret;
    place.secret_from = known.secret_from;
    if (place.socket.empty()) place.socket = known.socket;
    if (place.aliases.empty()) place.aliases = known.aliases;
    place.utc = known.utc;
    return {};
  }
  return {};
}

void know_file(ReplayInput& input, const pbx::CallRecordsConfig& config, const TimeZone& zone) {
  const std::string name = sources::log_name(input.path);
  const bool ours = name.starts_with(config.csv.folder + "/");
  input.clock.zone = ours && config.csv.utc ? TimeZone() : zone;
  for (const pbx::RecordMapping& mapping : config.mappings) {
    const std::string file = mapping.path.substr(mapping.path.rfind('/') + 1);
    if (name != mapping.path && !name.ends_with("/cdr-custom/" + file)) continue;
    if (auto layout = parse::CdrLayout::of_mapping(mapping.columns))
      input.layout = std::make_shared<const parse::CdrLayout>(*layout);
  }
}

}  // namespace denwaban::engine
