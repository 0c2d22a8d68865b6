// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/find_atlas.h"

#include <unistd.h>

#include <cstdlib>
#include <vector>

namespace denwaban::guard {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

std::vector<std::string> folders(const settings::Settings& settings) {
  std::vector<std::string> folders{settings.store.path + "/knowledge", "/usr/share/denwaban"};
  if (std::string cache = environment("DENWABAN_CACHE"); !cache.empty())
    folders.push_back(cache + "/knowledge");
  else if (std::string base = environment("XDG_CACHE_HOME"); !base.empty())
    folders.push_back(base + "/denwaban/knowledge");
  else if (std::string home = environment("HOME"); !home.empty())
    folders.push_back(home + "/.cache/denwaban/knowledge");
  return folders;
}

std::string file_for(const settings::Settings& settings, const std::string& wished, const char* name) {
  if (!wished.empty()) return wished;
  for (const std::string& folder : folders(settings))
    if (std::string path = folder + "/" + name; ::access(path.c_str(), R_OK) == 0) return path;
  return "";
}

}  // namespace

knowledge::Atlas find_atlas(const settings::Settings& settings) {
  return knowledge::Atlas::open({file_for(settings, settings.knowledge.country, "country.mmdb"),
                                 file_for(settings, settings.knowledge.network, "network.mmdb")});
}

}  // namespace denwaban::guard
