// SPDX-License-Identifier: GPL-3.0-or-later
#include "pbx/host_spec.h"

#include <gtest/gtest.h>

namespace denwaban::pbx {
namespace {

std::string show(const std::optional<HostSpec>& spec) {
  if (!spec) return "none";
  return spec->transport + "/" + spec->host + "/" + std::to_string(spec->port);
}

TEST(HostSpec, ReadsHostsWithAndWithoutPort) {
  EXPECT_EQ(show(parse_host("sip.Example.net")), "/sip.example.net/0");
  EXPECT_EQ(show(parse_host(" 192.0.2.1:5080 ")), "/192.0.2.1/5080");
  EXPECT_EQ(show(parse_host("[2001:db8::1]:5061")), "/2001:db8::1/5061");
  EXPECT_EQ(show(parse_host("2001:db8::1")), "/2001:db8::1/0");
}

TEST(HostSpec, RefusesWhatIsNoHost) {
  for (const char* text :
       {"", "a b", "300.1.1.1", "1234", "-x", "[sip.example.net]", "${HOST}", "a/b", "pa$$word"}) {
    EXPECT_FALSE(parse_host(text)) << text;
  }
}

TEST(HostSpec, ReadsSipUris) {
  EXPECT_EQ(show(parse_sip_uri("sip:100@pbx.example.net:5070;transport=TCP")), "tcp/pbx.example.net/5070");
  EXPECT_EQ(show(parse_sip_uri("sips:pbx.example.net")), "tls/pbx.example.net/0");
  EXPECT_EQ(show(parse_sip_uri("\"Trunk\" <sip:u:s;x@[2001:db8::5]:5060;lr>")), "/2001:db8::5/5060");
  EXPECT_EQ(show(parse_sip_uri("sip:192.0.2.9;lr;hide")), "/192.0.2.9/0");
  EXPECT_EQ(show(parse_sip_uri("proxy.example.net")), "/proxy.example.net/0");
}

TEST(HostSpec, ReadsRegisterLinesInAllForms) {
  EXPECT_EQ(show(parse_register("1234@sip.example.net")), "/sip.example.net/0");
  EXPECT_EQ(show(parse_register("1234:secret@sip.example.net:5070/1234")), "/sip.example.net/5070");
  EXPECT_EQ(show(parse_register("1234@realm.example:se@ret:auth@192.0.2.7/9~300")), "/192.0.2.7/0");
  EXPECT_EQ(show(parse_register("tls://1234:s/e?c:ret@sip.example.net:5061")), "tls/sip.example.net/5061");
  EXPECT_EQ(show(parse_register("mypeer?tcp://u:s@[2001:db8::2]:5060/u")), "tcp/2001:db8::2/5060");
  EXPECT_EQ(show(parse_register("user:secret")), "none");
}

TEST(HostSpec, ReadsNetworksWithEitherMask) {
  EXPECT_EQ(parse_network("192.0.2.77/24")->to_string(), "192.0.2.0/24");
  EXPECT_EQ(parse_network("10.0.0.0/255.0.0.0")->to_string(), "10.0.0.0/8");
  EXPECT_EQ(parse_network("192.0.2.9")->to_string(), "192.0.2.9/32");
  EXPECT_EQ(parse_network("2001:db8::/32")->to_string(), "2001:db8::/32");
  EXPECT_EQ(parse_network("0.0.0.0/0.0.0.0")->to_string(), "0.0.0.0/0");
  for (const char* text : {"192.0.2.0/33", "192.0.2.0/255.0.255.0", "x/8", "192.0.2.0/", ""}) {
    EXPECT_FALSE(parse_network(text)) << text;
  }
}

TEST(HostSpec, TruthIsAsterisks) {
  for (const char* yes : {"yes", "TRUE", "y", "t", "1", "On"}) EXPECT_TRUE(is_true(yes)) << yes;
  for (const char* no : {"", "no", "enable", "oui", "2", "yes "}) EXPECT_FALSE(is_true(no)) << no;
}

}  // namespace
}  // namespace denwaban::pbx
