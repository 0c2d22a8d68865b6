// SPDX-License-Identifier: GPL-3.0-or-later
// Reading set elements out of the kernel's answer, attribute by attribute.
#include <arpa/inet.h>
#include <endian.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include <cstring>

#include "net/nftables_batch.h"

namespace denwaban::net {
namespace {

// Calls `each` for the attributes between `first` and `end`. (libmnl's macros for this are C.)
template <class Each>
void walk(const void* first, const void* end, Each each) {
  const auto* attribute = static_cast<const nlattr*>(first);
  const char* stop = static_cast<const char*>(end);
  while (mnl_attr_ok(attribute, static_cast<int>(stop - reinterpret_cast<const char*>(attribute)))) {
    each(attribute);
    attribute = mnl_attr_next(attribute);
  }
}

template <class Each>
void walk_nest(const nlattr* nest, Each each) {
  const char* first = static_cast<const char*>(mnl_attr_get_payload(nest));
  walk(first, first + mnl_attr_get_payload_len(nest), each);
}

uint64_t be64(const nlattr* attribute) {
  uint64_t value = 0;
  if (mnl_attr_get_payload_len(attribute) >= sizeof value)
    std::memcpy(&value, mnl_attr_get_payload(attribute), sizeof value);
  return be64toh(value);
}

void read_key(const nlattr* nest, NftKey& key) {
  walk_nest(nest, [&](const nlattr* attribute) {
    uint16_t length = mnl_attr_get_payload_len(attribute);
    if (mnl_attr_get_type(attribute) != NFTA_DATA_VALUE || length > key.bytes.size()) return;
    key.length = static_cast<uint8_t>(length);
    std::memcpy(key.bytes.data(), mnl_attr_get_payload(attribute), length);
  });
}

// One expression { name, data }; only a counter's data means something here.
void read_expression(const nlattr* nest, NftElement& element) {
  const nlattr* data = nullptr;
  bool counter = false;
  walk_nest(nest, [&](const nlattr* attribute) {
    if (mnl_attr_get_type(attribute) == NFTA_EXPR_DATA) data = attribute;
    if (mnl_attr_get_type(attribute) == NFTA_EXPR_NAME &&
        mnl_attr_validate(attribute, MNL_TYPE_NUL_STRING) >= 0)
      counter = std::strcmp(mnl_attr_get_str(attribute), "counter") == 0;
  });
  if (!counter || data == nullptr) return;
  walk_nest(data, [&](const nlattr* attribute) {
    if (mnl_attr_get_type(attribute) == NFTA_COUNTER_PACKETS) element.packets = be64(attribute);
    if (mnl_attr_get_type(attribute) == NFTA_COUNTER_BYTES) element.bytes = be64(attribute);
  });
}

NftElement read_element(const nlattr* nest) {
  NftElement element;
  walk_nest(nest, [&](const nlattr* attribute) {
    switch (mnl_attr_get_type(attribute)) {
      case NFTA_SET_ELEM_KEY:
        read_key(attribute, element.key);
        break;
      case NFTA_SET_ELEM_FLAGS:
        if (mnl_attr_get_payload_len(attribute) >= 4)
          element.interval_end = (ntohl(mnl_attr_get_u32(attribute)) & NFT_SET_ELEM_INTERVAL_END) != 0;
        break;
      case NFTA_SET_ELEM_EXPIRATION:
        element.timeout = Milliseconds(static_cast<int64_t>(be64(attribute)));
        break;
      case NFTA_SET_ELEM_EXPR:
        read_expression(attribute, element);
        break;
      case NFTA_SET_ELEM_EXPRESSIONS:
        walk_nest(attribute, [&](const nlattr* expression) { read_expression(expression, element); });
        break;
      default:
        break;
    }
  });
  return element;
}

}  // namespace

void read_elements(const nlmsghdr& message, std::vector<NftElement>& out) {
  if (message.nlmsg_type != (NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWSETELEM)) return;
  walk(mnl_nlmsg_get_payload_offset(&message, sizeof(nfgenmsg)), mnl_nlmsg_get_payload_tail(&message),
       [&](const nlattr* attribute) {
         if (mnl_attr_get_type(attribute) != NFTA_SET_ELEM_LIST_ELEMENTS) return;
         walk_nest(attribute, [&](const nlattr* element) { out.push_back(read_element(element)); });
       });
}

}  // namespace denwaban::net
