#!/bin/sh
# Quality and time against OpenCV and G'MIC: run-peers.sh path/to/fill_peers.py
# Needs the Debian packages python3-opencv, python3-skimage and gmic.
here=$(cd "$(dirname "$0")" && pwd)
export ELECTRON_RUN_AS_NODE=1 NODE_NO_WARNINGS=1
exec /usr/bin/python3 "$1" "$here/../../node_modules/electron/dist/electron" "$here/fill-image.ts"
