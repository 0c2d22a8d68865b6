// SPDX-License-Identifier: GPL-3.0-or-later
#include "serve/desk.h"

#include <fmt/format.h>

#include <tuple>

#include "serve/desk/questions.h"

namespace denwaban::serve {
namespace {

enum class Type { text, number, flag };
constexpr std::tuple<const char*, Type, const char*> kMembers[] = {
    {"command", Type::text, "a text"},
    {"target", Type::text, "a text"},
    {"prefix", Type::text, "a text"},
    {"address", Type::text, "a text"},
    {"note", Type::text, "a text"},
    {"trunk", Type::text, "a text"},
    {"account", Type::text, "a text"},
    {"detector", Type::text, "a text"},
    {"severity", Type::text, "a text"},
    {"since", Type::text, "a text"},
    {"month", Type::text, "a text"},
    {"against", Type::text, "a text"},
    {"seconds", Type::number, "a whole number"},
    {"port", Type::number, "a whole number"},
    {"limit", Type::number, "a whole number"},
    {"top", Type::number, "a whole number"},
    {"all", Type::flag, "true or false"},
};

bool is_of(const ordered_json& value, Type type) {
  if (type == Type::text) return value.is_string();
  if (type == Type::flag) return value.is_boolean();
  // Beyond what a signed number holds it would come out as another one.
  return value.is_number_integer() && !(value.is_number_unsigned() && value.get<uint64_t>() > INT64_MAX);
}

// A member of the wrong type is a mistake, never the same as one that is left out. null is left out.
Status check_types(const ordered_json& request) {
  for (const auto& [name, type, words] : kMembers) {
    auto at = request.find(name);
    if (at != request.end() && !at->is_null() && !is_of(*at, type))
      return fail(ErrorKind::usage, fmt::format("the request's \"{}\" is not {}: write it so", name, words));
  }
  return {};
}

int status_of(ErrorKind kind) { return kind == ErrorKind::usage || kind == ErrorKind::input ? 2 : 3; }

constexpr std::pair<std::string_view, Answered (*)(Office&, const Asked&)> kCommands[] = {
    {"ban", ban},           {"unban", unban}, {"allow", allow},   {"disallow", disallow}, {"bans", bans},
    {"findings", findings}, {"why", why},     {"status", status}, {"observe", observe},   {"calls", calls},
    {"logins", logins},     {"unlock", unlock},
};

Answered dispatch(Office& office, std::string_view request, std::string_view by) {
  Asked asked{ordered_json::parse(request, nullptr, false), std::string(by)};
  if (!asked.request.is_object()) return fail(ErrorKind::usage, "the request is not a JSON object");
  if (auto typed = check_types(asked.request); !typed) return tl::unexpected(typed.error());
  std::string command = asked.text("command");
  for (auto [name, run] : kCommands)
    if (name == command) return run(office, asked);
  return fail(ErrorKind::usage,
              fmt::format("unknown command \"{}\": is the guard of another version?", command));
}

}  // namespace

Result<IpPrefix> prefix_of(const Asked& asked, const char* key) {
  std::string text = asked.text(key);
  if (auto prefix = IpPrefix::parse(text)) return *prefix;
  return fail(
      ErrorKind::usage,
      fmt::format(
          "not an address or network: \"{}\": write it like 203.0.113.7, 203.0.113.0/24 or 2001:db8::/64",
          text));
}

std::string Desk::answer(std::string_view request, std::string_view by) {
  auto answered = dispatch(office_, request, by);
  if (answered) return *answered + line({{"type", "result"}, {"status", 0}});
  return line({{"type", "result"},
               {"status", status_of(answered.error().kind)},
               {"message", answered.error().message}});
}

}  // namespace denwaban::serve
