// SPDX-License-Identifier: GPL-3.0-or-later
// bare_watch LOG: the least that a guard with a privileged helper does on this machine, as the limit for line_to_ban. It waits
// for inotify, reads what came, takes the first address in quotes of each line, asks the helper to ban it and waits for
// the kernel's word: no grammar, no judgement, no ledger. Runs until its standard input ends.
#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <vector>

#include "actions/helper_firewall.h"
#include "actions/helper_process.h"

namespace {

using namespace denwaban;
using actions::FirewallChange;

constexpr Seconds kSpan{3600};

void must(bool ok, const char* what) {
  if (ok) return;
  std::perror(what);
  std::exit(1);
}

// "... failed for '192.0.2.1:5071' - ..."
std::optional<IpAddress> sender_in(std::string_view line) {
  constexpr std::string_view kBefore = "failed for '";
  const size_t at = line.find(kBefore);
  if (at == std::string_view::npos) return std::nullopt;
  line.remove_prefix(at + kBefore.size());
  return IpAddress::parse(line.substr(0, line.find(':')));
}

std::vector<FirewallChange> bans_of(std::string_view text) {
  std::vector<FirewallChange> bans;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    if (auto sender = sender_in(text.substr(0, end)))
      bans.push_back({true, {.set = actions::FirewallEntry::Set::ban, .prefix = IpPrefix(*sender, 32), .span = kSpan}});
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return bans;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: bare_watch LOG\n");
    return 2;
  }
  actions::HelperFirewall firewall(actions::start_helper().value());
  must(firewall.install({.udp = {5060}, .tcp = {5060}}).has_value(), "the table");
  const int log = open(argv[1], O_RDONLY | O_CLOEXEC);
  must(log >= 0 && lseek(log, 0, SEEK_END) >= 0, argv[1]);
  const int told = inotify_init1(IN_CLOEXEC);
  must(inotify_add_watch(told, argv[1], IN_MODIFY) >= 0, "inotify");
  std::vector<char> text(1 << 20);
  alignas(inotify_event) char events[4096];
  pollfd waits[] = {{told, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
  while (poll(waits, 2, -1) > 0 && !waits[1].revents) {
    must(read(told, events, sizeof events) > 0, "inotify");
    const ssize_t length = read(log, text.data(), text.size());
    const auto bans = bans_of({text.data(), length > 0 ? static_cast<size_t>(length) : 0});
    if (!bans.empty()) must(firewall.apply(bans).has_value(), "the ban");
  }
}
