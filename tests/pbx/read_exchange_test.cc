// SPDX-License-Identifier: GPL-3.0-or-later
#include "pbx/read_exchange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memory_files.h"
#include "pbx/show.h"

namespace denwaban::pbx {
namespace {

using test::MemoryFiles;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

Exchange read(MemoryFiles files, const ReadOptions& options = {}) {
  return read_exchange(files, "/etc/asterisk", options);
}

Exchange with(const std::string& name, const std::string& text) {
  return read({{"/etc/asterisk/" + name, text}});
}

TEST(ReadExchange, AnEmptyFolderGetsTheWellKnownPortsAndRemarks) {
  auto exchange = read({});
  EXPECT_THAT(listeners_of(exchange), UnorderedElementsAre("sip/udp * 5060", "iax2/udp * 4569"));
  EXPECT_THAT(logs_of(exchange), ElementsAre("/var/log/asterisk/messages default notice warning error",
                                             "/var/log/asterisk/messages.log default notice warning error"));
  EXPECT_THAT(exchange.remarks, Contains(HasSubstr("logger.conf")));
  EXPECT_EQ(exchange.listeners[0].where.line, 0);
}

TEST(ReadExchange, FollowsTheDirectoriesOfAsteriskConf) {
  auto exchange =
      read({{"/etc/asterisk/asterisk.conf", "[directories]\nastlogdir => /srv/log/\nastetcdir=/srv/etc\n"},
            {"/srv/etc/logger.conf", "[logfiles]\nsub/full => notice\n/tmp/x.log => security\n"}});
  EXPECT_EQ(exchange.config_dir, "/srv/etc");
  EXPECT_THAT(logs_of(exchange),
              ElementsAre("/srv/log/sub/full default notice", "/tmp/x.log default security"));
}

TEST(ReadExchange, AFolderOfLogsThatSomebodyNamedCountsMoreThanAsteriskConf) {
  auto exchange =
      read({{"/etc/asterisk/asterisk.conf", "[directories]\nastlogdir => /srv/log\n"},
            {"/etc/asterisk/logger.conf", "[logfiles]\nfull => notice\n/tmp/x.log => security\n"}},
           {.host_name = {}, .log_dir = "/mnt/log/"});
  EXPECT_EQ(exchange.log_dir, "/mnt/log");
  EXPECT_THAT(logs_of(exchange), ElementsAre("/mnt/log/full default notice", "/tmp/x.log default security"));
}

TEST(ReadExchange, ACopiedFolderIsReadWhereItLies) {
  auto exchange = read({{"/etc/asterisk/asterisk.conf", "[directories]\nastetcdir=/elsewhere\n"},
                        {"/etc/asterisk/sip.conf", "[general]\nbindport=5090\n"}});
  EXPECT_THAT(listeners_of(exchange), Contains("sip/udp * 5090"));
}

TEST(ReadExchange, ATemplateOfDirectoriesMeansNothing) {
  EXPECT_EQ(with("asterisk.conf", "[directories](!)\nastlogdir => /srv/log\n").log_dir, "/var/log/asterisk");
}

TEST(ReadExchange, LoggerAppendsTheHostName) {
  MemoryFiles files{
      {"/etc/asterisk/logger.conf", "[general]\nappendhostname=yes\n[logfiles]\nfull => notice\n"}};
  EXPECT_THAT(logs_of(read(files, {.host_name = "pbx1", .log_dir = {}})),
              ElementsAre("/var/log/asterisk/full.pbx1 default notice"));
}

TEST(ReadExchange, LoggerSkipsConsoleAndSyslogAndReadsLevelsWithoutCase) {
  auto exchange = with("logger.conf",
                       "[logfiles]\nConsole => notice\nsyslog.local0 => notice\n"
                       "full => [JSON] Notice , VERBOSE(3),notice\nall => *\n");
  EXPECT_THAT(logs_of(exchange),
              ElementsAre("/var/log/asterisk/full json notice verbose", "/var/log/asterisk/all default *"));
}

TEST(ReadExchange, KnowsWhatGoesToSyslogAndAsWhomAsteriskRuns) {
  auto exchange = read({{"/etc/asterisk/logger.conf", "[logfiles]\n\nSyslog.Local0 => notice,security(1)\n"},
                        {"/etc/asterisk/asterisk.conf", "[options]\nrunuser = pbx\n"}});
  ASSERT_EQ(exchange.syslog.size(), 1u);
  EXPECT_EQ(exchange.syslog[0].facility, "local0");
  EXPECT_THAT(exchange.syslog[0].levels, ElementsAre("notice", "security"));
  EXPECT_EQ(exchange.syslog[0].where.line, 3);
  EXPECT_EQ(exchange.run_user, "pbx");
  EXPECT_THAT(exchange.remarks, Not(Contains(HasSubstr("neither notice nor security"))));
}

TEST(ReadExchange, RemarksWhenNoFileShowsAttacks) {
  EXPECT_THAT(with("logger.conf", "[logfiles]\nfull => verbose\n").remarks,
              Contains(HasSubstr("neither notice nor security")));
}

TEST(ReadExchange, ChanSipBindsEachTransport) {
  auto exchange = with("sip.conf",
                       "[general]\nbindport=5080\nudpbindaddr=192.0.2.1\ntcpenable=yes\ntlsenable=yes\n"
                       "tlsbindaddr=[2001:db8::1]:5099\n");
  EXPECT_THAT(listeners_of(exchange), UnorderedElementsAre("sip/udp 192.0.2.1 5080", "sip/tcp 192.0.2.1 5080",
                                                           "sip/tls 2001:db8::1 5099", "iax2/udp * 4569"));
}

TEST(ReadExchange, ASecondGeneralSectionIsIgnoredAsByAsterisk) {
  auto exchange = with("sip.conf", "[general]\nbindport=5080\n[general]\nbindport=5090\n");
  EXPECT_THAT(listeners_of(exchange), Contains("sip/udp * 5080"));
  EXPECT_THAT(listeners_of(exchange), Not(Contains("sip/udp * 5090")));
}

TEST(ReadExchange, ChanSipTrunksComeFromPeersProxiesAndRegistrations) {
  auto exchange =
      with("sip.conf",
           "[general]\nregister => 77:hunter2@reg.example.net:5070/77\nregister => 78:x@carrier/78\n"
           "outboundproxy=proxy.example.net,force\nlocalnet=192.168.0.0/255.255.0.0\n"
           "[peers](!)\ntype=peer\n[carrier](peers)\nhost=sip.carrier.example\nport=5090\ntransport=tcp,udp\n"
           "[phone](peers)\nhost=dynamic\n[notype]\nhost=192.0.2.99\n");
  EXPECT_THAT(trunks_of(exchange),
              ElementsAre("sip reg.example.net reg.example.net:5070", "sip outboundproxy proxy.example.net",
                          "sip carrier sip.carrier.example:5090 tcp"));
  ASSERT_EQ(exchange.local_networks.size(), 1u);
  EXPECT_EQ(exchange.local_networks[0].to_string(), "192.168.0.0/16");
}

TEST(ReadExchange, NoSecretSurvives) {
  auto exchange = read({{"/etc/asterisk/sip.conf",
                         "[general]\nregister => u:hunter2:hunter2@bad!host/x\n"
                         "register=>u:hun@hunter2@\nx hunter2\n[hunter2\n"},
                        {"/etc/asterisk/iax.conf", "[general]\nregister => u:hunter2@192.0.2.3\n"},
                        {"/etc/asterisk/pjsip.conf", "[t]\ntype=aor\ncontact=sip:u:hunter2@192.0.2.4\n"}});
  for (const auto& remark : exchange.remarks) EXPECT_THAT(remark, Not(HasSubstr("hunter2")));
  for (const auto& trunk : trunks_of(exchange)) EXPECT_THAT(trunk, Not(HasSubstr("hunter2")));
  EXPECT_EQ(exchange.trunks.size(), 2u);
}

TEST(ReadExchange, PjsipTransportsInheritFromTemplates) {
  auto exchange = read(
      {{"/etc/asterisk/pjsip.conf",
        "[tp](!)\ntype=transport\nbind=0.0.0.0\nlocal_net=10.0.0.0/8,192.168.1.0/24\n"
        "[udp](tp)\nprotocol=udp\n[tls](tp)\nprotocol=tls\n[v6](tp)\nprotocol=tcp\nbind=[::]:5070\n"
        "[ws](tp)\nprotocol=wss\n"},
       {"/etc/asterisk/http.conf", "[general]\nenabled=yes\ntlsenable=yes\ntlsbindaddr=0.0.0.0:8090\n"}});
  EXPECT_THAT(
      listeners_of(exchange),
      UnorderedElementsAre("http/tcp * 8088", "http/tls * 8090", "pjsip/udp * 5060", "pjsip/tls * 5061",
                           "pjsip/tcp * 5070", "pjsip/wss * 8090", "iax2/udp * 4569"));
  EXPECT_EQ(exchange.local_networks.size(), 2u);
}

TEST(ReadExchange, PjsipTrunksComeFromEveryKindOfObject) {
  auto exchange = with(
      "pjsip.conf",
      "[reg]\ntype=registration\nserver_uri=sip:reg.example.net\\;transport=tls\n"
      "client_uri=sip:77@dom.example.net\noutbound_proxy=sip:edge.example.net:5099\\;lr\n"
      "[id]\ntype=identify\nendpoint=tr\nmatch=192.0.2.0/28, 2001:db8::7\nmatch=a.example.net,!192.0.2.5\n"
      "[id2]\ntype=identify\nsrv_lookups=no\nmatch=b.example.net\n"
      "[tr]\ntype=aor\ncontact=sip:192.0.2.8:5080,sip:c.example.net\n"
      "[tr]\ntype=endpoint\noutbound_proxy=sip:d.example.net\\;lr\n"
      "[off](!)\ntype=identify\nmatch=192.0.2.250\n");
  EXPECT_THAT(trunks_of(exchange),
              ElementsAre("pjsip reg reg.example.net tls", "pjsip reg dom.example.net",
                          "pjsip reg edge.example.net:5099", "pjsip tr 192.0.2.0/28", "pjsip tr 2001:db8::7",
                          "pjsip tr a.example.net", "pjsip id2 b.example.net:5060", "pjsip tr 192.0.2.8:5080",
                          "pjsip tr c.example.net", "pjsip tr d.example.net"));
  EXPECT_EQ(exchange.trunks[3].prefixes[0].to_string(), "192.0.2.0/28");
}

TEST(ReadExchange, AMatchOfTheWholeInternetIsNoTrunk) {
  auto exchange = with("pjsip.conf", "[id]\ntype=identify\nmatch=0.0.0.0/0\nmatch=2000::/3\n");
  EXPECT_THAT(exchange.trunks, IsEmpty());
  EXPECT_THAT(exchange.remarks, Contains(HasSubstr("pjsip.conf:3: match=0.0.0.0/0")));
}

TEST(ReadExchange, WizardsMakeTrunksToo) {
  auto exchange = with("pjsip_wizard.conf",
                       "[t](!)\ntype=wizard\n[prov](t)\nremote_hosts=sip1.example.net:5070, 192.0.2.4\n"
                       "outbound_proxy=sip:edge.example.net\\;lr\naor/contact=sip:192.0.2.6\n");
  EXPECT_THAT(trunks_of(exchange), ElementsAre("pjsip prov sip1.example.net:5070", "pjsip prov 192.0.2.4",
                                               "pjsip prov edge.example.net", "pjsip prov 192.0.2.6"));
}

TEST(ReadExchange, IaxBindsEachAddressAndKnowsItsPeers) {
  auto exchange = with("iax.conf",
                       "[general]\nbindaddr=192.0.2.1\nbindaddr=192.0.2.2:4570\nbindport=4580\n"
                       "register => u:s@iax.example.net:4599\n[branch]\ntype=friend\nhost=192.0.2.77\n");
  EXPECT_THAT(listeners_of(exchange),
              UnorderedElementsAre("sip/udp * 5060", "iax2/udp 192.0.2.1 4580", "iax2/udp 192.0.2.2 4570"));
  EXPECT_THAT(trunks_of(exchange),
              ElementsAre("iax2 iax.example.net iax.example.net:4599", "iax2 branch 192.0.2.77"));
}

TEST(ReadExchange, ManagersPermittedBehindADenyAreKnown) {
  auto exchange = with("manager.conf",
                       "[general]\nenabled=yes\n[crm]\nsecret=hunter2\ndeny=0.0.0.0/0.0.0.0\n"
                       "permit=192.0.2.40/255.255.255.255,10.1.0.0/16\n[open]\npermit=198.51.100.0/24\n"
                       "[half]\ndeny=0.0.0.0/0\npermit=0.0.0.0/1\n");
  ASSERT_EQ(exchange.manager_networks.size(), 2u);
  EXPECT_EQ(exchange.manager_networks[0].to_string(), "192.0.2.40/32");
  EXPECT_EQ(exchange.manager_networks[1].to_string(), "10.1.0.0/16");
}

TEST(ReadExchange, ManagersPermittedByANamedAclAreKnown) {
  auto exchange = read({{"/etc/asterisk/manager.conf",
                         "[general]\nenabled=yes\n[panel]\nsecret=hunter2\nacl=office,nobody\n"},
                        {"/etc/asterisk/acl.conf",
                         "[office]\ndeny=0.0.0.0/0.0.0.0\npermit=192.0.2.64/255.255.255.192\n"
                         "[other]\ndeny=0.0.0.0/0\npermit=198.51.100.0/24\n"}});
  ASSERT_EQ(exchange.manager_networks.size(), 1u);
  EXPECT_EQ(exchange.manager_networks[0].to_string(), "192.0.2.64/26");
}

TEST(ReadExchange, ManagementPortsCountOnlyWhenEnabled) {
  EXPECT_THAT(listeners_of(with("manager.conf", "[general]\nport=5038\n")), Not(Contains("ami/tcp * 5038")));
  EXPECT_THAT(
      listeners_of(with("manager.conf", "[general]\nenabled=yes\nbindaddr=127.0.0.1\ntlsenable=yes\n")),
      testing::AllOf(Contains("ami/tcp 127.0.0.1 5038"), Contains("ami/tls 127.0.0.1 5039")));
  EXPECT_THAT(listeners_of(with("http.conf", "[general]\nbindport=80\n")), Not(Contains("http/tcp * 80")));
}

TEST(ReadExchange, UsersConfAddsSipAndIaxHosts) {
  auto exchange = with("users.conf",
                       "[general]\nhassip=yes\n[prov]\nhost=sip.example.net\n"
                       "[off]\nhassip=no\nhost=192.0.2.1\n[iax]\nhassip=no\nhasiax=yes\nhost=192.0.2.2\n");
  EXPECT_THAT(trunks_of(exchange), ElementsAre("sip prov sip.example.net", "iax2 iax 192.0.2.2"));
}

TEST(ReadExchange, RemarksUnreadableFilesMissingIncludesAndDatabases) {
  MemoryFiles files{{"/etc/asterisk/sip.conf", "[general]\n"},
                    {"/etc/asterisk/pjsip.conf", "[a]\ntype=aor\n#include gone.conf\n"},
                    {"/etc/asterisk/extconfig.conf", "[settings]\nps_endpoints => odbc,asterisk\n"}};
  files.forbid("/etc/asterisk/sip.conf");
  auto exchange = read(files);
  EXPECT_THAT(exchange.remarks, Contains(HasSubstr("cannot read /etc/asterisk/sip.conf: permission denied")));
  EXPECT_THAT(exchange.remarks,
              Contains(HasSubstr("/etc/asterisk/pjsip.conf:3: #include /etc/asterisk/gone.conf")));
  EXPECT_THAT(exchange.remarks, Contains(HasSubstr("extconfig.conf:2: ps_endpoints")));
}

TEST(ReadExchange, ReadsTheShapeOfFreepbxEvenWhereItsLinksDangle) {
  auto exchange = read({{"/etc/asterisk/logger_general_additional.conf", "dateformat=%F %T\n"},
                        {"/etc/asterisk/logger_logfiles_additional.conf", "full => notice,verbose\n"},
                        {"/etc/asterisk/logger_logfiles_custom.conf", "fail2ban => notice,security\n"},
                        {"/etc/asterisk/sip_general_additional.conf", "bindport=5160\n"},
                        {"/etc/asterisk/sip_registrations.conf", "register=7:s@sip.example.net\n"},
                        {"/etc/asterisk/sip_additional.conf", "[prov]\ntype=peer\nhost=192.0.2.30\n"}});
  EXPECT_EQ(exchange.date_format, "%F %T");
  EXPECT_THAT(logs_of(exchange), ElementsAre("/var/log/asterisk/full default notice verbose",
                                             "/var/log/asterisk/fail2ban default notice security"));
  EXPECT_EQ(exchange.logs[1].where.file, "logger_logfiles_custom.conf");
  EXPECT_THAT(listeners_of(exchange), Contains("sip/udp * 5160"));
  EXPECT_THAT(trunks_of(exchange), ElementsAre("sip sip.example.net sip.example.net", "sip prov 192.0.2.30"));
  EXPECT_THAT(exchange.remarks, IsEmpty());
}

}  // namespace
}  // namespace denwaban::pbx
