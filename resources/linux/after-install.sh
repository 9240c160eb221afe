#!/bin/sh
# Ubuntu 24.04 and later allow only programs with a profile to create user namespaces, which Chromium's sandbox is made
# of. AppArmor versions that cannot read the profile do not need it.
profile=/opt/Atelier/resources/apparmor-profile
target=/etc/apparmor.d/atelier

apparmor_status --enabled >/dev/null 2>&1 || exit 0
apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1 || exit 0
cp -f "$profile" "$target"
# In a chroot, the kernel's profiles are those of another system.
if ischroot >/dev/null 2>&1; then exit 0; fi
apparmor_parser --replace --write-cache --skip-read-cache "$target" ||
  echo "Atelier's AppArmor profile could not be loaded; it is loaded at the next start of the system." >&2
