// SPDX-License-Identifier: GPL-3.0-or-later
// What the sections of sip.conf, iax.conf, pjsip.conf, pjsip_wizard.conf and users.conf become.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/objects/chan_sip.h"
#include "audit/objects/iax.h"
#include "audit/objects/pjsip.h"
#include "memory_files.h"

namespace denwaban::audit {
namespace {

using testing::ElementsAre;

class Files {
 public:
  Files& put(const char* name, const std::string& text) {
    tree_.put(std::string("/e/") + name, text);
    return *this;
  }
  const Sources& sources() {
    sources_.emplace(tree_, "/e");
    return *sources_;
  }

 private:
  test::MemoryFiles tree_;
  std::optional<Sources> sources_;
};

TEST(ChanSipDevices, FriendOfATemplateStaysAFriend) {
  Files files;
  auto sip = read_chan_sip(
      files.put("sip.conf", "[t](!)\ntype=friend\n[a](t)\ntype=peer\nhost=dynamic\n").sources());
  ASSERT_EQ(sip.devices.size(), 1u);
  EXPECT_TRUE(sip.devices[0].is_user && sip.devices[0].is_peer && sip.devices[0].dynamic());
}

TEST(ChanSipDevices, SectionsWithoutATypeThatIsKnownAreNone) {
  Files files;
  auto sip = read_chan_sip(
      files.put("sip.conf", "[general]\n[authentication]\n[a]\nsecret=x\n[b]\ntype=trunk\n[c]\ntype=peer\n")
          .sources());
  ASSERT_EQ(sip.devices.size(), 1u);
  EXPECT_EQ(sip.devices[0].object.name, "c");
}

TEST(ChanSipDevices, TheLaterDefinitionCounts) {
  Files files;
  auto sip = read_chan_sip(
      files.put("sip.conf", "[a]\ntype=peer\nsecret=x\n[b]\ntype=peer\n[a]\ntype=friend\nhost=192.0.2.1\n")
          .sources());
  ASSERT_EQ(sip.devices.size(), 2u);
  EXPECT_EQ(sip.devices[1].object.name, "a");
  EXPECT_EQ(sip.devices[1].host(), "192.0.2.1");
  EXPECT_FALSE(sip.devices[1].has_secret());
}

TEST(ChanSipDevices, TakeContextAndInsecureFromGeneralButNoPassword) {
  Files files;
  auto sip = read_chan_sip(files
                               .put("sip.conf",
                                    "[general]\ncontext=in\ninsecure=port,invite\nsecret=x\n"
                                    "[a]\ntype=peer\nhost=dynamic\n[b]\ntype=peer\ninsecure=no\ncontext=c\n"
                                    "[c]\ntype=peer\ninsecure=port, invite\n")
                               .sources());
  ASSERT_EQ(sip.devices.size(), 3u);
  EXPECT_EQ(sip.devices[0].context(), "in");
  EXPECT_TRUE(sip.devices[0].insecure_invite());
  EXPECT_EQ(sip.devices[0].insecure().origin, Origin::inherited);
  EXPECT_FALSE(sip.devices[0].has_secret());
  EXPECT_FALSE(sip.devices[1].insecure_invite());
  EXPECT_EQ(sip.devices[1].context(), "c");
  EXPECT_FALSE(sip.devices[2].insecure_invite());  // " invite" with a blank is no word of Asterisk's
}

TEST(ChanSipDevices, UsersConfGivesItsGeneralOptionsToEverySection) {
  Files files;
  auto sip = read_chan_sip(files.put("sip.conf", "[general]\ncontext=in\n")
                               .put("users.conf",
                                    "[general]\nhassip=yes\nhost=dynamic\nsecret=1234\n"
                                    "[6000]\nfullname=A\n[6001]\nhassip=no\n[6002]\nsecret=other\n")
                               .sources());
  ASSERT_EQ(sip.devices.size(), 2u);
  EXPECT_TRUE(sip.devices[0].from_users_conf && sip.devices[0].is_user && sip.devices[0].dynamic());
  EXPECT_EQ(sip.devices[0].secret().value, "1234");
  EXPECT_EQ(sip.devices[0].secret().origin, Origin::templated);
  EXPECT_EQ(sip.devices[0].context(), "in");
  EXPECT_EQ(sip.devices[1].secret().value, "other");
  EXPECT_EQ(sip.devices[1].secret().origin, Origin::written);
}

TEST(ChanSipDevices, DomainsMayHaveContexts) {
  Files files;
  auto sip = read_chan_sip(
      files.put("sip.conf", "[general]\ndomain=a.example\ndomain=b.example, open\nregister=>a:b@c\n")
          .sources());
  ASSERT_EQ(sip.domain_contexts.size(), 1u);
  EXPECT_EQ(sip.domain_contexts[0].context, "open");
  EXPECT_EQ(sip.registrations.size(), 1u);
}

TEST(IaxDevices, MayHaveSeveralContextsAndKeys) {
  Files files;
  auto iax = read_iax(
      files
          .put(
              "iax.conf",
              "[general]\n[a]\ntype=user\ncontext=x\ncontext=y\n[b]\ntype=friend\ninkeys=k\n[c]\ntype=peer\n")
          .sources());
  ASSERT_EQ(iax.devices.size(), 3u);
  EXPECT_THAT(iax.devices[0].contexts(), ElementsAre("x", "y"));
  EXPECT_FALSE(iax.devices[0].has_secret());
  EXPECT_TRUE(iax.devices[1].has_secret());
  EXPECT_THAT(iax.devices[1].contexts(), ElementsAre("default"));
  EXPECT_FALSE(iax.devices[2].is_user);
}

TEST(PjsipObjects, SortByTypeAndTheLaterOfAPairCounts) {
  Files files;
  auto pjsip = read_pjsip(
      files
          .put("pjsip.conf",
               "[t](!)\ntype=endpoint\n[a](t)\nauth=a,b\ncontext=one\n[a]\ntype=auth\nusername=a\npassword=x\n[a]\ntype="
               "aor\n"
               "[a](t)\ncontext=two\nauth=a\n[loose]\ncontext=x\n[global]\ntype=global\nuser_agent=x\n")
          .sources());
  ASSERT_EQ(pjsip.endpoints.size(), 1u);
  EXPECT_EQ(pjsip.endpoints[0].option("context").value, "two");
  EXPECT_EQ(pjsip.overridden.size(), 1u);
  EXPECT_EQ(pjsip.auths_of(pjsip.endpoints[0]).size(), 1u);
  EXPECT_EQ(pjsip.untyped.size(), 1u);
  EXPECT_EQ(pjsip.global.option("user_agent").value, "x");
}

TEST(PjsipObjects, AWizardStandsForAllThatItMakes) {
  Files files;
  auto pjsip = read_pjsip(
      files
          .put("pjsip_wizard.conf",
               "[phone](!)\ntype=wizard\naccepts_auth=yes\naccepts_registrations=yes\nendpoint/context=in\n"
               "[100](phone)\ninbound_auth/username=100\ninbound_auth/password=x\n"
               "[itsp]\ntype=wizard\nsends_auth=yes\nsends_registrations=yes\nremote_hosts=192.0.2.1:5070\n"
               "outbound_auth/username=u\n")
          .sources());
  EXPECT_TRUE(pjsip.has_file);
  ASSERT_EQ(pjsip.endpoints.size(), 2u);
  ASSERT_EQ(pjsip.auths_of(pjsip.endpoints[0]).size(), 1u);
  EXPECT_EQ(pjsip.auths_of(pjsip.endpoints[0])[0]->option("password").variable->line, 8);
  EXPECT_EQ(pjsip.endpoints[0].option("context").origin, Origin::templated);
  EXPECT_EQ(pjsip.aors[0].option("max_contacts").value, "1");
  EXPECT_TRUE(pjsip.auths_of(pjsip.endpoints[1]).empty());
  EXPECT_EQ(pjsip.references(pjsip.endpoints[1], "outbound_auth").at(0).name, "itsp-oauth");
  ASSERT_EQ(pjsip.identifies.size(), 1u);
  EXPECT_EQ(pjsip.identifies[0].option("match").value, "192.0.2.1");
  EXPECT_EQ(pjsip.registrations.size(), 1u);
}

TEST(PjsipObjects, AWizardWithoutAUserNameMakesNothing) {
  Files files;
  const auto pjsip =
      read_pjsip(files.put("pjsip_wizard.conf", "[100]\ntype=wizard\naccepts_auth=yes\ninbound_auth/password=x\n").sources());
  EXPECT_TRUE(pjsip.endpoints.empty());
  EXPECT_TRUE(pjsip.aors.empty());
  ASSERT_EQ(pjsip.refused.size(), 1u);
  EXPECT_EQ(pjsip.refused[0].fault, PjsipValue::no_user);
}

}  // namespace
}  // namespace denwaban::audit
