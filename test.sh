#!/usr/bin/env bash
# Runs the tests: ./test.sh [rules|storage|cluster|e2e|js]...   (all of them without an argument)
# Needs the .NET 10 SDK; installs PostgreSQL (and Node.js for the JavaScript client) from the distribution's packages if missing.
# GRAINJOBS_TEST_LONG=1: faults last as long as operators fear; GRAINJOBS_RACE_REPEATS=100, GRAINJOBS_LARGE_RACE_REPEATS=100: races of builds that often; GRAINJOBS_TEST_REPEAT=20: silos are killed that often; GRAINJOBS_TEST_SEED=n repeats a load.
# The last line is "N passed, N failed[, N skipped]"; the exit code is 0 only when nothing failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
. deploy/local-postgres.sh
. deploy/build.sh
. deploy/runtime.sh

export DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1
configuration=${CONFIGURATION:-Release}
passed=0 failed=0 skipped=0
work=$(mktemp -d "${TMPDIR:-/tmp}/grainjobs-tests-XXXXXX")
runner=

declare -A project=([rules]=Rules [storage]=Storage [cluster]=Cluster [e2e]=EndToEnd)
declare -A minutes=([rules]=3 [storage]=5 [cluster]=5 [e2e]=20 [js]=2)

say() { printf '%s\n' "$*"; }

# Processes that a killed test run left behind: killed by id, only when the id still belongs to the process we started.
end_leftovers() {
  local entry id
  for entry in "$work"/pids/*; do
    id=${entry##*/}
    [ -r "/proc/$id/stat" ] || continue
    [ "$(sed 's/.*) //' "/proc/$id/stat" | cut -d ' ' -f 20)" = "$(cat "$entry")" ] && kill -KILL "$id" 2>/dev/null
  done
}

finish() {
  trap - EXIT INT TERM
  [ -z "$runner" ] || kill -TERM "$runner" 2>/dev/null
  end_leftovers 2>/dev/null
  postgres_stop
  rm -rf "$work"
}
trap finish EXIT
trap 'say "interrupted"; exit 130' INT
trap 'say "terminated"; exit 143' TERM

# Runs a command so that a signal to this script is answered at once; its exit code.
run() {
  "$@" &
  runner=$!
  wait "$runner"
  local outcome=$?
  runner=
  return "$outcome"
}

fail() {
  say "$1"
  failed=$((failed + 1))
}

start_postgres() {
  [ -z "${GRAINJOBS_TEST_POSTGRES:-}" ] || { say "using the PostgreSQL of GRAINJOBS_TEST_POSTGRES"; return 0; }
  postgres_install || return 1
  # fsync stays on: durability is part of what is tested.
  postgres_start "$work/postgres" trust max_connections=500 fsync=on shared_buffers=256MB max_wal_size=2GB log_min_messages=warning || return 1
  export GRAINJOBS_TEST_POSTGRES="Host=127.0.0.1;Port=$POSTGRES_PORT;Username=postgres;Database=postgres;Timeout=10;Maximum Pool Size=100"
  say "private PostgreSQL on port $POSTGRES_PORT"
}

counter() { sed -n "s/.*<Counters[^>]* $1=\"\([0-9]*\)\".*/\1/p" "$2" | head -n 1; }

# Adds up one result file of a dotnet tier. A runner that crashed or hung leaves no file or a failed exit code: one failure.
count_dotnet() {
  local tier=$1 outcome=$2 file=$3 total=0 ran=0 good=0 bad=0
  if [ -s "$file" ]; then
    total=$(counter total "$file") ran=$(counter executed "$file") good=$(counter passed "$file") bad=$(counter failed "$file")
  fi
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + total - ran))
  if [ "$outcome" -ne 0 ] && [ "$bad" -eq 0 ]; then fail "$tier: the runner ended with $outcome"; fi
  if [ "$ran" -eq 0 ] && ls "test/${project[$tier]}"/*/*Tests.cs >/dev/null 2>&1; then fail "$tier: there are tests, but none ran"; fi
}

dotnet_tier() {
  local tier=$1 name=${project[$1]} results="$work/results/$1"
  say "== $tier"
  # The S3-compatible server of the storage tests, and the JavaScript client in the end-to-end ones.
  case $tier in
    storage | e2e) [ "$tier" != e2e ] || install_faketime; install_node || { fail "$tier: Node.js is missing and could not be installed"; return; } ;;
  esac
  if ! run dotnet build "test/$name" -c "$configuration" --nologo -v q "${restore[@]}"; then
    fail "$tier: does not build"
    return
  fi
  # What run.sh starts is built before its tests: a build beside other tests would replace the files their processes start from.
  if [ "$tier" = e2e ] && [ "$configuration" = Release ] && ! build_programs "${restore[@]}"; then
    fail "$tier: the programs of run.sh do not build"
    return
  fi
  local started=$SECONDS
  export GRAINJOBS_TEST_REPORT="$work/results/$tier.report"
  run timeout --kill-after=20 "$((minutes[$tier] * 60))" dotnet test "test/$name" -c "$configuration" --no-build --nologo \
    --logger "console;verbosity=minimal" --logger "trx;LogFileName=result.trx" --results-directory "$results" \
    --blame-hang-timeout 3min --blame-hang-dump-type none
  count_dotnet "$tier" $? "$results/result.trx"
  if [ -s "$GRAINJOBS_TEST_REPORT" ]; then say "what $tier measured:"; sed 's/^/  /' "$GRAINJOBS_TEST_REPORT"; fi
  say "$tier took $((SECONDS - started)) s"
}

js_tests() { find src samples test -type d \( -name node_modules -o -name bin -o -name obj \) -prune -o -type f \( -name '*.test.js' -o -name '*.test.mjs' \) -print; }

tap() { sed -n "s/^# $1 \([0-9]*\)$/\1/p" "$work/js.tap" | tail -n 1; }

install_node() {
  command -v node >/dev/null && command -v npm >/dev/null && return 0
  say "Node.js or npm is not installed; installing the packages nodejs and npm"
  local root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  "${root[@]}" apt-get update -qq && "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null
}

# For the test in which a silo's clock jumps; without it that one test is skipped and says so.
install_faketime() {
  find /usr/lib -maxdepth 3 -name libfaketimeMT.so.1 2>/dev/null | grep -q . && return 0
  say "libfaketime is not installed; installing the package"
  local root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  { "${root[@]}" apt-get update -qq && "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libfaketime; } >/dev/null 2>&1 ||
    say "libfaketime could not be installed"
}

js_tier() {
  local files outcome
  mapfile -t files < <(js_tests)
  [ "${#files[@]}" -gt 0 ] || return 0
  say "== js"
  install_node || { fail "js: Node.js is missing and could not be installed"; return; }
  run dotnet build src/ApiGateway -c "$configuration" --nologo -v q "${restore[@]}" || { fail "js: the gateway does not build"; return; }
  export GRAINJOBS_TEST_GATEWAY="$PWD/src/ApiGateway/bin/$configuration/net10.0/GrainJobs.ApiGateway.dll"
  run timeout --kill-after=20 "$((minutes[js] * 60))" node --test --test-reporter=tap --test-reporter-destination="$work/js.tap" \
    --test-reporter=spec --test-reporter-destination=stdout "${files[@]}"
  outcome=$?
  local good bad skip
  good=$(tap pass) bad=$(tap fail) skip=$(tap skipped)
  passed=$((passed + ${good:-0})) failed=$((failed + ${bad:-0} + $(tap cancelled || echo 0))) skipped=$((skipped + ${skip:-0}))
  if [ "$outcome" -ne 0 ] && [ "${bad:-0}" -eq 0 ]; then fail "js: node ended with $outcome"; fi
}

tiers=("$@")
[ "${#tiers[@]}" -gt 0 ] || tiers=(rules storage cluster e2e js)
for tier in "${tiers[@]}"; do
  case $tier in
    rules | storage | cluster | e2e | js) ;;
    *) say "unknown tier '$tier': rules, storage, cluster, e2e or js" >&2; exit 2 ;;
  esac
done
command -v dotnet >/dev/null || { say "The .NET 10 SDK is missing: install it and put dotnet on the PATH." >&2; exit 2; }

mkdir -p "$work/pids" "$work/results" "$work/tmp"
# The account that runs PostgreSQL passes through; whatever a killed run leaves in its temporary folder goes with it.
chmod 711 "$work" "$work/tmp"
export GRAINJOBS_TEST_PIDS="$work/pids" TMPDIR="$work/tmp"
restore=()
if [ "${CI:-}" = true ] && [ -f src/Interfaces/packages.lock.json ]; then restore=(-p:RestoreLockedMode=true); fi

for tier in "${tiers[@]}"; do
  case $tier in
    storage | cluster | e2e)
      if [ -z "${GRAINJOBS_TEST_POSTGRES:-}" ] && ! start_postgres; then fail "$tier: no PostgreSQL"; continue; fi ;;
  esac
  if [ "$tier" = js ]; then js_tier; else dotnet_tier "$tier"; fi
done

finish
say "took $SECONDS s"
if [ "$skipped" -gt 0 ]; then say "$passed passed, $failed failed, $skipped skipped"; else say "$passed passed, $failed failed"; fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
