#!/bin/sh
# Which issue is next, and is it due? Answers on the base branch, before anything is fetched from
# sources. Writes `due`, `path`, `date` and `branch` to $GITHUB_OUTPUT, or to standard output.
#
# Environment: BASE (the branch that issues are merged into), BRANCH (empty: newsletter/DATE, a branch
# for each issue), IF_DUE (false: drafts whenever it is asked to), REMOTE (origin), NEWSLETTER_BIN.
# Arguments go to `newsletter draft`.
set -eu
. "$(dirname "$0")/git.sh"

whole_history
fetch
work_on "$REMOTE/$BASE"

answer=$("$NEWSLETTER_BIN" draft --next "$@")
value() { printf '%s\n' "$answer" | sed -n "s/^$1=//p"; }
due=$(value due)
path=$(value path)
[ "${IF_DUE:-true}" = true ] || due=true

if git -C "$DIRECTORY" cat-file -e "HEAD:./$path" 2>/dev/null; then
  say "$path is on $BASE: its draft has been merged, and the next issue is not due yet"
  due=false
fi
output due "$due"
output path "$path"
output date "$(value date)"
output branch "${BRANCH:-newsletter/$(value date)}"
