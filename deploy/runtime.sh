# Sourced by run.sh, test.sh and bench.sh: how .NET is set for what they start. The units and images in this folder set the same.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# 16 MB of new objects before the garbage collector runs, where it would choose some 4 (docs/decisions.md); only the environment can set it.
export DOTNET_GCgen0size=${DOTNET_GCgen0size:-0x1000000}
