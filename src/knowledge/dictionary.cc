// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/dictionary.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "knowledge/words.h"

namespace denwaban::knowledge {
namespace {

// JPCERT-AT-2010-0032: seen in attacks on Asterisk.
constexpr std::string_view kJpcert =
    "1234 coffee japan key account admin password pass sip test voip alice bobby michael abcd123 pass1234 "
    "password1 pw1 passw0rd";
// National Police Agency of Japan, 2015-12-28: tried at the manager interface, names included.
constexpr std::string_view kManager = "mysecret 123456 manager cron mark";
// Secrets in Asterisk's samples and documentation, and what people write in their place.
constexpr std::string_view kSamples =
    "secret blah blahpoly guessit moofoo topsecret quitesecret verysecret supersecret unsecurepassword "
    "mysecret "
    "mypassword mypass mypasswd mysecretpassword mysecretpass secretpassword secretpass secret123 thesecret "
    "yoursecret xxx xxxx xxxxx xxxxxx xxxxxxxx asterisk asterisk123 asteriskpass asteriskpassword sipsecret "
    "sippassword sippass phonesecret snomsecret polycom dude guest demo demopass example sample dummy foo "
    "bar "
    "foobar foobaz bazquux bogus nothing none nopass nopassword blank empty user user1 username peer friend "
    "phone "
    "phone1 softphone iaxuser iaxphone iax iax2 trunk provider gateway exten extension ext webrtc websocket "
    "ari "
    "stasis hello helloworld confbridge conference voicemail mailbox operator reception";
// Installed so by distributions: FreePBX, trixbox, Elastix, Issabel, VICIdial, A2Billing, FusionPBX...
constexpr std::string_view kDistributions =
    "amp111 amp109 amportal passw0rd maint maintpass fpbx freepbx freepbx123 trixbox elastix elastix456 "
    "eLaStIx.2oo7 eLaStIx.asteriskuser.2oo7 palosanto issabel iss@bel asteriskuser asterisknow pbxact "
    "sangoma "
    "SangomaDefaultPassword jEhdIekWmdjE vicidial sendcron listencron updatecron custom vtiger a2billing "
    "a2billinguser myasterisk changepassword mixtura astcc pbx pbxuser pbxadmin ipbx ippbx callcenter "
    "callcentre "
    "wazo xivo proformatique superpass thirdlane fusionpbx freeswitch ClueCon kamailio kamailiorw kamailioro "
    "opensips opensipsrw openser openserrw heslo sipwise yeastar 3cx xorcom digium switchvox asterisk-admin "
    "astmanager phpagi phpconfig admin123 hud flash fop operatorpanel queuemetrics wombat snep incrediblepbx";
// Telephones, gateways and routers as they are delivered.
constexpr std::string_view kDevices =
    "456 SpIp 0000 22222 222222 adminpass administrator Admin Administrator grandstream yealink snom aastra "
    "mitel "
    "panasonic cisco cisco123 linksys sipura spa fanvil gigaset siemens obihai obitalk audiocodes patton "
    "mediatrix "
    "vega sagem thomson technicolor zyxel dlink tplink netgear asus huawei zte mikrotik ubnt ubiquiti "
    "draytek "
    "fritz fritzbox speedport livebox freebox motorola avaya alcatel nortel ericsson lucent samsung lg nec "
    "toshiba escene htek akuvox vtech atcom tiptel openvox dinstar newrock synway beronet ip-phone ipphone "
    "voip123 sip123 telecom telekom telefon telefono telephone router modem wireless wifi super superuser "
    "support "
    "service technician tech install installer setup config default root toor root123 public private system "
    "system32 monitor nagios zabbix backup oracle mysql postgres ftp ftpuser web webadmin www www-data "
    "apache "
    "raspberry pi alpine debian ubuntu centos linux server vagrant docker kali vizxv xc3511 anko xmhdipc "
    "juantech "
    "klv123 hi3518 jvbzd dreambox realtek smcadmin 1111 666666 888888 54321 00000000 meinsm fucker tsgoingon";
// The passwords that every public list of stolen passwords begins with.
constexpr std::string_view kCommon =
    "12345678 qwerty pwd asd qwe 123456789 12345 111111 1234567 dragon 123123 baseball abc123 football "
    "monkey letmein "
    "shadow "
    "master qwertyuiop 123321 mustang 1234567890 654321 superman 1qaz2wsx 7777777 121212 000000 qazwsx "
    "123qwe "
    "killer trustno1 jordan jennifer zxcvbnm asdf asdfgh asdfghjkl hunter buster soccer harley batman andrew "
    "tigger sunshine iloveyou 2000 charlie robert thomas hockey ranger daniel starwars 112233 george "
    "computer "
    "michelle jessica pepper zxcvbn zxcv 555555 11111111 131313 freedom 777777 maggie 159753 aaaa aaaaaa "
    "ginger "
    "princess joshua cheese amanda summer winter spring autumn love ashley nicole chelsea biteme matthew "
    "access "
    "yankees 987654321 dallas austin thunder taylor matrix mobilemail mom monitoring montana moon moscow "
    "welcome "
    "welcome1 welcome123 admin1 admin12 admin1234 admin12345 adminadmin password12 password123 password1234 "
    "Password1 Password123 P@ssw0rd P@ssword P@ssw0rd1 Pa55word Passw0rd1 pass123 pass12 pass1 passwd "
    "passwd1 "
    "passphrase pa55word p4ssw0rd p4ssword qwerty1 qwerty12 qwerty123 qwerty1234 qwe123 qweasd qweasdzxc "
    "qwertz "
    "azerty azertyuiop q1w2e3 q1w2e3r4 q1w2e3r4t5 1q2w3e 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y zaq12wsx zaq1zaq1 "
    "1qazxsw2 asd123 asdasd asdfasdf abc abcd abcde abcdef abcdefg abcd1234 abc1234 abc12345 a1b2c3 a1b2c3d4 "
    "aa123456 a123456 a12345 123abc 123abcd 1234qwer 1234abcd 12341234 1234test 123654 123654789 147258 "
    "147258369 258456 696969 789456 789456123 852456 963852741 101010 11223344 12121212 55555 88888888 "
    "99999999 "
    "999999 222222 333333 444444 test1 test12 test123 test1234 test12345 testtest testing testing123 tester "
    "testpass testpassword temp temp123 temporary letmein1 login login123 logon enter open opensesame hallo "
    "hallo123 "
    "hola hola123 bonjour bienvenue ciao salut privet passwort passwort1 kennwort geheim schatz motdepasse "
    "contrasena contrasenia clave clave123 senha senha123 parola haslo sifre jelszo salasana losenord "
    "wachtwoord "
    "ami secure strong segura seguro secreto segredo segreto ramal anexo interno "
    "geheim123 parol secret1 secret12 secret1234 sekret sicher sicherheit security safety hacker hacked "
    "hackme "
    "internet network office office123 company firma empresa business sales info help helpdesk callme dial "
    "dialer outbound inbound international telco tel call calls caller robot agent agent1 agent007 boss "
    "owner "
    "director secretary money dollar euro football1 liverpool arsenal barcelona realmadrid juventus chelsea1 "
    "london paris berlin madrid tokyo osaka nippon sakura moskva india pakistan america canada mexico brasil "
    "brazil argentina colombia chile peru france germany italia italy russia china john david james peter "
    "paul "
    "maria anna jose juan carlos luis pedro ali ahmed mohamed mohammed anthony william richard joseph steven "
    "brian kevin jason eric patrick frank alex alexander alexandra martin andrea angela laura sarah susan "
    "linda "
    "barbara elizabeth emily emma olivia sophie julia natasha tatiana vladimir sergey dmitry ivan igor oleg "
    "bob "
    "bobby1 alice1 alice123 bob123 joe jack jim tom sam ben max leo orange apple banana chocolate cookie "
    "butter "
    "coffee1 pizza whisky vodka beer guinness samsung1 nokia iphone android google facebook twitter yahoo "
    "hotmail "
    "microsoft windows windows7 windows10 linux123 unix redhat fedora suse ninja samurai pokemon naruto "
    "dragon1 "
    "phoenix falcon eagle tiger lion wolf bear fish dog cat bird horse snake spider scorpion panther jaguar "
    "mercury venus earth mars jupiter saturn neptune pluto galaxy star stars rocket shuttle apollo flower "
    "rose "
    "lily daisy silver gold golden diamond ruby pearl crystal black white red green blue yellow purple pink "
    "brown "
    "grey fuckyou fuckoff asshole pussy sexy sex god jesus christ angel devil heaven hell maverick cowboy "
    "jackson johnson williams smith miller jones brown1 davis wilson anderson merlin gandalf frodo bilbo "
    "aragorn "
    "hobbit hogwarts potter zaphod arthur marvin 42 qwaszx poiuyt lkjhgf mnbvcxz 0987654321 09876543 "
    "0123456789 "
    "0123456 01234567 9876543210 87654321 7654321 4321 321 123 12 1 0 00 000 1212 1122 1313 2001 2020 2021 "
    "2022 "
    "2023 2024 2025 2026 4711 007 1337 31337 3141 31415926 8675309 5150 6969 1004 1000 1001 100 101 200 201";

constexpr std::string_view kStems =
    "admin password pass passw0rd secret sip voip test asterisk user phone ext extension pw pwd key account "
    "abc "
    "abcd qwerty welcome office company japan coffee alice bobby michael root support service letmein login "
    "tel "
    "telefon call pbx freepbx issabel elastix trixbox manager guest demo master super hello qwe asd a x p s "
    "clave senha passwort motdepasse parola";

// Lists of PINs taken from voicemail boxes and telephones begin with these; runs, repetitions, years and
// dates are found by rule.
constexpr std::string_view kPins =
    "1234 1111 0000 1212 7777 1004 2000 4444 2222 6969 9999 3333 5555 6666 1122 1313 8888 4321 2001 1010 "
    "2580 0852 "
    "1590 0911 1379 9731 1397 7913 1470 3690 1593 3571 7531 2468 8642 1357 9753 0007 0070 5683 0101 1024 "
    "1228 "
    "1236 1478 3698 7410 9630 0258 1478963 147258 258369 159357 159753 123654 123789 147369 123123 121212 "
    "112233 "
    "696969 101010 131313 010203 102030 142536 789456 456789 456123 321654 135790 246810 123321 654321 "
    "520520 "
    "5201314 0173 4242 8378 1379 139713 147896 369852 741852 963852 852456 112211 001122 123412 1234123 "
    "12344321";

std::vector<std::string_view> words_of(std::initializer_list<std::string_view> lists) {
  std::vector<std::string_view> words;
  for (std::string_view list : lists) {
    for (std::string_view word = take_word(list); !word.empty(); word = take_word(list))
      words.push_back(word);
  }
  return words;
}

std::string lower_case(std::string_view word) {
  std::string lower(word);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

std::vector<std::string> sorted(std::span<const std::string_view> words) {
  std::vector<std::string> all;
  std::transform(words.begin(), words.end(), std::back_inserter(all), lower_case);
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace

std::span<const std::string_view> dictionary() {
  static const std::vector<std::string_view> words =
      words_of({kJpcert, kManager, kSamples, kDistributions, kDevices, kCommon});
  return words;
}

std::span<const std::string_view> stems() {
  static const std::vector<std::string_view> words = words_of({kStems});
  return words;
}

bool is_listed(std::string_view lower) {
  static const std::vector<std::string> words = sorted(dictionary());
  return std::binary_search(words.begin(), words.end(), lower, std::less<>());
}

std::span<const std::string_view> pin_dictionary() {
  static const std::vector<std::string_view> words = words_of({kPins});
  return words;
}

bool is_listed_pin(std::string_view pin) {
  static const std::vector<std::string> words = sorted(pin_dictionary());
  return std::binary_search(words.begin(), words.end(), pin, std::less<>());
}

}  // namespace denwaban::knowledge
