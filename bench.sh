#!/usr/bin/env bash
# Measures GrainJobs on this machine: ./bench.sh [--scenarios P1,P2,...] [--jobs N] [--runs N] [--db postgres|sqlite] [--silos N] [--connections N] [--statements yes]
# Long runs, PostgreSQL: --scenarios soak [--minutes N] [--rate JOBS_PER_SECOND], scale [--jobs N], idle, pollers, bare (what a second silo costs Orleans alone); the hot pieces alone: --micro
# Without --db both databases, PostgreSQL first (a private one, fsync on). Prints a table; JSON goes to artifacts/bench/.
# What the scenarios are and what they gave: docs/performance.md. Run it alone on the machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. deploy/local-postgres.sh
. deploy/runtime.sh

databases="postgres sqlite" options=() micro=
while [ $# -gt 0 ]; do
  case $1 in
    --db) databases=${2:?--db needs postgres or sqlite}; shift 2 ;;
    --scenarios | --jobs | --runs | --silos | --connections | --minutes | --rate | --statements) options+=("$1" "${2:?$1 needs a value}"); shift 2 ;;
    --micro) micro=1; shift ;;
    *) sed -n '2,5s/^# //p' "${BASH_SOURCE[0]}"; exit 2 ;;
  esac
done

case " $databases " in *" postgres "*) postgres_install ;; esac
dotnet build GrainJobs.sln -c Release -v quiet --nologo
mkdir -p artifacts/bench
if [ -n "$micro" ]; then
  dotnet run --no-build --project test/Benchmarks -c Release -- --micro artifacts/bench/micro
  exit
fi
for database in $databases; do
  echo "== $database"
  dotnet run --no-build --project test/Benchmarks -c Release -- --db "$database" --json "artifacts/bench/$database.json" "${options[@]}"
done
