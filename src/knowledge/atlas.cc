// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/atlas.h"

#include <fmt/format.h>
#include <maxminddb.h>
#include <netinet/in.h>

#include <optional>

namespace denwaban::knowledge {

struct Atlas::File {
  MMDB_s data{};
  ~File() { MMDB_close(&data); }
};

namespace {

// Beyond this a name is cut: nobody's network is called so.
constexpr size_t kNameMax = 80;

sockaddr_in socket_address_v4(const IpAddress& address) {
  sockaddr_in socket{};
  socket.sin_family = AF_INET;
  socket.sin_addr.s_addr = htonl(address.v4_bits());
  return socket;
}

sockaddr_in6 socket_address_v6(const IpAddress& address) {
  sockaddr_in6 socket{};
  socket.sin6_family = AF_INET6;
  std::memcpy(&socket.sin6_addr, address.bytes().data(), address.bytes().size());
  return socket;
}

std::optional<MMDB_entry_s> look_up(const MMDB_s& data, const IpAddress& address) {
  int error = MMDB_SUCCESS;
  MMDB_lookup_result_s found{};
  if (address.is_v4()) {
    sockaddr_in socket = socket_address_v4(address);
    found = MMDB_lookup_sockaddr(&data, reinterpret_cast<const sockaddr*>(&socket), &error);
  } else {
    if (data.metadata.ip_version == 4) return std::nullopt;
    sockaddr_in6 socket = socket_address_v6(address);
    found = MMDB_lookup_sockaddr(&data, reinterpret_cast<const sockaddr*>(&socket), &error);
  }
  if (error != MMDB_SUCCESS || !found.found_entry) return std::nullopt;
  return found.entry;
}

std::string_view text_at(MMDB_entry_s entry, const char* const* path) {
  MMDB_entry_data_s value{};
  if (MMDB_aget_value(&entry, &value, path) != MMDB_SUCCESS || !value.has_data ||
      value.type != MMDB_DATA_TYPE_UTF8_STRING)
    return {};
  return std::string_view(value.utf8_string, value.data_size).substr(0, kNameMax);
}

std::string_view country_in(MMDB_entry_s entry) {
  static constexpr const char* kFlat[] = {"country_code", nullptr};
  static constexpr const char* kNested[] = {"country", "iso_code", nullptr};
  std::string_view code = text_at(entry, kFlat);
  if (code.empty()) code = text_at(entry, kNested);
  bool good = code.size() == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z';
  return good ? code : std::string_view();
}

uint32_t network_in(MMDB_entry_s entry) {
  static constexpr const char* kNumber[] = {"autonomous_system_number", nullptr};
  MMDB_entry_data_s value{};
  if (MMDB_aget_value(&entry, &value, kNumber) != MMDB_SUCCESS || !value.has_data) return 0;
  if (value.type == MMDB_DATA_TYPE_UINT32) return value.uint32;
  return value.type == MMDB_DATA_TYPE_UINT16 ? value.uint16 : 0;
}

}  // namespace

Atlas::Atlas() = default;
Atlas::~Atlas() = default;
Atlas::Atlas(Atlas&&) noexcept = default;
Atlas& Atlas::operator=(Atlas&&) noexcept = default;

Atlas Atlas::open(const Files& files) {
  Atlas atlas;
  auto read = [&](const std::string& path, std::unique_ptr<File>& into) {
    if (path.empty()) return;
    MMDB_s data{};
    int error = MMDB_open(path.c_str(), MMDB_MODE_MMAP, &data);
    if (error != MMDB_SUCCESS) {
      atlas.remarks_.push_back(
          fmt::format("cannot read {}: {}: get it anew with script/knowledge, or correct [knowledge]", path,
                      MMDB_strerror(error)));
      return;
    }
    into = std::make_unique<File>();
    into->data = data;
  };
  read(files.country, atlas.country_);
  read(files.network, atlas.network_);
  return atlas;
}

Origin Atlas::of(const IpAddress& address) const {
  Origin origin;
  if (country_)
    if (auto entry = look_up(country_->data, address)) origin.country = country_in(*entry);
  if (network_)
    if (auto entry = look_up(network_->data, address)) {
      static constexpr const char* kName[] = {"autonomous_system_organization", nullptr};
      origin.network = network_in(*entry);
      origin.network_name = text_at(*entry, kName);
    }
  return origin;
}

bool Atlas::knows_countries() const { return country_ != nullptr; }
bool Atlas::knows_networks() const { return network_ != nullptr; }

}  // namespace denwaban::knowledge
