using System.Diagnostics;
using System.Text.Json;
using GrainJobs.Jobs;
using GrainJobs.Leases;
using Microsoft.Extensions.DependencyInjection;

namespace GrainJobs.Execution;

/// <summary>One run of a handler: read the payload, run within the time limit, turn outcome or exception into a report.</summary>
internal sealed class HandlerRun(IServiceScopeFactory scopes, JobLedger ledger, TimeProvider time)
{
    /// <summary>The name of the trace source of attempts.</summary>
    public const string SourceName = "GrainJobs.Attempts";

    /// <summary>A handler that ignores its stop token is given up after this long.</summary>
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(5);
    private static readonly ActivitySource Source = new(SourceName);

    public async Task<LeaseReport> Run(HandlerDescriptor handler, RunningAttempt attempt)
    {
        var job = attempt.Grant.Job!;
        using var activity = Begin(job);
        try
        {
            var payload = handler.Shape.Read(job.RunningPayload);
            attempt.EndAfter(job.Spec.Timeout ?? handler.Options.Timeout);
            await using var scope = scopes.CreateAsyncScope();
            var context = new JobContext(attempt, scope.ServiceProvider, ledger, time);
            try
            {
                var outcome = await handler.Run(scope.ServiceProvider, payload, context).WaitAsync(GiveUp(attempt));
                return IsResultJson(outcome)
                    ? Translate(outcome, attempt.Grant.Token)
                    : Failed(attempt, "The handler's result is no JSON text", FailureClass.Permanent);
            }
            finally
            {
                context.Close();
            }
        }
        catch (JsonException exception)
        {
            return Failed(attempt, "The payload does not fit its handler: " + exception.Message, FailureClass.Permanent);
        }
#pragma warning disable CA1031 // A handler may throw anything: it is classified, never swallowed.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            return Classify(handler, attempt, exception);
        }
    }

    private static Activity? Begin(Job job)
    {
        _ = ActivityContext.TryParse(job.Spec.TraceParent, null, isRemote: true, out var parent);
        var activity = Source.StartActivity("attempt " + job.RunningType, ActivityKind.Consumer, parent);
        activity?.SetTag("grainjobs.job.id", job.Id.Value).SetTag("grainjobs.job.attempt", job.Attempt);
        return activity;
    }

    private static CancellationToken GiveUp(RunningAttempt attempt)
    {
        var giveUp = new CancellationTokenSource();
        attempt.Stop.Register(() => giveUp.CancelAfter(GiveUpAfter));
        return giveUp.Token;
    }

    /// <summary>What is stored is shown to clients as it is.</summary>
    private static bool IsResultJson(JobOutcome outcome)
    {
        var json = outcome switch
        {
            JobOutcome.CompletedOutcome { ResultJson: { } result } => result,
            JobOutcome.SkippedOutcome { ResultJson: { } result } => result,
            _ => null,
        };
        try
        {
            using var parsed = json is null ? null : JsonDocument.Parse(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static LeaseReport Translate(JobOutcome outcome, LeaseToken token) => outcome switch
    {
        JobOutcome.CompletedOutcome done => new() { Token = token, Kind = ReportKind.Complete, Result = done.ResultJson, Message = done.Message },
        JobOutcome.SkippedOutcome skipped => new() { Token = token, Kind = ReportKind.Skip, Reason = skipped.Reason, Result = skipped.ResultJson },
        JobOutcome.RetryOutcome retry =>
            new() { Token = token, Kind = ReportKind.Fail, Class = FailureClass.Transient, Error = retry.Error, RetryAfter = retry.After },
        JobOutcome.FailedOutcome failed => new() { Token = token, Kind = ReportKind.Fail, Class = FailureClass.Permanent, Error = failed.Error },
        _ => throw new UnreachableException(),
    };

    private static LeaseReport Classify(HandlerDescriptor handler, RunningAttempt attempt, Exception exception)
    {
        // Stopped from outside: whatever broke on the way out is not the job's fault.
        if (attempt.Cause is { } cause)
        {
            return new() { Token = attempt.Grant.Token, Kind = ReportKind.Release, Reason = cause.ToString().ToLowerInvariant() };
        }

        if (attempt.Stop.IsCancellationRequested && exception is OperationCanceledException)
        {
            return Failed(attempt, "The attempt ran longer than its time limit", FailureClass.Timeout);
        }

        var isPermanent = handler.Options.IsPermanent(exception);
        return Failed(attempt, $"{exception.GetType().Name}: {exception.Message}", isPermanent ? FailureClass.Permanent : FailureClass.Transient);
    }

    private static LeaseReport Failed(RunningAttempt attempt, string error, FailureClass failure) =>
        new() { Token = attempt.Grant.Token, Kind = ReportKind.Fail, Class = failure, Error = error };
}
