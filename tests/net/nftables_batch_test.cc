// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/nftables_batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>

#include <cstring>

#include "net/netlink_socket.h"

namespace denwaban::net {
namespace {

using testing::ElementsAre;

struct Message {
  nlmsghdr header;
  size_t offset;
};

std::vector<Message> messages_of(std::span<const char> bytes) {
  std::vector<Message> result;
  for (size_t at = 0; at < bytes.size();) {
    nlmsghdr header;
    std::memcpy(&header, bytes.data() + at, sizeof header);
    result.push_back({header, at});
    at += NLMSG_ALIGN(header.nlmsg_len);
  }
  return result;
}

NftElement host(uint32_t address) {
  NftElement element;
  element.key.length = 4;
  for (size_t i = 0; i < 4; ++i) element.key.bytes[i] = static_cast<uint8_t>(address >> (24 - 8 * i));
  element.timeout = Seconds(60);
  return element;
}

TEST(NftBatch, is_enclosed_by_begin_and_end_and_its_last_message_asks_for_the_ack) {
  NftBatch batch("t", 41);
  EXPECT_TRUE(batch.empty());
  batch.put_element("a", NftBatch::Change::add, host(1));
  batch.put_element("b", NftBatch::Change::add, host(1));
  auto all = messages_of(batch.finish());
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].header.nlmsg_type, NFNL_MSG_BATCH_BEGIN);
  EXPECT_EQ(all[3].header.nlmsg_type, NFNL_MSG_BATCH_END);
  EXPECT_FALSE(all[1].header.nlmsg_flags & NLM_F_ACK);
  EXPECT_TRUE(all[2].header.nlmsg_flags & NLM_F_ACK);
  EXPECT_EQ(batch.sequence_first(), 41u);
  EXPECT_EQ(batch.sequence_last(), all[2].header.nlmsg_seq);
  EXPECT_EQ(all[2].header.nlmsg_seq, 43u);
}

TEST(NftBatch, elements_of_one_set_share_messages_that_stay_below_64_kib) {
  NftBatch batch("t", 1);
  for (uint32_t i = 0; i < 10'000; ++i) batch.put_element("set", NftBatch::Change::add_new, host(i));
  auto all = messages_of(batch.finish());
  EXPECT_EQ(all.size(), 2 + 5u);  // 28 bytes an element
  for (const auto& message : all) EXPECT_LT(message.header.nlmsg_len, 65'536u);
}

TEST(NftBatch, a_change_of_set_or_kind_begins_a_new_message) {
  NftBatch batch("t", 1);
  batch.put_element("a", NftBatch::Change::add, host(1));
  batch.put_element("a", NftBatch::Change::remove, host(1));
  batch.put_element("a", NftBatch::Change::add, host(1));
  batch.put_element("b", NftBatch::Change::add, host(1));
  EXPECT_EQ(messages_of(batch.finish()).size(), 2 + 4u);
}

TEST(NftBatch, elements_read_back_are_those_written) {
  NftBatch batch("t", 1);
  NftElement end = host(0xc0000300);
  end.interval_end = true;
  end.timeout.reset();
  batch.put_element("a", NftBatch::Change::add, host(0xc0000201));
  batch.put_element("a", NftBatch::Change::add, end);
  auto bytes = batch.finish();
  std::vector<NftElement> elements;
  read_elements(*reinterpret_cast<const nlmsghdr*>(bytes.data() + messages_of(bytes)[1].offset), elements);
  ASSERT_EQ(elements.size(), 2u);
  EXPECT_EQ(elements[0].key, host(0xc0000201).key);
  EXPECT_FALSE(elements[0].interval_end);
  EXPECT_EQ(elements[1].key, end.key);
  EXPECT_TRUE(elements[1].interval_end);
}

TEST(NetlinkError, names_the_thing_and_the_way_out) {
  Error refused = netlink_error(EPERM, "ban 192.0.2.1");
  EXPECT_EQ(refused.kind, ErrorKind::permission);
  EXPECT_THAT(refused.message, testing::StartsWith("cannot ban 192.0.2.1: no permission"));
  EXPECT_THAT(refused.message, testing::HasSubstr("CAP_NET_ADMIN"));
  EXPECT_EQ(netlink_error(EOPNOTSUPP, "x").kind, ErrorKind::unavailable);
  EXPECT_THAT(netlink_error(EPROTONOSUPPORT, "x").message, testing::HasSubstr("nf_tables"));
}

}  // namespace
}  // namespace denwaban::net
