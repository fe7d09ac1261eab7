# Sourced by run.sh and test.sh: a private PostgreSQL on loopback, from the distribution's packages.
# PostgreSQL refuses to run as root; root runs it as the package's account "postgres".

postgres_programs() {
  local found
  found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
  [ -n "$found" ] && [ -x "$found/initdb" ] && printf '%s\n' "$found"
}

# Installs the server without creating or starting the package's own cluster: nothing listens afterwards.
postgres_install() {
  postgres_programs >/dev/null && return 0
  echo "PostgreSQL is not installed; installing the package postgresql"
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Not root and no sudo: run 'apt-get install postgresql' as root, then try again." >&2; return 1; }
    root=(sudo)
  fi
  local drop_in=/etc/postgresql-common/createcluster.d/grainjobs.conf
  "${root[@]}" mkdir -p "${drop_in%/*}"
  echo "create_main_cluster = false" | "${root[@]}" tee "$drop_in" >/dev/null
  "${root[@]}" apt-get update -qq &&
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
  local outcome=$?
  "${root[@]}" rm -f "$drop_in"
  postgres_programs >/dev/null || { echo "apt-get could not install postgresql (exit $outcome); see its messages above." >&2; return 1; }
}

# postgres_as PROGRAM [ARGUMENT...]: runs one of the server's programs; the process keeps its id.
postgres_as() {
  local program
  program="$(postgres_programs)/$1"
  shift
  if [ "$(id -u)" -eq 0 ]; then
    exec setpriv --reuid postgres --regid postgres --clear-groups -- "$program" "$@"
  fi
  exec "$program" "$@"
}

# postgres_start FOLDER AUTH [name=value...]: makes the cluster if the folder has none and starts it on a free port.
# AUTH is trust, or the path of a password file. Sets POSTGRES_PID and POSTGRES_PORT; the server's log is FOLDER/log.
postgres_start() {
  local folder=$1 auth=$2 setting port
  shift 2
  local options=()
  for setting in "$@"; do options+=(-c "$setting"); done
  mkdir -p "$folder" || return 1
  if [ "$(id -u)" -eq 0 ]; then chown postgres "$folder"; fi
  if ! [ -s "$folder/data/PG_VERSION" ]; then
    postgres_create "$folder" "$auth" || return 1
  fi
  for port in $(shuf -i 15000-20999 -n 20); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue; fi
    (cd / && postgres_as postgres -D "$folder/data" -c "port=$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
      "${options[@]}") >"$folder/log" 2>&1 </dev/null &
    POSTGRES_PID=$!
    POSTGRES_PORT=$port
    postgres_wait && return 0
    grep -q "could not bind\|could not create any TCP" "$folder/log" || break
  done
  echo "PostgreSQL did not start:" >&2
  tail -n 5 "$folder/log" >&2
  return 1
}

postgres_create() {
  local folder=$1 auth=$2
  local how=(--auth=trust)
  if [ "$auth" != trust ]; then
    install -m 600 "$auth" "$folder/password"
    if [ "$(id -u)" -eq 0 ]; then chown postgres "$folder/password"; fi
    how=(--auth=scram-sha-256 "--pwfile=$folder/password")
  fi
  (cd / && postgres_as initdb -D "$folder/data" -U postgres "${how[@]}" --encoding=UTF8 --locale=C.UTF-8) >"$folder/log" 2>&1
  local outcome=$?
  rm -f "$folder/password"
  [ "$outcome" -eq 0 ] || { echo "initdb failed:" >&2; tail -n 5 "$folder/log" >&2; return 1; }
}

postgres_wait() {
  local tries
  for tries in $(seq 600); do
    "$(postgres_programs)/pg_isready" -q -h 127.0.0.1 -p "$POSTGRES_PORT" -U postgres && return 0
    kill -0 "$POSTGRES_PID" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

# Cuts sessions and shuts down cleanly.
postgres_stop() {
  [ -n "${POSTGRES_PID:-}" ] || return 0
  kill -INT "$POSTGRES_PID" 2>/dev/null
  wait "$POSTGRES_PID" 2>/dev/null
  POSTGRES_PID=
}
