// SPDX-License-Identifier: GPL-3.0-or-later
// How far somebody gets who may enter a context with any number: what raises and lowers the severity of rules.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace denwaban::audit {

enum class Reach : uint8_t {
  undefined,      // the context does not exist
  nothing,        // it exists and ends there
  extensions,     // telephones, menus, mailboxes
  unread,         // whatever extensions.lua, which is not read, has there
  trunk,          // a trunk, with national numbers
  international,  // a trunk, with international or premium numbers
};

// Who works it out. Few contexts of a dialplan are ever asked for, and each costs a search.
class ReachFinder {
 public:
  virtual ~ReachFinder() = default;
  virtual Reach find(std::string_view context) = 0;
  // Of the calls of one device, "PJSIP/desk" ("PJSIP/": those without a name), where more is known of them than of any call.
  virtual std::optional<Reach> find_of(std::string_view device, std::string_view context) = 0;
};

// Works out a context when it is first asked for, and remembers. Copies share what they know. Not for several
// threads at once.
class Reaches {
 public:
  Reaches() : known_(std::make_shared<Known>()) {}
  explicit Reaches(std::shared_ptr<ReachFinder> finder) : Reaches() { known_->finder = std::move(finder); }

  void set(std::string_view context, Reach reach) { known_->by_context[std::string(context)] = reach; }
  Reach of(std::string_view context) const {
    auto found = known_->by_context.find(context);
    if (found != known_->by_context.end()) return found->second;
    Reach reach = known_->finder ? known_->finder->find(context) : Reach::undefined;
    known_->by_context.emplace(context, reach);
    return reach;
  }
  Reach of(std::string_view context, const std::string& device) const {
    auto own = known_->finder ? known_->finder->find_of(device, context) : std::nullopt;
    return own ? *own : of(context);
  }
  bool reaches_trunk(std::string_view context) const { return of(context) >= Reach::trunk; }
  bool reaches_trunk(std::string_view context, const std::string& device) const { return of(context, device) >= Reach::trunk; }

 private:
  struct Known {
    std::map<std::string, Reach, std::less<>> by_context;
    std::shared_ptr<ReachFinder> finder;
  };
  std::shared_ptr<Known> known_;
};

}  // namespace denwaban::audit
