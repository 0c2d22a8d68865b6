// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/nftables_batch.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <libnftnl/chain.h>
#include <libnftnl/expr.h>
#include <libnftnl/rule.h>
#include <libnftnl/set.h>
#include <libnftnl/table.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include <cstring>

#include "base/check.h"
#include "net/nftables_expr.h"

namespace denwaban::net {
namespace {

constexpr size_t kObjectBytesMax = 8 << 10;      // a table, chain, set or rule of ours is far smaller
constexpr size_t kElementListBytesMax = 60'000;  // the length of an attribute has 16 bits

nlmsghdr* put_header(char* at, uint16_t type, uint16_t flags, uint32_t sequence, uint8_t family,
                     uint16_t resource) {
  nlmsghdr* message = mnl_nlmsg_put_header(at);
  message->nlmsg_type = type;
  message->nlmsg_flags = flags;
  message->nlmsg_seq = sequence;
  auto* netfilter = static_cast<nfgenmsg*>(mnl_nlmsg_put_extra_header(message, sizeof(nfgenmsg)));
  netfilter->nfgen_family = family;
  netfilter->version = NFNETLINK_V0;
  netfilter->res_id = htons(resource);
  return message;
}

constexpr uint16_t nft(uint16_t type) { return static_cast<uint16_t>(NFNL_SUBSYS_NFTABLES << 8 | type); }

template <class T, void (*Free)(const T*)>
using Owned = std::unique_ptr<T, decltype([](const T* object) { Free(object); })>;

}  // namespace

NftBatch::NftBatch(const char* table, uint32_t sequence)
    : table_(table), first_(sequence), sequence_(sequence) {
  bytes_.resize(2 * kObjectBytesMax);
  control(NFNL_MSG_BATCH_BEGIN);
}

void NftBatch::control(uint16_t type) {
  if (bytes_.size() - used_ < kObjectBytesMax) bytes_.resize(used_ + kObjectBytesMax);
  used_ +=
      put_header(bytes_.data() + used_, type, NLM_F_REQUEST, sequence_++, AF_UNSPEC, NFNL_SUBSYS_NFTABLES)
          ->nlmsg_len;
}

nlmsghdr* NftBatch::start(uint16_t type, uint16_t flags) {
  close_elements();
  if (bytes_.size() - used_ < kObjectBytesMax) bytes_.resize(2 * bytes_.size());
  last_message_ = used_;
  last_data_ = sequence_;
  return put_header(bytes_.data() + used_, nft(type), static_cast<uint16_t>(NLM_F_REQUEST | flags),
                    sequence_++, NFPROTO_INET, 0);
}

void NftBatch::end(nlmsghdr* message) {
  DENWABAN_CHECK(message->nlmsg_len <= kObjectBytesMax);
  used_ += MNL_ALIGN(message->nlmsg_len);
}

void NftBatch::add_table() {
  Owned<nftnl_table, nftnl_table_free> table(nftnl_table_alloc());
  nftnl_table_set_str(table.get(), NFTNL_TABLE_NAME, table_);
  nlmsghdr* message = start(NFT_MSG_NEWTABLE, NLM_F_CREATE);
  nftnl_table_nlmsg_build_payload(message, table.get());
  end(message);
}

void NftBatch::delete_table() {
  nlmsghdr* message = start(NFT_MSG_DELTABLE, 0);
  mnl_attr_put_strz(message, NFTA_TABLE_NAME, table_);
  end(message);
}

void NftBatch::add_base_chain(const char* name, uint32_t hook, int priority) {
  Owned<nftnl_chain, nftnl_chain_free> chain(nftnl_chain_alloc());
  nftnl_chain_set_str(chain.get(), NFTNL_CHAIN_TABLE, table_);
  nftnl_chain_set_str(chain.get(), NFTNL_CHAIN_NAME, name);
  nftnl_chain_set_str(chain.get(), NFTNL_CHAIN_TYPE, "filter");
  nftnl_chain_set_u32(chain.get(), NFTNL_CHAIN_HOOKNUM, hook);
  nftnl_chain_set_s32(chain.get(), NFTNL_CHAIN_PRIO, priority);
  nftnl_chain_set_u32(chain.get(), NFTNL_CHAIN_POLICY, NF_ACCEPT);
  nlmsghdr* message = start(NFT_MSG_NEWCHAIN, NLM_F_CREATE);
  nftnl_chain_nlmsg_build_payload(message, chain.get());
  end(message);
}

void NftBatch::add_chain(const char* name) {
  nlmsghdr* message = start(NFT_MSG_NEWCHAIN, NLM_F_CREATE);
  mnl_attr_put_strz(message, NFTA_CHAIN_TABLE, table_);
  mnl_attr_put_strz(message, NFTA_CHAIN_NAME, name);
  end(message);
}

void NftBatch::flush_chain(const char* name) {
  nlmsghdr* message = start(NFT_MSG_DELRULE, 0);
  mnl_attr_put_strz(message, NFTA_RULE_TABLE, table_);
  mnl_attr_put_strz(message, NFTA_RULE_CHAIN, name);
  end(message);
}

void NftBatch::add_set(const NftSet& shape) {
  Owned<nftnl_set, nftnl_set_free> set(nftnl_set_alloc());
  nftnl_set_set_str(set.get(), NFTNL_SET_TABLE, table_);
  nftnl_set_set_str(set.get(), NFTNL_SET_NAME, shape.name);
  nftnl_set_set_u32(set.get(), NFTNL_SET_FAMILY, NFPROTO_INET);
  nftnl_set_set_u32(set.get(), NFTNL_SET_KEY_TYPE, shape.key_type);
  nftnl_set_set_u32(set.get(), NFTNL_SET_KEY_LEN, shape.key_length);
  nftnl_set_set_u32(set.get(), NFTNL_SET_ID, ++set_id_);
  uint32_t flags = 0;
  if (shape.interval) flags |= NFT_SET_INTERVAL;
  if (shape.timeout) flags |= NFT_SET_TIMEOUT;
  if (shape.packets_per_second_max != 0 && shape.counter) flags |= NFT_SET_EXPR;  // more than one expression
  nftnl_set_set_u32(set.get(), NFTNL_SET_FLAGS, flags);
  // The limit stands before the counter: a packet below the rate ends there and is not counted.
  if (shape.packets_per_second_max != 0)
    nftnl_set_add_expr(set.get(), limit_expr(shape.packets_per_second_max, shape.packets_burst));
  if (shape.counter) nftnl_set_add_expr(set.get(), nftnl_expr_alloc("counter"));
  nlmsghdr* message = start(NFT_MSG_NEWSET, NLM_F_CREATE);
  nftnl_set_nlmsg_build_payload(message, set.get());
  end(message);
}

void NftBatch::flush_set(const char* name) {
  nlmsghdr* message = start(NFT_MSG_DELSETELEM, 0);
  mnl_attr_put_strz(message, NFTA_SET_ELEM_LIST_TABLE, table_);
  mnl_attr_put_strz(message, NFTA_SET_ELEM_LIST_SET, name);
  end(message);
}

void NftBatch::add_rule(const NftRule& rule) {
  nlmsghdr* message = start(NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND);
  nftnl_rule_nlmsg_build_payload(message, rule.rule_.get());
  end(message);
}

void NftBatch::put_element(const char* set, Change change, const NftElement& element) {
  if (elements_.open &&
      (elements_.change != change || elements_.set != set || used_ - elements_.list > kElementListBytesMax))
    close_elements();
  if (!elements_.open) {
    uint16_t flags = change == Change::remove ? 0
                     : change == Change::add  ? NLM_F_CREATE
                                              : NLM_F_CREATE | NLM_F_EXCL;
    nlmsghdr* message = start(change == Change::remove ? NFT_MSG_DELSETELEM : NFT_MSG_NEWSETELEM, flags);
    mnl_attr_put_strz(message, NFTA_SET_ELEM_LIST_TABLE, table_);
    mnl_attr_put_strz(message, NFTA_SET_ELEM_LIST_SET, set);
    nlattr* list = mnl_attr_nest_start(message, NFTA_SET_ELEM_LIST_ELEMENTS);
    elements_.message = used_;
    elements_.list = static_cast<size_t>(reinterpret_cast<char*>(list) - bytes_.data());
    elements_.set = set;
    elements_.change = change;
    elements_.open = true;
    used_ += message->nlmsg_len;
  }
  if (bytes_.size() - used_ < kObjectBytesMax) bytes_.resize(2 * bytes_.size());
  auto* message = reinterpret_cast<nlmsghdr*>(bytes_.data() + elements_.message);
  nlattr* outer = mnl_attr_nest_start(message, NFTA_LIST_ELEM);
  nlattr* key = mnl_attr_nest_start(message, NFTA_SET_ELEM_KEY);
  mnl_attr_put(message, NFTA_DATA_VALUE, element.key.length, element.key.bytes.data());
  mnl_attr_nest_end(message, key);
  if (element.interval_end) {
    mnl_attr_put_u32(message, NFTA_SET_ELEM_FLAGS, htonl(NFT_SET_ELEM_INTERVAL_END));
  } else if (element.timeout) {
    mnl_attr_put_u64(message, NFTA_SET_ELEM_TIMEOUT,
                     htobe64(static_cast<uint64_t>(element.timeout->count())));
  }
  mnl_attr_nest_end(message, outer);
  used_ = elements_.message + message->nlmsg_len;
}

void NftBatch::close_elements() {
  if (!elements_.open) return;
  elements_.open = false;
  auto* list = reinterpret_cast<nlattr*>(bytes_.data() + elements_.list);
  mnl_attr_nest_end(reinterpret_cast<nlmsghdr*>(bytes_.data() + elements_.message), list);
}

std::span<const char> NftBatch::finish() {
  close_elements();
  DENWABAN_CHECK(!empty());
  reinterpret_cast<nlmsghdr*>(bytes_.data() + last_message_)->nlmsg_flags |= NLM_F_ACK;
  control(NFNL_MSG_BATCH_END);
  return {bytes_.data(), used_};
}

std::vector<char> elements_request(const char* table, const char* set, uint32_t sequence) {
  std::vector<char> bytes(512);
  nlmsghdr* message = put_header(bytes.data(), nft(NFT_MSG_GETSETELEM), NLM_F_REQUEST | NLM_F_DUMP, sequence,
                                 NFPROTO_INET, 0);
  mnl_attr_put_strz(message, NFTA_SET_ELEM_LIST_TABLE, table);
  mnl_attr_put_strz(message, NFTA_SET_ELEM_LIST_SET, set);
  bytes.resize(message->nlmsg_len);
  return bytes;
}

std::vector<char> rules_request(const char* table, uint32_t sequence) {
  std::vector<char> bytes(512);
  nlmsghdr* message =
      put_header(bytes.data(), nft(NFT_MSG_GETRULE), NLM_F_REQUEST | NLM_F_DUMP, sequence, NFPROTO_INET, 0);
  mnl_attr_put_strz(message, NFTA_RULE_TABLE, table);
  bytes.resize(message->nlmsg_len);
  return bytes;
}

bool is_rule_outside(const nlmsghdr& message, std::string_view chain) {
  if (message.nlmsg_type != nft(NFT_MSG_NEWRULE)) return false;
  std::unique_ptr<nftnl_rule, void (*)(const nftnl_rule*)> rule(nftnl_rule_alloc(), nftnl_rule_free);
  if (nftnl_rule_nlmsg_parse(&message, rule.get()) < 0) return false;
  const char* name = nftnl_rule_get_str(rule.get(), NFTNL_RULE_CHAIN);
  return name == nullptr || name != chain;
}

}  // namespace denwaban::net
