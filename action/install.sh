#!/bin/sh
# Builds `newsletter` from the very commit that the action is pinned to; nothing is downloaded but
# the dependencies that Cargo.lock names with their checksums.
#
#   install.sh key     writes `key` to $GITHUB_OUTPUT: the same for the same sources and runner image
#   install.sh build   into $INSTALL_ROOT/bin
set -eu
cd "$(dirname "$0")/.."

case ${1:-} in
key)
  sources=$(find src templates docs/starter Cargo.toml Cargo.lock -type f | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c1-40)
  echo "key=newsletter-${RUNNER_OS:-}-${RUNNER_ARCH:-}-${ImageOS:-}-$sources" >>"${GITHUB_OUTPUT:-/dev/stdout}"
  ;;
build) cargo install --quiet --locked --path . --root "${INSTALL_ROOT:?}" ;;
*)
  echo "usage: install.sh key|build" >&2
  exit 2
  ;;
esac
