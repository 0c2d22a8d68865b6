// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <libnftnl/expr.h>
#include <libnftnl/rule.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

#include "net/nftables_batch.h"
#include "net/nftables_expr.h"

namespace denwaban::net {

nftnl_expr* limit_expr(uint32_t packets_per_second, uint32_t burst, bool within) {
  nftnl_expr* limit = nftnl_expr_alloc("limit");
  nftnl_expr_set_u64(limit, NFTNL_EXPR_LIMIT_RATE, packets_per_second);
  nftnl_expr_set_u64(limit, NFTNL_EXPR_LIMIT_UNIT, 1);  // seconds
  nftnl_expr_set_u32(limit, NFTNL_EXPR_LIMIT_BURST, burst);
  nftnl_expr_set_u32(limit, NFTNL_EXPR_LIMIT_TYPE, NFT_LIMIT_PKTS);
  nftnl_expr_set_u32(limit, NFTNL_EXPR_LIMIT_FLAGS, within ? 0 : NFT_LIMIT_F_INV);
  return limit;
}

NftRule::NftRule(const char* table, const char* chain) : rule_(nftnl_rule_alloc(), nftnl_rule_free) {
  nftnl_rule_set_u32(rule_.get(), NFTNL_RULE_FAMILY, NFPROTO_INET);
  nftnl_rule_set_str(rule_.get(), NFTNL_RULE_TABLE, table);
  nftnl_rule_set_str(rule_.get(), NFTNL_RULE_CHAIN, chain);
}

NftRule::~NftRule() = default;

nftnl_expr* NftRule::append(const char* name) {
  nftnl_expr* expr = nftnl_expr_alloc(name);
  nftnl_rule_add_expr(rule_.get(), expr);
  return expr;
}

NftRule& NftRule::load_meta(uint32_t key, uint32_t reg) {
  nftnl_expr* expr = append("meta");
  nftnl_expr_set_u32(expr, NFTNL_EXPR_META_KEY, key);
  nftnl_expr_set_u32(expr, NFTNL_EXPR_META_DREG, reg);
  return *this;
}

NftRule& NftRule::load_payload(uint32_t base, uint32_t offset, uint32_t length, uint32_t reg) {
  nftnl_expr* expr = append("payload");
  nftnl_expr_set_u32(expr, NFTNL_EXPR_PAYLOAD_BASE, base);
  nftnl_expr_set_u32(expr, NFTNL_EXPR_PAYLOAD_OFFSET, offset);
  nftnl_expr_set_u32(expr, NFTNL_EXPR_PAYLOAD_LEN, length);
  nftnl_expr_set_u32(expr, NFTNL_EXPR_PAYLOAD_DREG, reg);
  return *this;
}

NftRule& NftRule::load_destination_type(uint32_t reg) {
  nftnl_expr* expr = append("fib");
  nftnl_expr_set_u32(expr, NFTNL_EXPR_FIB_RESULT, NFT_FIB_RESULT_ADDRTYPE);
  nftnl_expr_set_u32(expr, NFTNL_EXPR_FIB_FLAGS, NFTA_FIB_F_DADDR);
  nftnl_expr_set_u32(expr, NFTNL_EXPR_FIB_DREG, reg);
  return *this;
}

NftRule& NftRule::mask(uint32_t reg, std::span<const uint8_t> bits) {
  static constexpr uint8_t kZeros[16] = {};
  auto length = static_cast<uint32_t>(bits.size());
  nftnl_expr* expr = append("bitwise");
  nftnl_expr_set_u32(expr, NFTNL_EXPR_BITWISE_SREG, reg);
  nftnl_expr_set_u32(expr, NFTNL_EXPR_BITWISE_DREG, reg);
  nftnl_expr_set_u32(expr, NFTNL_EXPR_BITWISE_OP, NFT_BITWISE_BOOL);
  nftnl_expr_set_u32(expr, NFTNL_EXPR_BITWISE_LEN, length);
  nftnl_expr_set(expr, NFTNL_EXPR_BITWISE_MASK, bits.data(), length);
  nftnl_expr_set(expr, NFTNL_EXPR_BITWISE_XOR, kZeros, length);
  return *this;
}

NftRule& NftRule::compare(uint32_t reg, bool equal, std::span<const uint8_t> value) {
  nftnl_expr* expr = append("cmp");
  nftnl_expr_set_u32(expr, NFTNL_EXPR_CMP_SREG, reg);
  nftnl_expr_set_u32(expr, NFTNL_EXPR_CMP_OP, equal ? NFT_CMP_EQ : NFT_CMP_NEQ);
  nftnl_expr_set(expr, NFTNL_EXPR_CMP_DATA, value.data(), static_cast<uint32_t>(value.size()));
  return *this;
}

NftRule& NftRule::in_set(const char* set, uint32_t reg) {
  nftnl_expr* expr = append("lookup");
  nftnl_expr_set_u32(expr, NFTNL_EXPR_LOOKUP_SREG, reg);
  nftnl_expr_set_str(expr, NFTNL_EXPR_LOOKUP_SET, set);
  return *this;
}

NftRule& NftRule::limit(uint32_t packets_per_second, uint32_t burst) {
  nftnl_rule_add_expr(rule_.get(), limit_expr(packets_per_second, burst, true));
  return *this;
}

NftRule& NftRule::count() {
  append("counter");
  return *this;
}

NftRule& NftRule::verdict(int code, const char* chain) {
  nftnl_expr* expr = append("immediate");
  nftnl_expr_set_u32(expr, NFTNL_EXPR_IMM_DREG, NFT_REG_VERDICT);
  nftnl_expr_set_u32(expr, NFTNL_EXPR_IMM_VERDICT, static_cast<uint32_t>(code));
  if (chain != nullptr) nftnl_expr_set_str(expr, NFTNL_EXPR_IMM_CHAIN, chain);
  return *this;
}

}  // namespace denwaban::net
