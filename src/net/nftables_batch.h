// SPDX-License-Identifier: GPL-3.0-or-later
// One nftables transaction as bytes: what is put in holds altogether, or not at all.
//
// Tables, chains, sets and rules are few and go through libnftnl. Set elements are many: they are written as
// netlink attributes straight into the batch (28 bytes for an IPv4 address with a time-out), without an
// object for each.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

struct nftnl_expr;
struct nftnl_rule;
struct nlmsghdr;

namespace denwaban::net {

// A set's key, in network byte order; the parts of a concatenation are padded to 4 bytes each.
struct NftKey {
  std::array<uint8_t, 20> bytes{};
  uint8_t length = 0;
  friend auto operator<=>(const NftKey&, const NftKey&) = default;
};

struct NftElement {
  NftKey key;
  bool interval_end = false;            // interval sets: the first key behind the interval
  std::optional<Milliseconds> timeout;  // nullopt: for ever. Read back: what is left
  uint64_t packets = 0, bytes = 0;      // read back, where the set counts
};

struct NftSet {
  const char* name = "";
  uint32_t key_type = 0;  // nft's own number of the data type, shown by `nft list`; 6 bits for each part
  uint8_t key_length = 0;
  bool interval = false;
  bool timeout = false;
  bool counter = false;                 // each element counts what matches it
  uint32_t packets_per_second_max = 0;  // not 0: an element matches only what comes faster than this …
  uint32_t packets_burst = 0;           // … after so many
};

// A rule under construction. Registers are those of linux/netfilter/nf_tables.h.
class NftRule {
 public:
  NftRule(const char* table, const char* chain);
  ~NftRule();
  NftRule(const NftRule&) = delete;
  NftRule& operator=(const NftRule&) = delete;

  NftRule& load_meta(uint32_t key, uint32_t reg);
  NftRule& load_payload(uint32_t base, uint32_t offset, uint32_t length, uint32_t reg);
  NftRule& load_destination_type(uint32_t reg);  // fib daddr type
  NftRule& mask(uint32_t reg, std::span<const uint8_t> bits);
  NftRule& compare(uint32_t reg, bool equal, std::span<const uint8_t> value);
  NftRule& in_set(const char* set, uint32_t reg);
  NftRule& limit(uint32_t packets_per_second, uint32_t burst);  // goes on with no more than these
  NftRule& count();
  NftRule& verdict(int code, const char* chain = nullptr);

 private:
  friend class NftBatch;
  nftnl_expr* append(const char* name);
  std::unique_ptr<nftnl_rule, void (*)(const nftnl_rule*)> rule_;
};

class NftBatch {
 public:
  static constexpr size_t kElementBytesMax = 64;

  // `table` is of family inet and outlives the batch. `sequence` is the number of the first message.
  NftBatch(const char* table, uint32_t sequence);

  void add_table();
  void delete_table();
  void add_base_chain(const char* chain, uint32_t hook, int priority);
  void add_chain(const char* chain);
  void flush_chain(const char* chain);
  void add_set(const NftSet& set);
  void flush_set(const char* set);
  void add_rule(const NftRule& rule);

  enum class Change : uint8_t {
    add,
    add_new,
    remove
  };  // add_new: EEXIST when it is there; remove: ENOENT when it is not
  void put_element(const char* set, Change change, const NftElement& element);

  size_t size() const { return used_; }
  bool empty() const { return sequence_ == first_ + 1; }

  // Closes the batch. The bytes live as long as the batch.
  std::span<const char> finish();
  uint32_t sequence_first() const { return first_; }
  uint32_t sequence_last() const { return last_data_; }  // the message that asks for the ack

 private:
  nlmsghdr* start(uint16_t type, uint16_t flags);
  void end(nlmsghdr* message);
  void close_elements();
  void control(uint16_t type);

  const char* table_;
  uint32_t first_ = 0, sequence_ = 0, last_data_ = 0, set_id_ = 0;
  std::vector<char> bytes_;
  size_t used_ = 0;
  size_t last_message_ = 0;  // where the newest data message begins
  struct {
    bool open = false;
    size_t message = 0, list = 0;  // offsets of the message and of its list attribute
    std::string set;
    Change change = Change::add;
  } elements_;
};

// A request for all elements of a set, and the reader of one message of the answer.
std::vector<char> elements_request(const char* table, const char* set, uint32_t sequence);
void read_elements(const nlmsghdr& message, std::vector<NftElement>& out);

// A request for all rules of a table: one message of the answer is one rule.
std::vector<char> rules_request(const char* table, uint32_t sequence);
// Whether it is one, of any chain but this.
bool is_rule_outside(const nlmsghdr& message, std::string_view chain);

}  // namespace denwaban::net
