// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/privileges.h"

#include <cap-ng.h>
#include <fmt/format.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>

namespace denwaban::actions {
namespace {

Status fail_errno(std::string_view what, int error) {
  return fail(ErrorKind::permission, fmt::format("cannot {}: {}", what, std::strerror(error)));
}

bool has(int capability) {
  return capng_have_capability(CAPNG_PERMITTED, static_cast<unsigned>(capability)) != 0;
}

using Filter = std::unique_ptr<void, decltype([](void* context) { seccomp_release(context); })>;

}  // namespace

Status drop_privileges(std::span<const int> keep, std::optional<Identity> identity) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return fail_errno("forbid new privileges", errno);
  capng_clear(CAPNG_SELECT_ALL);
  if (capng_get_caps_process() != 0) return fail_errno("read this process's capabilities", errno);
  bool may_bound = has(CAP_SETPCAP), may_become = has(CAP_SETUID) && has(CAP_SETGID);
  uint64_t held = 0;
  for (int capability : keep)
    if (has(capability)) held |= uint64_t{1} << capability;
  auto select_kept = [&] {
    capng_clear(CAPNG_SELECT_ALL);
    for (int capability : keep)
      if (held & uint64_t{1} << capability)
        capng_update(CAPNG_ADD, static_cast<capng_type_t>(CAPNG_EFFECTIVE | CAPNG_PERMITTED),
                     static_cast<unsigned>(capability));
  };
  select_kept();
  if (identity && may_bound && may_become) {
    int error = capng_change_id(static_cast<int>(identity->uid), static_cast<int>(identity->gid),
                                static_cast<capng_flags_t>(CAPNG_DROP_SUPP_GRP | CAPNG_CLEAR_BOUNDING));
    if (error == 0) return {};
    // A user namespace that does not map the identity: we stay who we are. What the attempt raised goes
    // again.
    select_kept();
  }
  if (capng_apply(may_bound ? CAPNG_SELECT_BOTH : CAPNG_SELECT_CAPS) != 0)
    return fail_errno("give up capabilities", errno);
  return {};
}

Status confine_to_netlink() {
  Filter filter(seccomp_init(SCMP_ACT_KILL_PROCESS));
  if (!filter) return fail_errno("make a system call filter", ENOMEM);
  static constexpr int kAllowed[] = {
      SCMP_SYS(read),           SCMP_SYS(write),
      SCMP_SYS(sendto),         SCMP_SYS(sendmsg),
      SCMP_SYS(recvfrom),       SCMP_SYS(recvmsg),
      SCMP_SYS(poll),           SCMP_SYS(ppoll),
      SCMP_SYS(close),          SCMP_SYS(bind),
      SCMP_SYS(getsockname),    SCMP_SYS(setsockopt),
      SCMP_SYS(getsockopt),     SCMP_SYS(exit),
      SCMP_SYS(exit_group),     SCMP_SYS(brk),
      SCMP_SYS(munmap),         SCMP_SYS(mremap),
      SCMP_SYS(madvise),        SCMP_SYS(futex),
      SCMP_SYS(getpid),         SCMP_SYS(clock_gettime),
      SCMP_SYS(gettimeofday),   SCMP_SYS(rt_sigreturn),
      SCMP_SYS(rt_sigprocmask), SCMP_SYS(restart_syscall),
      SCMP_SYS(sched_yield),
  };
  int error = 0;
  for (int call : kAllowed)
    if (error == 0) error = seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0);
  if (error == 0)
    error = seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(socket), 1,
                             scmp_arg_cmp{0, SCMP_CMP_EQ, AF_NETLINK, 0});
  // Memory, but none to execute.
  for (int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)})
    if (error == 0)
      error = seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 1,
                               scmp_arg_cmp{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0});
  if (error == 0) error = seccomp_load(filter.get());
  if (error != 0) return fail_errno("load a system call filter", -error);
  return {};
}

}  // namespace denwaban::actions
