#!/bin/sh
# The pull request of the issue's branch, through GitHub's interface (`gh api`).
#
#   pull-request.sh read    its text as it is now, into PULL_REQUEST_TEXT
#   pull-request.sh write   opens it, or updates its text; writes `pull-request` (its number)
#
# Titles and texts reach `gh` as values and files, never as code. What people write around the
# newsletter's part of the text stays: `newsletter draft` keeps it in the file. A pull request that
# someone closed is not opened again.
#
# Environment: GH_TOKEN, GITHUB_REPOSITORY, BASE, BRANCH, PULL_REQUEST_TEXT, TITLE (write).
set -eu

pulls="repos/$GITHUB_REPOSITORY/pulls"

# The newest pull request of the branch: its number, whether it is open, and when it was merged.
# `head` has the owner before the name: a fork's branch of the same name is not meant.
newest() {
  gh api --method GET "$pulls" -f "head=${GITHUB_REPOSITORY%%/*}:$BRANCH" -f state=all -f sort=created \
    -f direction=desc -F per_page=1 --jq "$1"
}

read_text() {
  newest '.[] | select(.state == "open") | .body // ""' >"$PULL_REQUEST_TEXT"
}

write_text() {
  number=$(newest '.[].number')
  state=$(newest '.[].state')
  case $state in
  open) gh api --method PATCH "$pulls/$number" -F "body=@$PULL_REQUEST_TEXT" --silent ;;
  closed)
    echo "pull request $number of $BRANCH is closed: it is not opened again (reopen it to go on)" >&2
    ;;
  *) number=$(create true) || number=$(create false) || refused ;;
  esac
  echo "pull-request=$number" >>"${GITHUB_OUTPUT:-/dev/stdout}"
}

# Some repositories cannot have drafts: then it is opened as it is.
create() {
  gh api --method POST "$pulls" -f "title=$TITLE" -f "head=$BRANCH" -f "base=$BASE" -F "draft=$1" \
    -F "body=@$PULL_REQUEST_TEXT" --jq .number
}

refused() {
  echo "error: the pull request could not be opened; the branch $BRANCH is pushed" >&2
  echo "  help: Settings, Actions, General, Workflow permissions: \"Allow GitHub Actions to create and approve pull requests\"; and the job needs pull-requests: write" >&2
  exit 1
}

case ${1:-} in
read) read_text ;;
write) write_text ;;
*)
  echo "usage: pull-request.sh read|write" >&2
  exit 2
  ;;
esac
