// SPDX-License-Identifier: GPL-3.0-or-later
// The resolver against a name server that the test plays itself, on loopback, in the same thread.
#include "net/resolver.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <map>

#include "base/unique_fd.h"

namespace denwaban::net {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr uint16_t kA = 1, kCname = 5, kAaaa = 28, kSrv = 33;

std::string word(uint32_t value) { return {static_cast<char>(value >> 8), static_cast<char>(value)}; }

std::string encode_name(std::string_view name) {
  std::string encoded;
  while (!name.empty()) {
    size_t dot = name.find('.');
    std::string_view label = name.substr(0, dot);
    encoded += static_cast<char>(label.size());
    encoded += label;
    name.remove_prefix(dot == std::string_view::npos ? name.size() : dot + 1);
  }
  return encoded + '\0';
}

struct Record {
  uint16_t type;
  uint32_t ttl;
  std::string data;
};

Record address(const char* text, uint32_t ttl = 300) {
  auto ip = *IpAddress::parse(text);
  const auto* bytes = reinterpret_cast<const char*>(ip.bytes().data());
  return ip.is_v4() ? Record{kA, ttl, std::string(bytes + 12, 4)}
                    : Record{kAaaa, ttl, std::string(bytes, 16)};
}

Record service(const std::string& target, uint32_t ttl = 300) {
  return {kSrv, ttl, word(10) + word(0) + word(5060) + encode_name(target)};
}

class NameServer {
 public:
  NameServer() : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
    sockaddr_in local = {};
    local.sin_family = AF_INET;
    local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(socket_.get(), reinterpret_cast<sockaddr*>(&local), sizeof local), 0);
    socklen_t size = sizeof local;
    ::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&local), &size);
    port_ = ntohs(local.sin_port);
  }

  void tell(const std::string& name, uint16_t type, std::vector<Record> records) {
    zone_[{name, type}] = {0, records};
  }
  void fail(const std::string& name, uint16_t type, uint8_t code) { zone_[{name, type}] = {code, {}}; }
  void keep_silent() { silent_ = true; }
  int descriptor() const { return socket_.get(); }
  uint16_t port() const { return port_; }
  size_t asked() const { return asked_; }

  void serve() {
    std::array<char, 1500> buffer;
    sockaddr_in from = {};
    socklen_t from_size = sizeof from;
    ssize_t size;
    while ((size = ::recvfrom(socket_.get(), buffer.data(), buffer.size(), 0,
                              reinterpret_cast<sockaddr*>(&from), &from_size)) > 12) {
      ++asked_;
      if (silent_) continue;
      std::string reply = answer(std::string(buffer.data(), static_cast<size_t>(size)));
      ::sendto(socket_.get(), reply.data(), reply.size(), 0, reinterpret_cast<sockaddr*>(&from), from_size);
    }
  }

 private:
  struct Entry {
    uint8_t code = 3;  // NXDOMAIN
    std::vector<Record> records;
  };

  std::string answer(const std::string& query) const {
    std::string name;
    size_t at = 12;
    for (; query[at] != 0; at += static_cast<size_t>(query[at]) + 1) {
      name += (name.empty() ? "" : ".") + query.substr(at + 1, static_cast<size_t>(query[at]));
    }
    auto type = static_cast<uint16_t>(query[at + 2]);
    auto found = zone_.find({name, type});
    Entry entry = found == zone_.end() ? Entry{} : found->second;
    std::string reply = query.substr(0, 2) + word(0x8180u | entry.code) + word(1) +
                        word(static_cast<uint32_t>(entry.records.size())) + word(0) + word(0) +
                        query.substr(12, at + 5 - 12);
    for (const Record& record : entry.records) {
      reply += word(0xc00c) + word(record.type) + word(1) + word(record.ttl >> 16) + word(record.ttl) +
               word(static_cast<uint32_t>(record.data.size())) + record.data;
    }
    return reply;
  }

  UniqueFd socket_;
  uint16_t port_ = 0;
  std::map<std::pair<std::string, uint16_t>, Entry> zone_;
  bool silent_ = false;
  size_t asked_ = 0;
};

class ResolverTest : public testing::Test {
 protected:
  void SetUp() override {
    Resolver::Options options;
    options.servers = "127.0.0.1:" + std::to_string(server_.port());
    options.timeout = Milliseconds(300);
    options.tries = 1;
    options.use_hosts_file = false;
    auto opened = Resolver::open(options);
    ASSERT_TRUE(opened) << opened.error().message;
    resolver_ = std::move(*opened);
  }

  void run_until(const std::function<bool()>& done) {
    for (int turn = 0; turn < 1000 && !done(); ++turn) {
      std::array<pollfd, 2> waits = {pollfd{resolver_->descriptor(), POLLIN, 0},
                                     pollfd{server_.descriptor(), POLLIN, 0}};
      ASSERT_GT(::poll(waits.data(), waits.size(), 10'000), 0) << "nothing happens any more";
      if (waits[1].revents) server_.serve();
      if (waits[0].revents) resolver_->process();
    }
    ASSERT_TRUE(done());
  }

  pbx::TrunkAnswer ask(const std::string& host, std::vector<std::string> services = {}) {
    std::optional<pbx::TrunkAnswer> answer;
    resolver_->lookup({host, std::move(services)}, [&](const pbx::TrunkAnswer& a) { answer = a; });
    run_until([&] { return answer.has_value(); });
    return answer.value_or(pbx::TrunkAnswer{});
  }

  NameServer server_;
  std::unique_ptr<Resolver> resolver_;
};

std::vector<std::string> texts(const pbx::TrunkAnswer& answer) {
  std::vector<std::string> list;
  for (const auto& a : answer.addresses) list.push_back(a.to_string());
  return list;
}

TEST_F(ResolverTest, FindsAddressesOfBothFamiliesAndTheShortestTtl) {
  server_.tell("sip.example.net", kA, {address("192.0.2.1", 600), address("192.0.2.2", 120)});
  server_.tell("sip.example.net", kAaaa, {address("2001:db8::1", 900)});
  auto answer = ask("sip.example.net");
  EXPECT_THAT(texts(answer), testing::UnorderedElementsAre("192.0.2.1", "192.0.2.2", "2001:db8::1"));
  EXPECT_EQ(answer.ttl, Seconds(120));
  EXPECT_TRUE(answer.complete);
}

TEST_F(ResolverTest, FollowsServicesToTheirTargets) {
  server_.tell("_sip._udp.example.net", kSrv,
               {service("edge1.example.net", 77), service("edge2.example.net")});
  server_.tell("edge1.example.net", kA, {address("192.0.2.11")});
  server_.tell("edge2.example.net", kAaaa, {address("2001:db8::12")});
  auto answer = ask("example.net", {"_sip._udp", "_sip._tcp"});
  EXPECT_THAT(texts(answer), testing::UnorderedElementsAre("192.0.2.11", "2001:db8::12"));
  EXPECT_EQ(answer.ttl, Seconds(77));
  EXPECT_TRUE(answer.complete);
}

TEST_F(ResolverTest, FollowsAliases) {
  server_.tell("sip.example.net", kA,
               {{kCname, 50, encode_name("real.example.net")}, address("192.0.2.3", 90)});
  auto answer = ask("sip.example.net");
  EXPECT_THAT(texts(answer), ElementsAre("192.0.2.3"));
  EXPECT_EQ(answer.ttl, Seconds(50));
}

TEST_F(ResolverTest, ANameThatDoesNotExistIsACompleteAnswer) {
  auto answer = ask("gone.example.net");
  EXPECT_THAT(answer.addresses, IsEmpty());
  EXPECT_TRUE(answer.complete);
}

TEST_F(ResolverTest, AFailingServerMakesTheAnswerIncomplete) {
  server_.fail("sip.example.net", kA, 2);
  server_.tell("sip.example.net", kAaaa, {address("2001:db8::1")});
  auto answer = ask("sip.example.net");
  EXPECT_THAT(texts(answer), ElementsAre("2001:db8::1"));
  EXPECT_FALSE(answer.complete);
}

TEST_F(ResolverTest, ASilentServerEndsInAnIncompleteAnswer) {
  server_.keep_silent();
  auto answer = ask("sip.example.net", {"_sip._udp"});
  EXPECT_THAT(answer.addresses, IsEmpty());
  EXPECT_FALSE(answer.complete);
  EXPECT_EQ(resolver_->pending(), 0u);
}

TEST_F(ResolverTest, ManyNamesWaitTheirTurnAndAllAreAnswered) {
  size_t answered = 0;
  for (int i = 0; i < 200; ++i) {
    std::string host = "h" + std::to_string(i) + ".example.net";
    server_.tell(host, kA, {address("192.0.2.9")});
    server_.tell(host, kAaaa, {});
    resolver_->lookup({host, {}}, [&](const pbx::TrunkAnswer& a) { answered += a.addresses.size(); });
  }
  run_until([&] { return resolver_->pending() == 0; });
  EXPECT_EQ(answered, 200u);
}

TEST_F(ResolverTest, AnswersMayAskAgainFromWithinTheCall) {
  server_.tell("sip.example.net", kA, {address("192.0.2.1")});
  int rounds = 0;
  std::function<void(const pbx::TrunkAnswer&)> again = [&](const pbx::TrunkAnswer&) {
    if (++rounds < 3) resolver_->lookup({"sip.example.net", {}}, again);
  };
  resolver_->lookup({"sip.example.net", {}}, again);
  run_until([&] { return rounds == 3; });
}

TEST_F(ResolverTest, NobodyIsCalledAfterItsEnd) {
  server_.keep_silent();
  bool called = false;
  resolver_->lookup({"sip.example.net", {}}, [&](const pbx::TrunkAnswer&) { called = true; });
  resolver_.reset();
  EXPECT_FALSE(called);
}

TEST_F(ResolverTest, TheBookOutlivesVanishingAnswersAndFailure) {
  pbx::TrunkHost trunk;
  trunk.host = "sip.example.net";
  trunk.port = 5060;
  pbx::TrunkBook book;
  book.follow(std::vector{trunk});
  Time now = from_epoch_ms(1'760'000'000'000);
  auto refresh = [&] {
    now += Seconds(3600);
    for (const auto& question : book.due(now)) book.answer(ask(question.host, question.services), now);
  };
  server_.tell("sip.example.net", kA, {address("192.0.2.1")});
  refresh();
  server_.tell("sip.example.net", kA, {address("192.0.2.2")});
  refresh();
  server_.fail("sip.example.net", kA, 2);
  server_.fail("sip.example.net", kAaaa, 2);
  refresh();
  EXPECT_EQ(book.entries().size(), 2u);
}

TEST(ResolverOptions, RefusesServersThatAreNone) {
  Resolver::Options options;
  options.servers = "not an address";
  auto opened = Resolver::open(options);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().message, testing::HasSubstr("not an address"));
}

}  // namespace
}  // namespace denwaban::net
