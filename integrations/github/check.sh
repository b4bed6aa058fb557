#!/usr/bin/env bash
# What action.yml runs. Its inputs come as variables, so that no text of a caller can become a command.
set -euo pipefail

# The program that is asked for, the one on PATH, or one built from these sources and kept where the runner keeps tools.
program() {
  if [[ -n ${PCICHECK_PROGRAM:-} ]]; then
    command -v -- "$PCICHECK_PROGRAM"
  elif ! command -v pcicheck; then
    build
  fi
}

build() {
  local sources digest kept
  sources=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
  digest=$(cd "$sources" && find Package.* release.toolset.json Sources Plugins policies -type f -print0 |
    sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)
  kept=${RUNNER_TOOL_CACHE:-${HOME:?}/.cache}/pcicheck/$digest
  if [[ ! -x $kept/pcicheck ]]; then
    echo "::group::build pcicheck" >&2
    "$sources/.ci/install" >&2
    (cd "$sources" &&
      swift build -c release --product pcicheck --static-swift-stdlib --toolset release.toolset.json --experimental-lto-mode=full) >&2
    mkdir -p "$kept"
    cp "$sources/.build/release/pcicheck" "$kept/pcicheck.new"
    mv "$kept/pcicheck.new" "$kept/pcicheck"
    echo "::endgroup::" >&2
  fi
  echo "$kept/pcicheck"
}

pcicheck=$(program) || {
  echo "::error::pcicheck is not there: ${PCICHECK_PROGRAM:-it could not be built}"
  exit 2
}
options=(--report auto --report json=pcicheck.json --report comment=pcicheck-comment.md --color never)
[[ -z ${PCICHECK_CONFIG:-} ]] || options+=(--config "$PCICHECK_CONFIG")
[[ -z ${PCICHECK_SOURCE:-} ]] || options+=(--source "$PCICHECK_SOURCE")
[[ -z ${PCICHECK_GATE:-} ]] || options+=(--gate "$PCICHECK_GATE")
[[ -z ${PCICHECK_FAIL_ON:-} ]] || options+=(--fail-on "$PCICHECK_FAIL_ON")
inputs=()
while IFS= read -r input; do
  [[ -z $input ]] || inputs+=("$input")
done <<<"${PCICHECK_PLAN:?}"

# Reports of an earlier step are not to be taken for this one's.
rm -f pcicheck.sarif pcicheck.json pcicheck-comment.md
status=0
"$pcicheck" check "${options[@]}" -- "${inputs[@]}" || status=$?

# Other steps start in the workspace.
folder=$(realpath --relative-to="${GITHUB_WORKSPACE:-.}" .)
[[ $folder == . ]] && folder="" || folder=$folder/
{
  echo "status=$status"
  [[ ! -e pcicheck.sarif ]] || echo "sarif=${folder}pcicheck.sarif"
  [[ ! -e pcicheck.json ]] || echo "json=${folder}pcicheck.json"
  [[ ! -e pcicheck-comment.md ]] || echo "comment=${folder}pcicheck-comment.md"
} >>"${GITHUB_OUTPUT:-/dev/null}"
exit "$status"
