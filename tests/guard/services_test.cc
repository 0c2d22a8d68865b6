// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/services.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace denwaban::guard {
namespace {

using ::testing::ElementsAre;

pbx::Listener listener(const char* service, const char* transport, uint16_t port) {
  return {service, transport, {}, port, {}};
}

TEST(Services, are_looked_for_where_the_exchange_listens) {
  pbx::Exchange exchange;
  exchange.listeners = {listener("pjsip", "udp", 5070), listener("pjsip", "tcp", 5070),
                        listener("pjsip", "tls", 5071), listener("ami", "tcp", 15038),
                        listener("http", "tcp", 8090),  listener("iax2", "udp", 4570)};
  track::WireOptions options;
  name_services(exchange, options);
  EXPECT_THAT(options.sip_ports, ElementsAre(5070, 5071));
  EXPECT_THAT(options.ami_ports, ElementsAre(15038));
  EXPECT_THAT(options.http_ports, ElementsAre(8090));
  EXPECT_THAT(options.iax_ports, ElementsAre(4570));
}

TEST(Services, keep_their_usual_ports_where_no_listener_is_known) {
  pbx::Exchange exchange;
  exchange.listeners = {listener("unknown", "udp", 7000), listener("sip", "udp", 5080)};
  track::WireOptions options, usual;
  name_services(exchange, options);
  EXPECT_THAT(options.sip_ports, ElementsAre(5080));
  EXPECT_EQ(options.ami_ports, usual.ami_ports);
  EXPECT_EQ(options.iax_ports, usual.iax_ports);
  EXPECT_EQ(options.http_ports, usual.http_ports);
}

TEST(Services, take_a_websocket_for_the_web_server_that_it_begins_at) {
  pbx::Exchange exchange;
  exchange.listeners = {listener("pjsip", "wss", 8443), listener("pjsip", "udp", 5060)};
  track::WireOptions options;
  name_services(exchange, options);
  EXPECT_THAT(options.http_ports, ElementsAre(8443));
  EXPECT_THAT(options.sip_ports, ElementsAre(5060));
}

}  // namespace
}  // namespace denwaban::guard
