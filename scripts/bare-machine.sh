#!/usr/bin/env bash
# Runs the project's tests on a machine that has nothing but Debian's minimal base, Node and npm: a folder made by
# debootstrap that becomes the root. What was once installed by hand on a developer's machine can hide nothing there.
#
#   sudo scripts/bare-machine.sh [--run COMMAND] [--keep]
#
#   --run COMMAND  instead of "npm test"
#   --keep         leave the folder for a look; its path is printed
#
# Needs Debian or Ubuntu, root, debootstrap, and Node with npm under one folder such as /usr or /usr/local. Package
# sources, certificates and npm settings are this machine's own. Takes half an hour and 5 GB.
set -euo pipefail

command='npm test'
keep=no
while [ $# -gt 0 ]; do
  case "$1" in
    --run) command="${2:?--run needs a command}"; shift 2 ;;
    --keep) keep=yes; shift ;;
    *) sed -n '2,13p' "$0"; exit 2 ;;
  esac
done
[ "$(id -u)" = 0 ] || { echo 'Run as root: debootstrap and mounts need it.' >&2; exit 2; }
for tool in debootstrap unshare pivot_root node npm git; do
  [ -n "$(type -P "$tool")" ] || { echo "$tool is not installed." >&2; exit 2; }
done

project="$(git -C "$(dirname "$0")" rev-parse --show-toplevel)"
base="$(mktemp -d "${TMPDIR:-/tmp}/atelier-bare-XXXXXX")"

running=
clean_up() {
  # All of its group, which `timeout` made: unshare blocks every signal but this one while its command runs.
  if [ -n "$running" ]; then kill -KILL -- "-$running" 2>/dev/null || true; wait "$running" 2>/dev/null || true; fi
  for mount in dev/shm dev/pts dev proc sys .; do
    mountpoint -q "$base/$mount" && umount --recursive --lazy "$base/$mount"
  done
  if [ "$keep" = yes ]; then echo "Kept: $base" >&2; else rm -rf --one-file-system "$base"; fi
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP
# As the root of a machine: others may pass through it, and it is a mount of its own, without which a test could not give
# its process other mounts than this machine's.
chmod 755 "$base"
mount --bind "$base" "$base"
mount --make-private "$base"

# The first mirror that apt uses here.
mirror="$(grep -hE '^(deb |URIs:)' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
  grep -oE 'https?://[^ ]+' | head -n 1 || true)"
[ -n "$mirror" ] || { echo "No package source found below /etc/apt." >&2; exit 1; }
suite="$(. /etc/os-release && echo "$VERSION_CODENAME")"
echo "Making a minimal $suite …" >&2
debootstrap --variant=minbase --include=ca-certificates,git "$suite" "$base" "$mirror" >"$base.log" 2>&1 ||
  { tail -n 20 "$base.log" >&2; exit 1; }
rm -f "$base.log"

# Package sources, certificates and settings of this machine.
rm -rf "$base/etc/apt/sources.list" "$base/etc/apt/sources.list.d"
cp -a /etc/apt/sources.list /etc/apt/sources.list.d "$base/etc/apt/" 2>/dev/null || true
cp -a /etc/apt/apt.conf.d/. "$base/etc/apt/apt.conf.d/"
cp -a /usr/share/keyrings/. "$base/usr/share/keyrings/"
rm -rf "$base/etc/ssl/certs"
cp -aL /etc/ssl/certs "$base/etc/ssl/" 2>/dev/null || true
cp -L /etc/resolv.conf /etc/hosts "$base/etc/"
settings=(HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 CI=true)
for name in NODE_EXTRA_CA_CERTS http_proxy https_proxy no_proxy; do
  [ -n "${!name:-}" ] || continue
  settings+=("$name=${!name}")
  [ -f "${!name}" ] && mkdir -p "$base$(dirname "${!name}")" && cp -L "${!name}" "$base${!name}"
done
npm config get registry 2>/dev/null | sed 's/^/registry=/' >"$base/root/.npmrc"

# Node and npm, and nothing else of the folder they are in.
node="$(readlink -f "$(type -P node)")"
npm_folder="$(readlink -f "$(npm root --global 2>/dev/null)/npm")"
mkdir -p "$base/usr/local/bin" "$base/usr/local/lib/node_modules"
cp -L "$node" "$base/usr/local/bin/node"
cp -aL "$npm_folder" "$base/usr/local/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$base/usr/local/bin/npm"
ln -s ../lib/node_modules/npm/bin/npx-cli.js "$base/usr/local/bin/npx"

git clone --quiet --no-hardlinks "$project" "$base/root/atelier"
mount -t proc proc "$base/proc"
mount --rbind --make-rslave /sys "$base/sys"
mount --bind /dev "$base/dev"
mount -t devpts devpts "$base/dev/pts"
mount -t tmpfs tmpfs "$base/dev/shm"

echo "Running: $command" >&2
# The folder becomes the root of mounts of its own. In a chroot the kernel gives nobody namespaces, which Chromium's
# sandbox is made of: the tests of the packaged program could not run. What it starts ends with it, in processes of its
# own, and beside this shell, which otherwise would hear of a signal only at the end.
mkdir "$base/old"
enter='cd "$1"; pivot_root . old; cd /; mount -t proc proc /proc; umount --lazy /old; rmdir /old; shift; "$@"'
timeout 90m unshare --mount --propagation private --pid --fork --kill-child bash -euc "$enter" enter "$base" \
  /usr/bin/env -i "${settings[@]}" bash -c "apt-get update -qq && cd /root/atelier && $command" &
running=$!
wait "$running" && ended=0 || ended=$?
running=
exit "$ended"
