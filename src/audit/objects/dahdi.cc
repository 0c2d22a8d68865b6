// SPDX-License-Identifier: GPL-3.0-or-later
// channels/chan_dahdi.c: process_dahdi, setup_dahdi_int.
#include "audit/objects/dahdi.h"

namespace denwaban::audit {
namespace {

using parse::ConfigCategory;
using parse::ConfigFile;
using parse::ConfigVariable;
using parse::same_name;

constexpr size_t kChannelsMax = 4'096;
constexpr size_t kOptionsMax = 256;

using Options = std::map<std::string, std::string>;

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  for (std::string_view one : names)
    if (same_name(name, one)) return true;
  return false;
}

// The name tells the signalling, and that is the one of the other side: what faces an exchange's line signals as a telephone.
bool faces_network(const Options& options) {
  auto found = options.find("signalling");
  if (found == options.end()) found = options.find("signaling");
  if (found == options.end()) return false;
  std::string signalling = lower(found->second);
  for (std::string_view prefix : {"fxs_", "pri_cpe", "bri_cpe", "ss7", "mfcr2", "em", "featd", "featb", "fgccama", "sf", "e911"})
    if (std::string_view(signalling).starts_with(prefix)) return true;
  return false;
}

class Reader {
 public:
  Reader(const ConfigFile& config, std::vector<DahdiChannels>& channels) : config_(config), channels_(channels) {}

  void positional(const ConfigCategory& section, Options& options) {
    for (const ConfigVariable& v : section.variables) {
      if (is_one_of(v.name, {"channel", "channels"}))
        add(v, options);
      else
        set(options, v);
    }
  }

  void named(const ConfigCategory& section, Options options) {
    const ConfigVariable* line = section.last("dahdichan");
    if (!line) line = section.last("zapchan");
    if (!line || line->value.empty()) return;
    for (const ConfigVariable& v : section.variables) set(options, v);
    add(*line, options);
  }

 private:
  static void set(Options& options, const ConfigVariable& v) {
    std::string name = lower(v.name);
    if (options.size() < kOptionsMax || options.count(name)) options[name] = v.value;
  }
  void add(const ConfigVariable& line, const Options& options) {
    if (channels_.size() < kChannelsMax) channels_.push_back({line.value, options, faces_network(options), &config_, &line});
  }

  const ConfigFile& config_;
  std::vector<DahdiChannels>& channels_;
};

}  // namespace

std::vector<DahdiChannels> read_dahdi(const Sources& sources) {
  std::vector<DahdiChannels> channels;
  const ConfigFile* config = sources.file("chan_dahdi.conf");
  if (!config) config = sources.file("zapata.conf");
  if (!config) return channels;
  Reader reader(*config, channels);
  Options options;
  if (const ConfigCategory* section = config->first("channels")) reader.positional(*section, options);
  for (const ConfigCategory& section : config->categories)
    if (!section.is_template && !is_one_of(section.name, {"general", "trunkgroups", "globals", "channels"}))
      reader.named(section, options);
  return channels;
}

}  // namespace denwaban::audit
