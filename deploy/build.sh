# Sourced by run.sh and test.sh: builds the programs that run.sh starts, once for each state of the sources.
# The caller has `say`, and `run`, which runs a command so that a signal is answered at once.

# Names, sizes and times of everything the programs are made from; a deleted file changes it too.
fingerprint() {
  find src sql samples Directory.Build.props Directory.Packages.props global.json \
    \( -name bin -o -name obj -o -name node_modules \) -prune -o -type f -printf '%p %s %T@\n' 2>/dev/null | sort | sha256sum
}

# A program in place of this process, which must be a copy of the shell: without the lock's file, since a compiler server that stays would keep the lock.
quietly() { exec "$@" 9>&- >artifacts/build.log 2>&1; }

# build_programs [OPTION...]: with options for dotnet build; the messages of a failed one go to standard error.
# Of two that start at once in the same folder one builds, and the other waits for it: they would write the same files.
build_programs() {
  local now project outcome=0
  now=$(fingerprint)
  [ "$(cat artifacts/built 2>/dev/null)" = "$now" ] && return 0
  mkdir -p artifacts
  exec 9>artifacts/build.lock
  if ! flock -n 9; then
    say "another start builds; waiting for it"
    run flock -w 600 9
  fi
  if [ "$(cat artifacts/built 2>/dev/null)" != "$now" ]; then
    say "building (first start, or the sources changed)"
    for project in src/ApiGateway src/Worker samples/Tour; do
      run quietly dotnet build "$project" -c Release --nologo -v q -nodeReuse:false "$@" && continue
      cat artifacts/build.log >&2
      printf 'The build of %s failed; its messages are above.\n' "$project" >&2
      outcome=1
      break
    done
    [ "$outcome" -ne 0 ] || printf '%s\n' "$now" >artifacts/built
  fi
  exec 9>&-
  return "$outcome"
}
