# shellcheck shell=sh
# What next.sh and draft.sh share: read by them, not run.

: "${REMOTE:=origin}" "${BASE:=main}" "${NEWSLETTER_BIN:=newsletter}" "${DIRECTORY:=.}"

# The bot's name, unless the environment has another.
: "${GIT_AUTHOR_NAME:=github-actions[bot]}"
: "${GIT_AUTHOR_EMAIL:=41898282+github-actions[bot]@users.noreply.github.com}"
: "${GIT_COMMITTER_NAME:=$GIT_AUTHOR_NAME}" "${GIT_COMMITTER_EMAIL:=$GIT_AUTHOR_EMAIL}"
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL

# The token is for fetch and push alone: `newsletter`, which reads what the internet serves, never
# has it in its environment, and it stands on no command line.
PUSH_TOKEN_KEPT=${PUSH_TOKEN:-}
unset PUSH_TOKEN

say() { printf '%s\n' "$1" >&2; }

# A warning; in GitHub Actions an annotation. Data of a workflow command is escaped as its toolkit does.
warn() {
  if [ "${GITHUB_ACTIONS:-}" = true ]; then
    printf '::warning title=newsletter::%s\n' "$(printf '%s' "$1" | sed 's/%/%25/g' | tr '\n\r' '  ')"
  else
    say "warning: $1"
  fi
}

fail() {
  say "error: $1"
  exit 1
}

# output NAME VALUE: one line each.
output() { printf '%s=%s\n' "$1" "$(printf '%s' "$2" | tr '\n\r' '  ')" >>"${GITHUB_OUTPUT:-/dev/stdout}"; }

# git with access to the remote.
remote_git() {
  if [ -z "$PUSH_TOKEN_KEPT" ]; then
    git "$@"
    return
  fi
  basic=$(printf 'x-access-token:%s' "$PUSH_TOKEN_KEPT" | base64 | tr -d '\n')
  [ "${GITHUB_ACTIONS:-}" != true ] || printf '::add-mask::%s\n' "$basic"
  GIT_CONFIG_COUNT=1 \
    GIT_CONFIG_KEY_0="http.${GITHUB_SERVER_URL:-https://github.com}/.extraheader" \
    GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $basic" \
    git "$@"
}

fetch() { remote_git fetch --quiet --prune "$REMOTE" "+refs/heads/*:refs/remotes/$REMOTE/*"; }

# A shallow clone does not know where branches parted, nor what the issue once was.
whole_history() {
  [ "$(git rev-parse --is-shallow-repository)" = true ] || return 0
  say "this clone is shallow; fetching the rest (with fetch-depth: 0, actions/checkout does it at once)"
  remote_git fetch --quiet --unshallow "$REMOTE"
}

# Goes to a commit, on no branch. Changes that are not committed are someone's: nothing is done then.
work_on() {
  git diff --quiet HEAD -- || fail "there are changes that are not committed: $(git diff --name-only HEAD -- | tr '\n' ' ')"
  git switch --quiet --detach "$1"
}
