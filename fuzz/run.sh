#!/usr/bin/env bash
# Runs every fuzz target for SECONDS_EACH seconds (60 by default) from its kept corpus, on the stable
# toolchain: `fuzz/run.sh [SECONDS_EACH [TARGET…]]`. What a run finds lies in fuzz/artifacts/.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
shift || true
command -v cargo-fuzz >/dev/null || cargo install cargo-fuzz --locked --debug --quiet
# cargo-fuzz asks rustc for coverage hooks, which stable has behind this switch.
export RUSTC_BOOTSTRAP=1
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(cargo fuzz list)
cargo fuzz build --sanitizer none
# The project's own fixtures are where a target begins; the kept corpus holds what they do not.
seeds() {
  case $1 in
    feed | calendar) echo "tests/fixtures/$1" ;;
    json_mapping | html_to_text) echo tests/fixtures ;;
    draft_again) echo issues tests/fixtures/markdown ;;
    configuration) echo docs ;;
  esac
}
failed=()
for target in "${targets[@]}"; do
  printf '\n== %s\n' "$target"
  # New inputs go to a folder of their own; the corpus holds what was chosen to be kept.
  mkdir -p "fuzz/found/$target" "fuzz/corpus/$target"
  mapfile -t begin < <(seeds "$target" | tr ' ' '\n')
  cargo fuzz run --sanitizer none "$target" "fuzz/found/$target" "fuzz/corpus/$target" "${begin[@]}" -- \
    -max_total_time="$seconds" -timeout=30 -rss_limit_mb=2048 -max_len=8192 -print_final_stats=1 2>&1 |
    grep -E 'panicked|assertion|ERROR|DONE|stat::number_of_executed|^ *(left|right):' || failed+=("$target")
  if compgen -G "fuzz/artifacts/$target/*" >/dev/null; then failed+=("$target"); fi
done
[ ${#failed[@]} -eq 0 ] || { printf '\nfound something: %s\n' "${failed[*]}"; exit 1; }
printf '\nnothing found\n'
