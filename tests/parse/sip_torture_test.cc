// SPDX-License-Identifier: GPL-3.0-or-later
// The torture messages of RFC 4475 and RFC 5118, one file each in data/torture, and what must come out of
// each. (The second body part of mpart01 is other arbitrary bytes than the RFC's.)
#include <gtest/gtest.h>

#include "parse/sip_files.h"

namespace denwaban::parse {
namespace {

struct Fact {
  const char* name;
  const char* deviations;
  const char* method;  // status for a response
  const char* uri_user;
  const char* uri_host;
  const char* from;  // user@host;tag
  const char* to;
  const char* via;  // sent-by of the topmost
  unsigned vias, contacts;
  unsigned cseq;
  size_t body;
};

const std::string kLongName =
    "amazinglylongcallernameamazinglylongcallernameamazinglylongcallernameamazinglylongcallername"
    "amazinglylongcallername@example.net;12" +
    [] {
      std::string tag;
      for (int i = 0; i < 50; ++i) tag += "982";
      return tag + "424";
    }();

const Fact kFacts[] = {
    {"badaspec", "bad_to spaces_in_uri", "OPTIONS", "user", "example.org", "a.g.bell@example.com;433423",
     "t.watson@example.org", "host4.example.com", 1, 0, 3923239, 0},
    {"badbranch", "missing_branch", "OPTIONS", "user", "example.com", "caller@example.org;33242",
     "user@example.com", "192.0.2.1", 1, 0, 8, 0},
    {"baddate", "bad_date", "INVITE", "user", "example.com", "caller@example.net;2234923", "user@example.com",
     "host.example.com", 1, 1, 1392934, 150},
    {"baddn", "bad_from bad_to bad_display_name", "OPTIONS", "t.watson", "example.org",
     "a.g.bell@example.com;43", "t.watson@example.org", "c.example.com", 1, 0, 3923239, 0},
    {"badinv01", "missing_branch bad_contact bad_via unknown_transport bad_host bad_parameter", "INVITE",
     "user", "example.com", "caller@example.net;134161461246", "j.user@example.com", "192.0.2.15", 4, 1, 8,
     152},
    {"badvers", "unknown_version", "OPTIONS", "t.watson", "example.org", "a.g.bell@example.com;qweoiqpe",
     "t.watson@example.org", "c.example.com", 1, 0, 1, 0},
    {"bcast", "", "200", "", "", "user@example.com;11141343", "user@example.edu;2229", "192.0.2.198", 2, 1,
     35, 154},
    {"bext01", "", "OPTIONS", "user", "example.com", "caller@example.net;242etr", "j_user@example.com",
     "fold-and-staple.example.com", 1, 0, 8, 0},
    {"bigcode", "bad_status_code", "0", "", "", "user@example.com;39ansfi3", "user@example.edu;902jndnke3",
     "192.0.2.105", 1, 1, 353494, 0},
    {"clerr", "body_truncated", "INVITE", "user", "example.com", "caller@example.net;93942939o2",
     "j.user@example.com", "host5.example.com", 1, 1, 8, 154},
    {"cparam01", "", "REGISTER", "", "example.com", "watson@example.com;DkfVgjkrtMwaerKKpe",
     "watson@example.com", "saturn.example.com", 1, 1, 9, 0},
    {"cparam02", "", "REGISTER", "", "example.com", "watson@example.com;838293", "watson@example.com",
     "saturn.example.com", 1, 1, 9, 0},
    {"dblreq", "body_excess", "REGISTER", "", "example.com", "j.user@example.com;43251j3j324",
     "j.user@example.com", "192.0.2.125", 1, 1, 8, 0},
    {"esc01", "", "INVITE", "sips%3Auser%40example.com", "example.net", "I%20have%20spaces@example.net;938",
     "%75se%72@example.com", "host5.example.net", 1, 1, 234234, 150},
    {"esc02", "", "RE%47IST%45R", "", "registrar.example.com", "resource@example.com;f232jadfj23",
     "resource@example.com", "host.example.com", 1, 2, 29344, 0},
    {"escnull", "", "REGISTER", "", "example.com", "null-%00-null@example.com;839923423",
     "null-%00-null@example.com", "host5.example.com", 1, 2, 14398234, 0},
    {"escruri", "request_uri_headers", "INVITE", "user", "example.com", "caller@example.net;341518",
     "user@example.com", "host-of-the-hour.example.com", 1, 1, 149209342, 150},
    {"insuf", "missing_from missing_to missing_call_id missing_max_forwards missing_contact", "INVITE",
     "user", "example.com", "", "", "192.0.2.95", 1, 0, 193942, 152},
    {"intmeth", "nul_byte control_byte", "!interesting-Method0123456789_*+`.%indeed'~",
     "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*", "example.com",
     "mundane@example.com;_token~1'+`*%!-.", "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com",
     "host1.example.com", 1, 0, 139122385, 0},
    {"inv2543", "missing_max_forwards missing_contact missing_from_tag missing_branch", "INVITE", "UserB",
     "example.com", "+13035551111@ift.client.example.net", "+16505552222@ss1.example.net",
     "iftgw.example.com", 1, 0, 56, 105},
    {"invut", "", "INVITE", "user", "example.com", "caller@example.net;8392034", "j.user@example.com",
     "somehost.example.com", 1, 1, 235448, 40},
    {"ipv4-mapped-ipv6", "", "INVITE", "user", "example.com", "user@east.example.com;81x2",
     "user@example.com", "::ffff:192.0.2.10", 2, 1, 612, 144},
    {"ipv6-bad", "unbracketed_ipv6", "REGISTER", "", "2001:db8::10", "user@example.com;81x2",
     "user@example.com", "2001:db8::9:1", 1, 1, 98176, 0},
    {"ipv6-bug-abnf-3-colons", "bad_to bad_host", "OPTIONS", "user", "2001:db8:::192.0.2.1",
     "user@example.com;810x2", "user@2001:db8:::192.0.2.1", "lab1.east.example.com", 1, 0, 689, 0},
    {"ipv6-correct-abnf-2-colons", "", "OPTIONS", "user", "2001:db8::192.0.2.1", "user@example.com;810x2",
     "user@2001:db8::192.0.2.1", "lab1.east.example.com", 1, 0, 689, 0},
    {"ipv6-good", "", "REGISTER", "", "2001:db8::10", "user@example.com;81x2", "user@example.com",
     "2001:db8::9:1", 1, 1, 98176, 0},
    {"ipv6-in-sdp", "", "INVITE", "user", "2001:db8::10", "user@example.com;81x2", "user@2001:db8::10",
     "2001:db8::20", 1, 1, 8612, 251},
    {"longreq", "too_many_values missing_branch", "INVITE", "user", "example.com", "long", "user@example.com",
     "sip33.example.com", 33, 1, 3882340, 150},
    {"ltgtruri", "bad_request_uri missing_branch", "INVITE", "user", "example.com",
     "caller@example.net;39291", "user@example.com", "192.0.2.5", 1, 1, 1, 150},
    {"lwsdisp", "", "OPTIONS", "user", "example.com", "caller@example.com;323", "user@example.com",
     "funky.example.com", 1, 0, 60, 0},
    {"lwsruri", "bad_request_uri bad_uri spaces_in_uri", "INVITE", "user", "example.com",
     "caller@example.net;231413434", "user@example.com;3xfe-9921883-z9f", "192.0.2.1", 1, 1, 2130706432, 150},
    {"lwsstart", "start_line_spaces", "INVITE", "user", "example.com", "caller@example.net;8814",
     "user@example.com", "host1.example.com", 1, 1, 1893884, 150},
    {"mcl01", "repeated_header content_length_conflict body_excess", "OPTIONS", "user", "example.com",
     "other@example.net;3923942", "user@example.com", "host5.example.net", 1, 0, 15932, 13},
    {"mismatch01", "cseq_method_mismatch", "OPTIONS", "user", "example.com", "caller@example.net;34525",
     "j.user@example.com", "host.example.com", 1, 0, 8, 0},
    {"mismatch02", "cseq_method_mismatch", "NEWMETHOD", "user", "example.com", "caller@example.net;34525",
     "j.user@example.com", "host.example.net", 1, 1, 8, 138},
    {"mpart01", "", "MESSAGE", "kumiko", "example.org", "fluffy@example.com;2fb0dcc9", "kumiko@example.org",
     "127.0.0.1", 1, 1, 1, 552},
    {"mult-ip-in-header", "", "BYE", "user", "host.example.net", "user@example.com;81x2",
     "user@example.net;9817--94", "2001:db8::9:1", 3, 0, 89187, 0},
    {"mult-ip-in-sdp", "", "INVITE", "user", "2001:db8::10", "user@example.com;81x2", "user@2001:db8::10",
     "2001:db8::9:1", 1, 1, 8912, 189},
    {"multi01", "repeated_header", "INVITE", "user", "company.com", "caller@example.com;3413415",
     "user@example.com", "192.0.2.25", 1, 2, 5, 152},
    {"ncl", "bad_content_length negative_number", "INVITE", "user", "example.com",
     "caller@example.net;32394234", "j.user@example.com", "192.0.2.53", 1, 1, 0, 152},
    {"noreason", "", "100", "", "", "user@example.com;39ansfi3", "user@example.edu;902jndnke3", "192.0.2.105",
     1, 1, 35, 0},
    {"novelsc", "unknown_scheme", "OPTIONS", "", "", "caller@example.net;384", "user@example.com",
     "host9.example.com", 1, 0, 3923423, 0},
    {"port-ambiguous", "", "REGISTER", "", "2001:db8::10:5070", "user@example.com;81x2", "user@example.com",
     "2001:db8::9:1", 1, 1, 98176, 0},
    {"port-unambiguous", "", "REGISTER", "", "2001:db8::10", "user@example.com;81x2", "user@example.com",
     "2001:db8::9:1", 1, 1, 98176, 0},
    {"quotbal", "bad_to unterminated_quote", "INVITE", "user", "example.com", "caller@example.net;93334",
     "j.user@example.com", "192.0.2.59", 1, 1, 8, 152},
    {"regaut01", "unknown_auth_scheme", "REGISTER", "", "example.com", "j.user@example.com;87321hj23128",
     "j.user@example.com", "192.0.2.253", 1, 0, 9338, 0},
    {"regbadct", "bad_contact unbracketed_address", "REGISTER", "", "example.com", "user@example.com;998332",
     "user@example.com", "135.180.130.133", 1, 1, 1, 0},
    {"regescrt", "", "REGISTER", "", "example.com", "user@example.com;8", "user@example.com",
     "host5.example.com", 1, 1, 14398234, 0},
    {"scalar02", "bad_contact bad_cseq bad_max_forwards bad_expires number_overflow", "REGISTER", "",
     "example.com", "user@example.com;239232jh3", "user@example.com", "host129.example.com", 1, 1, 0, 0},
    {"scalarlg", "bad_cseq number_overflow", "503", "", "", "other@example.net;2easdjfejw",
     "user@example.com", "host129.example.com", 1, 0, 0, 0},
    {"sdp01", "", "INVITE", "user", "example.com", "caller@example.net;234", "j_user@example.com",
     "192.0.2.15", 1, 1, 8, 150},
    {"semiuri", "", "OPTIONS", "user;par=u%40example.net", "example.com", "caller@example.org;33242",
     "j_user@example.com", "192.0.2.1", 1, 0, 8, 0},
    {"transports", "unknown_transport", "OPTIONS", "user", "example.com", "caller@example.com;323",
     "user@example.com", "t1.example.com", 5, 0, 60, 0},
    {"trws", "start_line_spaces", "OPTIONS", "remote-target", "example.com",
     "local-resource@example.com;329429089", "remote-target@example.com", "host1.example.com", 1, 0, 238923,
     0},
    {"unkscm", "unknown_scheme", "OPTIONS", "", "", "caller@example.net;384", "user@example.com",
     "host9.example.com", 1, 0, 3923423, 0},
    {"unksm2", "bad_from bad_to bad_contact unknown_scheme", "REGISTER", "", "example.com", ";3234233", "",
     "192.0.2.21", 1, 1, 234902, 0},
    {"unreason", "", "200", "", "", "user@example.com;11141343", "user@example.edu;2229", "192.0.2.198", 1, 1,
     35, 154},
    {"via-received-param-no-delim", "", "BYE", "", "2001:db8::10", "user@example.com;81x2",
     "user@example.com;bd76ya", "2001:db8::9:1", 1, 0, 321, 0},
    {"via-received-param-with-delim", "", "BYE", "", "2001:db8::10", "user@example.com;81x2",
     "user@example.com;bd76ya", "2001:db8::9:1", 1, 0, 321, 0},
    {"wsinv", "missing_branch", "INVITE", "vivekg", "chair-dnrc.example.com", "jdrosen@example.com;98asjd8",
     "vivekg@chair-dnrc.example.com;1918181833n", "192.0.2.2", 3, 1, 9, 150},
    {"zeromf", "", "OPTIONS", "user", "example.com", "caller@example.net;3ghsd41", "user@example.com",
     "host1.example.com", 1, 0, 39234321, 0},
};

std::string address_of(const NameAddr& address) {
  std::string text(address.uri.user);
  if (!address.uri.host.empty()) text += "@" + std::string(address.uri.host);
  if (!address.tag.empty()) text += ";" + std::string(address.tag);
  return text;
}

TEST(SipTorture, EveryMessageYieldsItsFacts) {
  SipMessage message;
  for (const Fact& fact : kFacts) {
    SCOPED_TRACE(fact.name);
    std::string bytes = sip_file(std::string("torture/") + fact.name + ".sip");
    ASSERT_FALSE(bytes.empty());
    SipReading reading = parse_sip_message(bytes, message);
    ASSERT_LE(reading, SipReading::response);
    EXPECT_EQ(names_of(message.deviations), fact.deviations);
    EXPECT_EQ(message.is_request() ? std::string(message.method_text) : std::to_string(message.status),
              fact.method);
    EXPECT_EQ(message.uri.user, fact.uri_user);
    EXPECT_EQ(message.uri.host, fact.uri_host);
    EXPECT_EQ(address_of(message.from), fact.from == std::string("long") ? kLongName : fact.from);
    EXPECT_EQ(address_of(message.to), fact.to);
    EXPECT_EQ(message.vias().empty() ? "" : message.vias()[0].host, fact.via);
    EXPECT_EQ(message.via_count, fact.vias);
    EXPECT_EQ(message.contact_count, fact.contacts);
    EXPECT_EQ(message.cseq.number, fact.cseq);
    EXPECT_EQ(message.body.size(), fact.body);
  }
}

TEST(SipTorture, All49AndTwelveMessagesAreThere) {
  auto names = torture_names();
  EXPECT_EQ(names.size(), 49u + 12u);
  ASSERT_EQ(names.size(), std::size(kFacts));
  for (size_t i = 0; i < names.size(); ++i) EXPECT_EQ(names[i], kFacts[i].name);
}

struct Torture : testing::Test {
  SipMessage& read(const std::string& name) {
    bytes = sip_file("torture/" + name + ".sip");
    parse_sip_message(bytes, message);
    return message;
  }
  std::string bytes;
  SipMessage message;
};

TEST_F(Torture, ShortTortuousInviteIsUnfoldedEverywhere) {
  SipMessage& m = read("wsinv");
  EXPECT_EQ(unescape_quoted(m.from.display), "J Rosenberg \\\"");
  EXPECT_EQ(m.max_forwards, 68u);
  EXPECT_EQ(m.call_id, "wsinv.ndaksdj@192.0.2.1");
  EXPECT_TRUE(m.has(SipHeaderName::subject));
  EXPECT_EQ(m.value_of(SipHeaderName::subject), "");
  ASSERT_EQ(m.vias().size(), 3u);
  EXPECT_EQ(m.vias()[0].transport, Transport::udp);
  EXPECT_TRUE(m.vias()[0].wants_rport);
  EXPECT_EQ(m.vias()[1].host, "spindle.example.com");
  EXPECT_EQ(m.vias()[1].branch, "z9hG4bK9ikj8");
  EXPECT_EQ(m.vias()[1].transport, Transport::tcp);
  EXPECT_EQ(m.vias()[2].branch, "z9hG4bK30239");
  EXPECT_EQ(m.contacts()[0].q, "0.33");
  EXPECT_EQ(find_parameter(m.contacts()[0].parameters, "newparam"), "newvalue");
  EXPECT_EQ(find_parameter(m.contacts()[0].parameters, "secondparam"), "");
  EXPECT_EQ(find_parameter(m.contacts()[0].parameters, "thirdparam"), std::nullopt);
  EXPECT_EQ(m.content_type, "application/sdp");
}

TEST_F(Torture, UnusualCharactersStayAsTheyAre) {
  SipMessage& m = read("intmeth");
  EXPECT_EQ(m.method, SipMethod::other);
  EXPECT_EQ(m.uri.password, "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)");
  EXPECT_EQ(m.call_id, "intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{");
  EXPECT_EQ(m.vias()[0].branch, "z9hG4bK-.!%66*_+`'~");
  EXPECT_EQ(unescape_quoted(m.to.display), std::string("BEL:\x07 NUL:\0 DEL:\x7f", 17));
}

TEST_F(Torture, EscapesAreUndoneOnlyOnRequest) {
  SipMessage& m = read("esc01");
  EXPECT_EQ(unescape_uri(m.uri.user), "sips:user@example.com");
  EXPECT_EQ(unescape_uri(m.to.uri.user), "user");
  EXPECT_EQ(unescape_uri(m.from.uri.user), "I have spaces");
  EXPECT_EQ(read("esc02").method, SipMethod::other);
  EXPECT_EQ(unescape_uri(read("escnull").contacts()[1].uri.user), std::string("\0\0", 2));
}

TEST_F(Torture, SemicolonsBelongToTheUserBeforeTheAtSign) {
  EXPECT_EQ(unescape_uri(read("semiuri").uri.user), "user;par=u@example.net");
  EXPECT_EQ(read("cparam01").contacts()[0].parameters, "unknownparam");
  EXPECT_EQ(read("cparam02").contacts()[0].uri.parameters, "unknownparam");
  EXPECT_EQ(read("regescrt").contacts()[0].uri.headers, "Route=%3Csip:sip.example.com%3E");
}

TEST_F(Torture, TheSecondRequestInADatagramIsNoBody) {
  SipMessage& m = read("dblreq");
  EXPECT_EQ(m.call_id, "dblreq.0ha0isndaksdj99sdfafnl3lk233412");
  std::string second = bytes.substr(m.head.size());
  EXPECT_EQ(parse_sip_message(second, m), SipReading::request);
  EXPECT_EQ(m.call_id, "dblreq.0ha0isnda977644900765@192.0.2.15");
}

TEST_F(Torture, MultipartBodiesAreDelimited) {
  SipMessage& m = read("mpart01");
  EXPECT_EQ(m.content_type, "multipart/mixed");
  std::string_view rest = m.body;
  auto first = next_part(rest, m.boundary);
  ASSERT_TRUE(first);
  EXPECT_TRUE(first->ends_with("\r\n\r\nHello"));
  auto second = next_part(rest, m.boundary);
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->starts_with("Content-Type: application/octet-stream\r\n"));
  EXPECT_FALSE(next_part(rest, m.boundary));
}

TEST_F(Torture, ReasonsMayBeUtf8OrNothing) {
  EXPECT_TRUE(read("unreason").reason.starts_with("= 2**3 * 5**2 "));
  EXPECT_EQ(read("noreason").reason, "");
}

TEST_F(Torture, UnknownSchemesAreKeptAsText) {
  EXPECT_EQ(read("unkscm").uri.scheme_text, "nobodyKnowsThisScheme");
  EXPECT_EQ(read("novelsc").uri.text, "soap.beep://192.0.2.103:3002");
  EXPECT_EQ(read("unksm2").to.uri.text, "isbn:2983792873");
  EXPECT_EQ(read("unksm2").contacts()[0].uri.scheme, UriScheme::other);
  EXPECT_EQ(read("regaut01").credentials()[0].scheme, "NoOneKnowsThisScheme");
}

TEST_F(Torture, Ipv6ReferencesLoseTheirBracketsAndKeepTheirPorts) {
  EXPECT_EQ(read("port-ambiguous").uri.port, 0);
  EXPECT_EQ(read("port-unambiguous").uri.port, 5070);
  EXPECT_TRUE(read("ipv6-good").uri.ipv6);
  EXPECT_EQ(read("via-received-param-with-delim").vias()[0].received, "2001:db8::9:255");
  EXPECT_EQ(read("via-received-param-no-delim").vias()[0].received, "2001:db8::9:255");
  SipMessage& m = read("mult-ip-in-header");
  EXPECT_EQ(m.vias()[0].port, 6050);
  EXPECT_EQ(m.vias()[1].host, "192.0.2.1");
  EXPECT_EQ(m.vias()[2].received, "192.0.2.200");
}

}  // namespace
}  // namespace denwaban::parse
