#!/bin/sh
# Called with `remove` or `purge` by dpkg and with 0 by rpm when Atelier is removed, with something else on an upgrade.
case "$1" in
  remove | purge | 0) ;;
  *) exit 0 ;;
esac
target=/etc/apparmor.d/atelier

[ -f "$target" ] || exit 0
if apparmor_status --enabled >/dev/null 2>&1 && ! ischroot >/dev/null 2>&1; then
  apparmor_parser --remove "$target" || true
fi
rm -f "$target"
