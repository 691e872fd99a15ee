#!/bin/sh
# Drafts the next issue on its branch and pushes it, with plain git: no forge is asked here (that is
# pull-request.sh), so it runs, and is tested, anywhere.
#
# - It starts from the branch as people left it; where there is none, from the base.
# - The base is merged in where that needs no decision; otherwise it says so and drafts without.
# - Nothing is ever forced. A push that is rejected because someone else pushed is fetched, drafted
#   again on top of what they did, and tried again, three times.
# - Nothing new: no commit.
#
# Writes what `newsletter draft` writes to $GITHUB_OUTPUT, and `pushed`. Environment: as next.sh, but
# BRANCH is needed; PULL_REQUEST_TEXT (a file for the pull request's text); STRICT (true: ends with 5
# where a source failed, when all is done). Arguments go to `newsletter draft`.
set -eu
. "$(dirname "$0")/git.sh"

: "${BRANCH:?}"
AGAIN=3
[ "${STRICT:-false}" != true ] || set -- --strict "$@"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

tip() { git rev-parse --quiet --verify "refs/remotes/$REMOTE/$BRANCH" || true; }
drafted() { sed -n "s/^$1=//p" "$scratch/output" | tail -n 1; }

start() {
  if [ -z "$(tip)" ]; then
    work_on "$REMOTE/$BASE"
    return
  fi
  work_on "$REMOTE/$BRANCH"
  git merge-base --is-ancestor "$REMOTE/$BASE" HEAD || merge_base
}

merge_base() {
  if git merge --quiet --no-edit -m "Merge $BASE into $BRANCH" "$REMOTE/$BASE" >"$scratch/merge" 2>&1; then
    return
  fi
  both=$(git diff --name-only --diff-filter=U | tr '\n' ' ')
  git merge --abort 2>"$scratch/abort" || true
  warn "$BASE could not be merged into $BRANCH (both changed: ${both:-see git merge}); drafting without it. Merge it by hand: git switch $BRANCH && git merge $BASE"
}

# Runs `newsletter draft`; what it tells the runner is kept aside until the push is done, so that a
# second try does not tell it twice. 5 is --strict: drafted, but a source failed.
draft() {
  : >"$scratch/output"
  : >"$scratch/summary"
  code=0
  GITHUB_OUTPUT="$scratch/output" GITHUB_STEP_SUMMARY="$scratch/summary" \
    "$NEWSLETTER_BIN" draft ${PULL_REQUEST_TEXT:+--pull-request-text "$PULL_REQUEST_TEXT"} "$@" >&2 || code=$?
  if [ "$code" != 0 ] && [ "$code" != 5 ]; then
    report
    exit "$code"
  fi
}

# What draft wrote: its issue's folder, and files that were there before (the index of issues).
commit() {
  git -C "$DIRECTORY" add --update
  git -C "$DIRECTORY" add -- "$(dirname "$(drafted path)")"
  if git diff --cached --quiet; then
    return 1
  fi
  verb=Update
  git -C "$DIRECTORY" cat-file -e "HEAD:./$(drafted path)" 2>/dev/null || verb=Draft
  if [ "$verb" = Update ] && [ "$(drafted new-items)" -gt 0 ] 2>/dev/null; then
    verb="Add $(drafted new-items) new to"
  fi
  printf '%s %s\n' "$verb" "$(drafted title)" >"$scratch/message"
  git commit --quiet --file "$scratch/message"
}

report() {
  cat "$scratch/output" >>"${GITHUB_OUTPUT:-/dev/stdout}"
  [ -z "${GITHUB_STEP_SUMMARY:-}" ] || cat "$scratch/summary" >>"$GITHUB_STEP_SUMMARY"
}

whole_history
fetch
tries=0
while :; do
  before=$(tip)
  start
  draft "$@"
  if ! commit; then
    say "nothing new: no commit"
    pushed=false
    break
  fi
  if remote_git push --quiet "$REMOTE" "HEAD:refs/heads/$BRANCH" 2>"$scratch/push"; then
    pushed=true
    break
  fi
  fetch
  if [ "$(tip)" = "$before" ]; then
    cat "$scratch/push" >&2
    fail "$BRANCH could not be pushed; the job needs the permission contents: write"
  fi
  tries=$((tries + 1))
  [ "$tries" -le "$AGAIN" ] || fail "someone pushed to $BRANCH each time: gave up after $AGAIN more tries; nothing of theirs was touched"
  say "someone pushed to $BRANCH meanwhile: drafting again on top of that"
done
report
output pushed "$pushed"
exit "$code"
