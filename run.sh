#!/usr/bin/env bash
# ./run.sh                             the server (embedded: nothing to install) and a build agent; works through the samples, then stays up
# ./run.sh server                      the server alone
# ./run.sh cluster [SILOS] [GATEWAYS]  a real cluster on this machine: PostgreSQL, silos (2), gateways (2), a build agent
# Settings come from the environment (docs/operating.md). Everything it keeps is below data/ (Data__Path). Ctrl-C or SIGTERM stops all of it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
. deploy/local-postgres.sh
. deploy/build.sh
. deploy/runtime.sh

data=${Data__Path:-data}
release=bin/Release/net10.0
children=()
stop_outcome=0

say() { printf '%s\n' "$*"; }
die() { printf '%s\n' "$1" >&2; exit "${2:-1}"; }

usage() { sed -n '2,5s/^# //p' "${BASH_SOURCE[0]}"; }

# --- building -----------------------------------------------------------------------------------------------------------------------

# Runs a command that ends with us when we are stopped; its exit code.
run() {
  local outcome
  "$@" </dev/null &
  children=("$!")
  wait "$!"
  outcome=$?
  children=()
  return "$outcome"
}

build() {
  command -v dotnet >/dev/null || die "The .NET 10 SDK is missing: install it and put dotnet on the PATH." 2
  build_programs || exit 1
}

# --- keys ---------------------------------------------------------------------------------------------------------------------------

# secret_file PATH: makes it, readable by the owner alone, if it isn't there.
secret_file() {
  [ -s "$1" ] && return 0
  (umask 077 && head -c 32 /dev/urandom | od -An -vtx1 | tr -d ' \n' >"$1.new" && mv "$1.new" "$1")
}

prepare_keys() {
  mkdir -p "$data" || die "Cannot make the folder '$data': set Data__Path to one that can be written." 2
  key_file=$data/api-key
  if [ -n "${CONTROLLER_API_KEY:-}" ]; then
    # The agent and the tour read keys from files, so that no process list shows them.
    key_file=$data/api-key.given
    (umask 077 && printf '%s' "$CONTROLLER_API_KEY" >"$key_file")
  else
    secret_file "$key_file"
    chmod 600 "$key_file"
    CONTROLLER_API_KEY=$(cat "$key_file")
    export CONTROLLER_API_KEY
  fi
}

# --- addresses ----------------------------------------------------------------------------------------------------------------------

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The next port from $1 on that nobody listens on and that we haven't given away ourselves; in $port.
given=" "
next_port() {
  port=$1
  while listens "$port" || [[ $given == *" $port "* ]]; do port=$((port + 1)); done
  given+="$port "
}

# Where a client on this machine reaches the first address of ASPNETCORE_URLS; sets $url and $url_port.
read_address() {
  local first=${ASPNETCORE_URLS:-http://127.0.0.1:8080}
  first=${first%%;*}
  [[ $first =~ ^(https?)://(\[[^]]*\]|[^:/]+)(:([0-9]+))?/?$ ]] || die "ASPNETCORE_URLS: '$first' is no address such as http://127.0.0.1:8080." 2
  local host=${BASH_REMATCH[2]}
  url_port=${BASH_REMATCH[4]:-80}
  case $host in '*' | + | 0.0.0.0 | '[::]') host=127.0.0.1 ;; esac
  url="${BASH_REMATCH[1]}://$host:$url_port"
}

refuse_taken_port() {
  ! listens "$url_port" || die "Port $url_port is in use: stop what listens there, or set ASPNETCORE_URLS, such as ASPNETCORE_URLS=http://127.0.0.1:8081 $0" 2
}

# --- processes ----------------------------------------------------------------------------------------------------------------------

# start NAME PROGRAM [ARGUMENT...]: a child of ours; its id in $started.
start() {
  local name=$1 program=$2
  shift 2
  dotnet exec "$program" "$@" </dev/null &
  started=$!
  children+=("$started")
  name_of[$started]=$name
}
declare -A name_of=()

forget() {
  local kept=() child
  for child in "${children[@]}"; do [ "$child" = "$1" ] || kept+=("$child"); done
  children=("${kept[@]}")
}

# Last started, first stopped: the agent hands its work back while the server still answers.
stop_all() {
  local index child outcome
  trap 'signal_children TERM' INT TERM
  for ((index = ${#children[@]} - 1; index >= 0; index--)); do
    child=${children[index]}
    kill -TERM "$child" 2>/dev/null
    while kill -0 "$child" 2>/dev/null; do
      wait "$child" 2>/dev/null
      outcome=$?
    done
    # 143: ended by our own signal before it could take it; above 128 from a second signal to us: wait was interrupted, the loop goes on.
    case ${outcome:-0} in 0 | 143) ;; *) stop_outcome=$outcome ;; esac
  done
  children=()
  postgres_stop
}

signal_children() {
  local child
  for child in "${children[@]}"; do kill -"$1" "$child" 2>/dev/null; done
}

stop_on_signal() {
  say "stopping"
  stop_all
  trap - EXIT
  exit "$stop_outcome"
}

trap stop_all EXIT
trap stop_on_signal INT TERM

is_ready() {
  local answer=
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
  read -r -t 5 answer <&3
  exec 3>&-
  [[ $answer == *" 200 "* ]]
}

# await_ready ID PORT: until that process answers that it is ready; with its exit code when it ends instead.
await_ready() {
  local id=$1 limit=$((SECONDS + 90))
  until (is_ready "$2") 2>/dev/null; do
    if ! kill -0 "$id" 2>/dev/null; then
      wait "$id"
      local outcome=$?
      forget "$id"
      [ "$outcome" -ne 0 ] || outcome=1
      die "${name_of[$id]} ended with $outcome instead of starting; its last lines are above." "$outcome"
    fi
    [ "$SECONDS" -lt "$limit" ] || die "${name_of[$id]} was not ready within 90 s."
    sleep 0.1
  done
}

start_agent() {
  start agent "src/Worker/$release/GrainJobs.Worker.dll" --server "$1" --key-file "$key_file" --platforms linux,any --capacity 1 --work-dir "$data/agent"
}

print_addresses() {
  say ""
  say "  jobs and builds   $url"
  say "  documentation     $url/docs"
  say "  dashboard         $url/dashboard"
  say "  health            $url/health/ready"
  say "  key               ${key_file} (header X-API-Key)"
  say ""
}

# --- the three ways -----------------------------------------------------------------------------------------------------------------

run_server() {
  trap - EXIT INT TERM
  exec dotnet exec "src/ApiGateway/$release/GrainJobs.ApiGateway.dll"
}

run_samples() {
  start server "src/ApiGateway/$release/GrainJobs.ApiGateway.dll"
  local server=$started
  await_ready "$server" "$url_port"
  start_agent "$url"
  dotnet exec "samples/Tour/$release/GrainJobs.Tour.dll" --server "$url" --key-file "$key_file" --out "$data/tour" </dev/null &
  local tour=$!
  children+=("$tour")
  wait "$tour"
  local outcome=$?
  forget "$tour"
  [ "$outcome" -eq 0 ] || die "The samples did not run through (exit $outcome); see above." "$outcome"
  print_addresses
  say "staying up; Ctrl-C stops it"
  wait "$server"
  outcome=$?
  forget "$server"
  exit "$outcome"
}

start_silo() {
  local number=$1
  ASPNETCORE_URLS="http://127.0.0.1:${health_port[number]}" Silo__Port=${silo_port[number]} Silo__GatewayPort=${entry_port[number]} \
    start "silo $number" "src/Silo/$release/GrainJobs.Silo.dll"
  silo_id[number]=$started
}

# A silo that the others declared dead ends itself, as it should; whatever runs silos starts it again. One that keeps failing stops the cluster.
keep_silos() {
  local number id outcome failures=0
  while :; do
    wait -n -p id "${children[@]}" 2>/dev/null
    outcome=$?
    [ -n "${id:-}" ] || continue
    forget "$id"
    number=${name_of[$id]#silo }
    failures=$((failures + 1))
    if [ "$outcome" -eq 2 ] || [ "$failures" -gt 20 ] || [ "$number" = "${name_of[$id]}" ]; then
      die "${name_of[$id]} ended with $outcome: stopping the cluster." "$outcome"
    fi
    say "${name_of[$id]} ended with $outcome: starting it again"
    sleep 1
    start_silo "$number"
  done
}

run_cluster() {
  local silos=${1:-2} gateways=${2:-2} number
  [[ $silos =~ ^[1-9][0-9]?$ && $gateways =~ ^[1-9][0-9]?$ ]] || die "usage: ./run.sh cluster [silos 1-99] [gateways 1-99]" 2
  if [ -z "${ConnectionStrings__GrainJobs:-}" ]; then start_database; fi
  export Silo__Address=${Silo__Address:-127.0.0.1} Data__Path=$data
  declare -ga health_port=() silo_port=() entry_port=() silo_id=()
  for ((number = 1; number <= silos; number++)); do
    next_port 8180 && health_port[number]=$port
    next_port "${Silo__Port:-11111}" && silo_port[number]=$port
    next_port "${Silo__GatewayPort:-30000}" && entry_port[number]=$port
    start_silo "$number"
  done
  for ((number = 1; number <= silos; number++)); do await_ready "${silo_id[number]}" "${health_port[number]}"; done
  local urls=() ids=() ports=()
  for ((number = 1; number <= gateways; number++)); do
    next_port "$url_port"
    ports+=("$port") urls+=("http://127.0.0.1:$port")
    ASPNETCORE_URLS="${urls[-1]}" start "gateway $number" "src/ApiGateway/$release/GrainJobs.ApiGateway.dll"
    ids+=("$started")
  done
  for number in "${!ids[@]}"; do await_ready "${ids[number]}" "${ports[number]}"; done
  start_agent "${urls[0]}"
  say ""
  for number in "${!urls[@]}"; do say "  gateway $((number + 1))   ${urls[number]}"; done
  for ((number = 1; number <= silos; number++)); do say "  silo $number      http://127.0.0.1:${health_port[number]}/health/ready"; done
  say "  dashboard   ${urls[0]}/dashboard"
  say "  key         $key_file (header X-API-Key)"
  say "staying up; Ctrl-C stops it"
  keep_silos
}

# The cluster's own PostgreSQL, kept between runs. Root's PostgreSQL runs as another account, which must be able to reach the folder.
start_database() {
  postgres_install || exit 1
  secret_file "$data/postgres-password"
  local folder
  folder=$(realpath -m "$data/postgres")
  if [ "$(id -u)" -eq 0 ] && ! setpriv --reuid postgres --regid postgres --clear-groups -- test -x "$(realpath "$data")"; then
    folder=/var/lib/grainjobs/$(realpath "$data" | sha256sum | cut -c 1-12)
    say "the account postgres can't reach $data; the database is kept in $folder"
    mkdir -p "$folder"
  fi
  postgres_start "$folder" "$data/postgres-password" max_connections=300 || exit 1
  ConnectionStrings__GrainJobs="Host=127.0.0.1;Port=$POSTGRES_PORT;Username=postgres;Password=$(cat "$data/postgres-password");Database=postgres"
  export ConnectionStrings__GrainJobs
  say "PostgreSQL on port $POSTGRES_PORT, kept in $folder"
}

case ${1:-} in
  -h | --help) usage; exit 0 ;;
  '' | server | cluster) ;;
  *) usage >&2; exit 2 ;;
esac
read_address
[ "${1:-}" = server ] || refuse_taken_port
build
prepare_keys
case ${1:-} in
  server) run_server ;;
  cluster) run_cluster "${2:-}" "${3:-}" ;;
  *) run_samples ;;
esac
