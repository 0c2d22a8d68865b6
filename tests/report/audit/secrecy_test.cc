// SPDX-License-Identifier: GPL-3.0-or-later
// No secret of a configuration stands in anything that is shown of it.
#include <gtest/gtest.h>

#include "audit/audit.h"
#include "memory_files.h"
#include "report/audit/page.h"
#include "report/audit/patch.h"
#include "report/audit/records.h"
#include "report/audit/sarif.h"
#include "report/audit/text_report.h"

namespace denwaban::report {
namespace {

constexpr const char* kExtensions = R"([globals]
DBPASS=hush01Qz
AMPMGRPASS=hush02Qz
MAPKEY_TOKEN=hush03Qz
[in]
exten => 1,1,Authenticate(88997711)
 same => n,Dial(SIP/out/00123456789)
exten => 2,1,DISA(99887766,dd)
exten => 3,1,Dial(IAX2/bob:hush04Qz@203.0.113.9/00123456789)
exten => 4,1,MYSQL(Connect connid localhost root hush05Qz db)
exten => 5,1,Set(x=${CURL(http://u:hush06Qz@h/?n=${CALLERID(num)}&key=hush07Qz&token=hush08Qz)})
exten => 6,1,System(curl -u bob:hush09Qz http://x/${CALLERID(num)})
exten => 7,1,System(mysql -uroot -phush10Qz -e "select '${CALLERID(num)}'")
exten => 8,1,GotoIf($["${X}"="hush11Qz"]?9,1)
 same => n,Dial(SIP/out/00123456789)
exten => 9,1,Read(CODE)
 same => n,GotoIf($["${CODE}"="55443322"]?ok)
 same => n,GotoIf($["66443322" = "${CODE}"]?ok)
 same => n,Hangup
 same => n(ok),Dial(SIP/out/00123456789)
exten => 10,1,System(curl -H "Authorization: Bearer hush12Qz" http://x/${CALLERID(num)})
exten => 11,1,System(tool --password hush13Qz ${CALLERID(num)})
exten => 12,1,Set(GLOBAL(PASSWORD)=hush14Qz${EXTEN})
exten => 13,1,MeetMe(100,,hush15Qz)
 same => n,Goto(nowhere,hush15Qz,1)
exten => 14,1,System(PGPASSWORD='hush16Qz' psql ${CALLERID(num)})
exten => 15,1,ExecIf($["${PIN}"="77443322"]?Dial(SIP/out/00123456789))
exten => _X.,1,Dial(SIP/out/${EXTEN},60,tT)
[dd]
switch => IAX2/bob:hush17Qz@203.0.113.9/in
exten => _00X.,1,Dial(SIP/out/${EXTEN})
)";

constexpr const char* kSip = R"([general]
register => bob:hush20Qz@203.0.113.9/100
allowguest=yes
context=in
secert=hush21Qz
alwaysauthreject=no
register => bob:hush22Qz:authbob@203.0.113.9/100
srvlookup=yes
[out]
type=peer
host=203.0.113.9
secret=hush23Qz
remotesecret=hush24Qz
passwd=hush25Qz
password=hush26Qz
sceret=hush27Qz
md5secret=0123456789abcdef0123456789abcdef
auth=bob:hush28Qz@realm
frobnicate=hush29Qz
setvar=APIKEY=hush30Qz
[77]
type=friend
host=dynamic
secret="hush31Qz"
context=in
)";

// Everything of it begins with one word, or is one of these.
constexpr const char* kOthers[] = {"88997711", "99887766", "55443322", "66443322", "77443322",
                                     "0123456789abcdef", "664455", "335577"};

void put_files(test::MemoryFiles& files) {
  files.put("/etc/asterisk/extensions.conf", kExtensions);
  files.put("/etc/asterisk/sip.conf", kSip);
  files.put("/etc/asterisk/iax.conf",
            "[general]\nregister => bob:hush40Qz@203.0.113.9\n[x]\ntype=friend\nsecret=hush41Qz\npasswrd=hush42Qz\n");
  files.put("/etc/asterisk/manager.conf",
            "[general]\nenabled=yes\nbindaddr=0.0.0.0\nsecret=hush43Qz\n[admin]\nsecret=hush44Qz\nsercet=hush45Qz\nread=all\n"
            "write=all\n");
  files.put("/etc/asterisk/pjsip.conf",
            "[a]\ntype=endpoint\nauth=a\ncontext=in\n[a]\ntype=auth\nusername=a\npassword=hush46Qz\npasword=hush47Qz\n");
  files.put("/etc/asterisk/voicemail.conf",
            "[general]\nformat=wav\nimappassword=hush48Qz\n[default]\n1234 => 664455,A,a@b\n200 => 335577,B,b@b\n");
}

TEST(Secrecy, StandsInNoFormat) {
  test::MemoryFiles files;
  put_files(files);
  audit::AuditResult result = audit::audit(files, "/etc/asterisk", {});
  ASSERT_GT(result.findings.size(), 20u);
  ASSERT_GT(result.paths.size(), 0u);
  ReviewOptions options;
  options.all = true;
  Review review = review_of(std::move(result), options);
  TextLook look;
  look.all = true;
  Patch patch = patch_of(review.findings, files, [](const std::string& path) { return std::optional<std::string>(path); });
  EXPECT_GT(patch.fixes, 0u);
  const std::pair<const char*, std::string> shown[] = {
      {"text", audit_text(review, look)},           {"paths", toll_paths_text(review, look)},
      {"records", audit_records(review)},           {"path records", toll_path_records(review)},
      {"sarif", sarif_log(review, "file:///", "1")}, {"page", audit_page(review, {})},
      {"patch", patch.text}};
  for (const auto& [format, text] : shown) {
    EXPECT_FALSE(text.empty()) << format;
    size_t at = text.find("hush");
    EXPECT_EQ(at, std::string::npos) << format << ": " << text.substr(at > 80 ? at - 80 : 0, 160);
    for (const char* secret : kOthers) {
      size_t other = text.find(secret);
      EXPECT_EQ(other, std::string::npos) << format << ": " << text.substr(other > 80 ? other - 80 : 0, 160);
    }
  }
}

}  // namespace
}  // namespace denwaban::report
