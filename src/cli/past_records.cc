// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/past_records.h"

#include <sys/stat.h>

#include "engine/assemble_records.h"
#include "sources/records/record_columns.h"
#include "text/message.h"

namespace denwaban::cli {
namespace {

TimeZone zone_of(const settings::Settings& settings, const Past& past) {
  for (const std::string* name : {&past.timezone, &settings.fraud.timezone})
    if (auto zone = TimeZone::parse(*name); zone && !name->empty()) return *zone;
  return TimeZone::local();
}

}  // namespace

Past past_or_own(Past past, const settings::Settings& settings, const pbx::Exchange& exchange) {
  if (!past.paths.empty()) return past;
  struct stat info {};
  for (const std::string& path : engine::record_paths(settings, exchange))
    if (::stat(path.c_str(), &info) == 0) past.paths.push_back(path);
  // Whoever names files and no databases wants those alone.
  if (!settings.fraud.records.empty() && settings.cdr.databases.empty()) return past;
  if (!engine::record_places(settings, engine::read_call_records(settings)).empty()) past.paths.emplace_back(kAllRecords);
  return past;
}

bool names_records(const std::string& path) { return path == kAllRecords || pbx::names_record_place(path); }

PastRecords::PastRecords(const settings::Settings& settings, const Past& past)
    : config_(engine::read_call_records(settings)), zone_(zone_of(settings, past)), zone_given_(!past.timezone.empty()) {
  for (const pbx::RecordPlace& place : engine::record_places(settings, config_)) places_.push_back(place);
  for (const pbx::RecordMapping& mapping : config_.mappings)
    if (auto layout = parse::CdrLayout::of_mapping(mapping.columns)) layouts_.push_back(*layout);
  folder_ = settings.pbx.config_dir;
}

engine::ReplayInput PastRecords::input_of(pbx::RecordPlace place) const {
  engine::ReplayInput input;
  input.path = place.name();
  input.form = engine::InputForm::records;
  input.clock.zone = place.utc && !zone_given_ ? TimeZone() : zone_;
  input.place = std::make_shared<const pbx::RecordPlace>(std::move(place));
  return input;
}

Result<std::vector<engine::ReplayInput>> PastRecords::named(const std::string& argument) const {
  std::vector<pbx::RecordPlace> places = places_;
  if (argument != kAllRecords) {
    auto place = pbx::parse_record_place(argument);
    if (!place) return tl::unexpected(place.error());
    places = {std::move(*place)};
  }
  if (places.empty()) return fail(ErrorKind::not_found, text::say("records.none", {{"folder", folder_}}));
  std::vector<engine::ReplayInput> inputs;
  for (pbx::RecordPlace& place : places) {
    if (Status found = engine::find_secret(place, config_); !found) return tl::unexpected(found.error());
    inputs.push_back(input_of(std::move(place)));
  }
  return inputs;
}

std::optional<engine::ReplayInput> PastRecords::in_file(const std::string& path, bool sought) const {
  pbx::RecordPlace place;
  place.path = path;
  for (const pbx::RecordPlace& known : config_.places)
    if (known.path == path) place = known;
  auto database = sources::RecordDatabase::open(place, {});
  auto columns = database ? sources::find_record_columns(**database, place) : tl::unexpected(database.error());
  bool other = !columns && columns.error().kind == ErrorKind::input;
  return other && sought ? std::nullopt : std::optional(input_of(std::move(place)));
}

void PastRecords::know(engine::ReplayInput& input) const {
  const TimeZone told = input.clock.zone;
  engine::know_file(input, config_, zone_);
  if (zone_given_) input.clock.zone = told;
}

}  // namespace denwaban::cli
