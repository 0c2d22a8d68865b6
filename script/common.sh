# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by everything in script/: where the project stands, how to say things, how to install Debian packages.
set -euo pipefail
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${DENWABAN_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/denwaban}
export CCACHE_DIR=${CCACHE_DIR:-$cache/ccache}
# Clones in different folders share what was compiled.
export CCACHE_BASEDIR=$project CCACHE_NOHASHDIR=1
jobs=$(nproc)

say() { printf '\n==> %s\n' "$*" >&2; }
die() { printf 'denwaban: %s\n' "$*" >&2; exit 1; }

# as_root COMMAND...: as we are when root, else by sudo without a question.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
can_be_root() { [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }; }

# install_packages LIST...: makes sure that the packages of script/packages/LIST.txt are installed.
install_packages() {
  local list wanted missing=()
  command -v dpkg-query >/dev/null || die "this script knows Debian 12 only: install the packages of script/packages/*.txt by hand"
  for list in "$@"; do
    while read -r wanted; do
      case $(dpkg-query -W -f '${Status}' "$wanted" 2>/dev/null) in *" installed") ;; *) missing+=("$wanted") ;; esac
    done < "$project/script/packages/$list.txt"
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "installing ${#missing[@]} Debian packages: ${missing[*]}"
  can_be_root || die "these Debian packages are missing and neither root nor sudo without a password is at hand: run
  apt-get install ${missing[*]}"
  as_root apt-get update -q >&2
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" >&2
}
