// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/capture_file.h"

#include <gmock/gmock.h>

#include <map>

#include "packet_builder.h"
#include "sources/archive_files.h"
#include "source_path.h"

namespace denwaban::sources {
namespace {

using namespace test;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::StartsWith;

struct Content {
  std::vector<std::string> payloads;
  std::vector<Datagram> datagrams;
  std::optional<Error> error;
  parse::PacketCounters counters;
};

Content read_all(const std::string& path) {
  Content content;
  auto file = CaptureFile::open(path, 7);
  if (!file) return {{}, {}, file.error(), {}};
  DatagramBatch batch;
  for (bool more = true; more;) {
    auto answer = file->read(batch);
    if (!answer) {
      content.error = answer.error();
      continue;
    }
    more = *answer;
    for (const Datagram& datagram : batch.datagrams()) {
      content.datagrams.push_back(datagram);
      content.payloads.emplace_back(datagram.payload);
    }
  }
  content.counters = file->counters();
  return content;
}

std::string options_packet(std::string_view payload) {
  return ethernet(ipv4({"192.0.2.7", "198.51.100.1"}, udp(5071, 5060, payload)));
}

TEST(CaptureFile, GivesUdpPayloadsWithTheirEnds) {
  TestFolder folder;
  auto content =
      read_all(folder.write("a.pcap", pcap({{options_packet("one"), 1000}, {options_packet("two"), 1001}})));
  ASSERT_THAT(content.payloads, ElementsAre("one", "two"));
  const Datagram& second = content.datagrams[1];
  EXPECT_EQ(second.from, ip("192.0.2.7"));
  EXPECT_EQ(second.to, ip("198.51.100.1"));
  EXPECT_EQ(second.from_port, 5071);
  EXPECT_EQ(second.to_port, 5060);
  EXPECT_EQ(second.time, from_epoch_ms(1'001'250));
  EXPECT_EQ(second.form, Datagram::Form::packet);
  EXPECT_EQ(second.witness, Witness::capture);
  EXPECT_EQ(second.evidence, (EvidenceRef{2, 7, static_cast<uint32_t>(options_packet("two").size())}));
  EXPECT_FALSE(content.error);
}

TEST(CaptureFile, ReadsWhatStandsBeforeACutAndSaysSo) {
  TestFolder folder;
  std::string bytes = pcap({{options_packet("one")}, {options_packet("two")}});
  bytes.resize(bytes.size() - 3);
  auto content = read_all(folder.write("cut.pcap", bytes));
  EXPECT_THAT(content.payloads, ElementsAre("one"));
  ASSERT_TRUE(content.error);
  EXPECT_THAT(content.error->message, HasSubstr("after 1 packets"));
}

TEST(CaptureFile, NamesALinkTypeThatItDoesNotKnow) {
  TestFolder folder;
  auto content = read_all(folder.write("wifi.pcap", pcap({}, 105)));
  ASSERT_TRUE(content.error);
  EXPECT_EQ(content.error->kind, ErrorKind::input);
  EXPECT_THAT(content.error->message, HasSubstr("IEEE802_11 (105)"));
}

// Blocks of pcapng: a section, one interface for each link type, packets of the first.
std::string pcapng(const std::vector<uint16_t>& link_types, const std::vector<std::string>& packets) {
  auto block = [](uint32_t type, std::string body) {
    body.resize((body.size() + 3) / 4 * 4);
    auto size = static_cast<uint32_t>(body.size() + 12);
    return le32(type) + le32(size) + body + le32(size);
  };
  std::string file = block(0x0a0d0d0a, le32(0x1a2b3c4d) + le16(1) + le16(0) + std::string(8, '\xff'));
  for (uint16_t type : link_types) file += block(1, le16(type) + le16(0) + le32(0));
  for (const std::string& packet : packets) {
    auto size = static_cast<uint32_t>(packet.size());
    file += block(6, le32(0) + le32(0x600) + le32(0) + le32(size) + le32(size) + packet);
  }
  return file;
}

TEST(CaptureFile, OpensTunnelsAndCountsWhatItDoesNotOpen) {
  TestFolder folder;
  auto outer = [](uint8_t protocol, std::string_view inside) {
    return ethernet(ipv4({"10.0.0.1", "10.0.0.2", protocol}, inside));
  };
  std::string mirrored = outer(17, udp(54321, 4789, be32(0x08000000) + be32(0) + options_packet("one")));
  std::string secret = outer(50, "secret");
  auto path = folder.write("a.pcap", pcap({{mirrored}, {secret}}));
  for (const Content& content :
       {read_all(path), read_all(folder.write("a.pcapng", pcapng({1}, {mirrored, secret})))}) {
    EXPECT_THAT(content.payloads, ElementsAre("one"));
    EXPECT_EQ(content.counters.unopened[static_cast<size_t>(parse::Unopened::esp)], 1u);
    EXPECT_FALSE(content.error);
  }
  EvidenceRef first{1, 7, 0};
  EXPECT_THAT(read_capture_evidence(path, {&first, 1})->at(0).text,
              HasSubstr("192.0.2.7:5071 > 198.51.100.1:5060"));
}

TEST(CaptureFile, SaysHowToPartInterfacesOfTwoLinkTypes) {
  TestFolder folder;
  auto content = read_all(folder.write("two.pcapng", pcapng({1, 113}, {options_packet("one")})));
  ASSERT_TRUE(content.error);
  EXPECT_THAT(content.error->message, HasSubstr("frame.interface_id"));
}

TEST(CaptureFile, RefusesWhatIsNoCapture) {
  TestFolder folder;
  auto content =
      read_all(folder.write("messages", "[Nov 22 01:00:00] NOTICE[1] chan_sip.c: hello, not a capture\n"));
  ASSERT_TRUE(content.error);
  EXPECT_THAT(content.error->message, HasSubstr("as a capture"));
}

TEST(CaptureFile, MarksPacketsThatTheCaptureCut) {
  TestFolder folder;
  std::string whole = options_packet("OPTIONS sip:100@198.51.100.1 SIP/2.0");
  std::string cut = whole.substr(0, whole.size() - 10);
  auto content = read_all(folder.write("cut.pcap", pcap({{cut, 0, static_cast<uint32_t>(whole.size())}})));
  ASSERT_EQ(content.datagrams.size(), 1u);
  EXPECT_TRUE(content.datagrams[0].truncated);
  EXPECT_EQ(content.payloads[0], "OPTIONS sip:100@198.51.100");
}

TEST(CaptureFile, ShowsThePacketsThatEvidencePointsAt) {
  TestFolder folder;
  auto path = folder.write(
      "a.pcap", pcap({{options_packet("first")}, {options_packet("second")}, {options_packet("third")}}));
  std::vector<EvidenceRef> refs = {{3, 7, 0}, {1, 7, 0}, {9, 7, 0}, {1, 7, 0}};
  auto texts = read_capture_evidence(path, refs);
  ASSERT_TRUE(texts);
  ASSERT_EQ(texts->size(), 4u);
  EXPECT_THAT((*texts)[0].text, HasSubstr(":5060 third"));
  EXPECT_EQ((*texts)[0].line, 3u);
  EXPECT_THAT((*texts)[1].text, HasSubstr(":5060 first"));
  EXPECT_EQ((*texts)[2].line, 0u);
  EXPECT_THAT((*texts)[3].text, HasSubstr(":5060 first"));
}

// Excerpts of recordings; the figures are tshark's.

std::string data(std::string_view name) {
  return test::source_path("tests/sources/data/") + std::string(name);
}

// Bytes by the port that sent them.
std::map<uint16_t, size_t> stream_bytes(const Content& content) {
  std::map<uint16_t, size_t> bytes;
  for (size_t i = 0; i < content.datagrams.size(); ++i)
    if (content.datagrams[i].form == Datagram::Form::stream)
      bytes[content.datagrams[i].from_port] += content.payloads[i].size();
  return bytes;
}

TEST(CaptureFile, ReadsSipAsTsharkDoes) {
  auto content = read_all(data("sip.pcap"));
  EXPECT_FALSE(content.error);
  EXPECT_EQ(content.counters.packets, 23u);
  EXPECT_EQ(content.counters.udp, 5u);
  EXPECT_EQ(content.counters.reassembled, 3u);
  EXPECT_EQ(content.counters.connections, 1u);
  EXPECT_THAT(stream_bytes(content), ElementsAre(Pair(5070, 918), Pair(59346, 915)));
  std::vector<std::pair<uint64_t, size_t>> packets;  // frame and length
  for (size_t i = 0; i < content.datagrams.size(); ++i)
    if (content.datagrams[i].form == Datagram::Form::packet)
      packets.emplace_back(content.datagrams[i].evidence.offset, content.payloads[i].size() + 8);
  EXPECT_THAT(packets,
              ElementsAre(Pair(15, 3202), Pair(18, 3202), Pair(21, 3413), Pair(22, 360), Pair(23, 493)));
  EXPECT_EQ(content.datagrams.back().from, ip("2001:db8:22::1"));
  EXPECT_THAT(content.payloads.back(), StartsWith("SIP/2.0 "));
}

TEST(CaptureFile, ReadsPcapngAndStreamsAsTsharkDoes) {
  auto content = read_all(data("management.pcapng"));
  EXPECT_FALSE(content.error);
  EXPECT_EQ(content.counters.packets, 87u);
  EXPECT_EQ(content.counters.connections, 2u);
  EXPECT_THAT(stream_bytes(content),
              ElementsAre(Pair(5038, 4158), Pair(8088, 466), Pair(51686, 103), Pair(52512, 282)));
}

TEST(CaptureFile, ReadsPackedCaptures) {
  TestFolder folder;
  std::string bytes = pcap({{options_packet("one"), 1000}, {options_packet("two"), 1001}});
  for (const std::string& packed : {gzip(bytes), xz(bytes), zstd(bytes)})
    EXPECT_THAT(read_all(folder.write("packed", packed)).payloads, ElementsAre("one", "two"));
  std::string cut = gzip(bytes);
  cut.resize(cut.size() / 2);
  auto content = read_all(folder.write("cut.gz", cut));
  ASSERT_TRUE(content.error);
  EXPECT_THAT(content.error->message, HasSubstr("archive ends in the middle"));
}

TEST(CaptureFile, GivesBatchesOfBoundedSize) {
  TestFolder folder;
  std::vector<PcapPacket> packets(3000, {options_packet(std::string(1000, 'x'))});
  auto file = CaptureFile::open(folder.write("a.pcap", pcap(packets)));
  ASSERT_TRUE(file);
  DatagramBatch batch;
  size_t count = 0, before = 0;
  for (bool more = true; more; before = file->bytes_taken()) {
    more = file->read(batch).value();
    count += batch.size();
    EXPECT_LE(batch.payload_bytes(), DatagramBatch::kPayloadMax + 1000);
    EXPECT_GE(file->bytes_taken(), before);
  }
  EXPECT_EQ(count, 3000u);
  EXPECT_EQ(file->bytes_taken(), file->info().size);
}

}  // namespace
}  // namespace denwaban::sources
