// SPDX-License-Identifier: GPL-3.0-or-later
// manager.conf (main/manager.c) and http.conf (main/http.c): AMI; HTTP with ARI, AMI over HTTP and WebSocket.
#include "pbx/collector.h"

namespace denwaban::pbx {
namespace {

constexpr size_t kUsersMax = 1024;

struct Server {
  const parse::ConfigFile& config;
  const parse::ConfigCategory& general;
  std::string_view service;
};

Where where_of(Collector& out, const Server& server, std::string_view option) {
  const parse::ConfigVariable* variable = server.general.last(option);
  return variable ? out.where(server.config, *variable)
                  : Where{server.service == "ami" ? "manager.conf" : "http.conf", 0};
}

// bindaddr, with the port there or in an option of its own.
void listen_plain(Collector& out, const Server& server, uint16_t port_default) {
  BindSpec bind = parse_bind(server.general.value("bindaddr"));
  uint16_t port = bind.port;
  std::string_view option = "bindaddr";
  for (std::string_view name : {"port", "bindport"}) {
    if (auto given = parse_port(server.general.value(name))) {
      port = *given;
      option = name;
    }
  }
  out.listen(server.service, "tcp", bind.address, port ? port : port_default, where_of(out, server, option));
}

void listen_tls(Collector& out, const Server& server, uint16_t port_default) {
  if (!is_true(server.general.value("tlsenable", server.general.value("sslenable")))) return;
  std::string_view option = server.general.last("tlsbindaddr") ? "tlsbindaddr" : "sslbindaddr";
  BindSpec bind = parse_bind(server.general.value(option));
  if (!server.general.last(option)) bind = parse_bind(server.general.value("bindaddr"));
  uint16_t port = server.general.last(option) ? bind.port : 0;
  for (std::string_view name : {"tlsbindport", "sslbindport"}) {
    if (auto given = parse_port(server.general.value(name))) port = *given;
  }
  out.listen(server.service, "tls", bind.address, port ? port : port_default, where_of(out, server, option));
}

// A permit without a deny permits nothing that was not, and one of half the world names nobody (acl.c).
void permit(Collector& out, const parse::ConfigCategory& rules) {
  constexpr int kWidest = 8;
  if (!rules.last("deny")) return;
  for (const parse::ConfigVariable& variable : rules.variables) {
    if (!parse::same_name(variable.name, "permit")) continue;
    for (std::string_view one : split_list(variable.value))
      if (auto network = parse_network(one); network && network->length() >= kWidest) out.manager_network(*network);
  }
}

// `acl = office`: the rules of that name in acl.conf hold for the user, too.
void permit_by_name(Collector& out, const parse::ConfigFile& manager) {
  std::optional<parse::ConfigFile> named;
  for (const parse::ConfigCategory& user : manager.categories) {
    for (const parse::ConfigVariable& variable : user.variables) {
      if (user.is_template || !parse::same_name(variable.name, "acl")) continue;
      if (!named) named = out.open("acl.conf", Collector::Missing::is_normal);
      if (!named) return;
      for (std::string_view name : split_list(variable.value))
        if (const parse::ConfigCategory* rules = named->first(name)) permit(out, *rules);
    }
  }
}

}  // namespace

void read_manager(Collector& out) {
  auto config = out.open("manager.conf", Collector::Missing::is_normal);
  const parse::ConfigCategory* general = config ? config->first("general") : nullptr;
  if (!general || !is_true(general->value("enabled"))) return;
  out.exchange().manager_enabled = true;
  for (const parse::ConfigCategory& user : config->categories) {
    if (user.is_template || parse::same_name(user.name, "general")) continue;
    const parse::ConfigVariable* read = user.last("read");
    Where where = read ? out.where(*config, *read) : Where{config->files[user.file], user.line};
    if (out.exchange().manager_users.size() < kUsersMax)
      out.exchange().manager_users.push_back({user.name, read ? read->value : "", std::move(where)});
  }
  Server server{*config, *general, "ami"};
  listen_plain(out, server, 5038);
  listen_tls(out, server, 5039);
  for (const parse::ConfigCategory& user : config->categories)
    if (&user != general) permit(out, user);
  permit_by_name(out, *config);
}

void read_http(Collector& out) {
  auto config = out.open("http.conf", Collector::Missing::is_normal);
  const parse::ConfigCategory* general = config ? config->first("general") : nullptr;
  if (!general || !is_true(general->value("enabled"))) return;
  Server server{*config, *general, "http"};
  listen_plain(out, server, 8088);
  listen_tls(out, server, 8089);
}

}  // namespace denwaban::pbx
