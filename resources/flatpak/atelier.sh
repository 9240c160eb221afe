#!/bin/sh
# Chromium's sandbox is made of namespaces, which a Flatpak may not create: zypak has Flatpak make its sandboxes.
# Commands need no window: `flatpak run art.atelier.studio list`.
case "${1-}" in
  '' | /* | -*) exec zypak-wrapper /app/atelier/atelier "$@" ;;
  *) exec zypak-wrapper /app/atelier/atelier --ozone-platform=headless --log-level=3 "$@" ;;
esac
