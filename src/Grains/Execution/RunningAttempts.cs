using System.Collections.Concurrent;
using GrainJobs.Leases;

namespace GrainJobs.Execution;

/// <summary>Every attempt under way on this silo.</summary>
internal sealed class RunningAttempts
{
    private readonly ConcurrentDictionary<LeaseToken, RunningAttempt> attempts = new();

    public bool IsEmpty => attempts.IsEmpty;

    public IEnumerable<RunningAttempt> All => attempts.Values;

    public void Add(RunningAttempt attempt) => attempts[attempt.Grant.Token] = attempt;

    public void Remove(RunningAttempt attempt) => attempts.TryRemove(attempt.Grant.Token, out _);

    public RunningAttempt? Find(LeaseToken token) => attempts.GetValueOrDefault(token);
}
