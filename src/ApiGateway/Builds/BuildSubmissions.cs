using System.Collections.Frozen;
using System.Globalization;
using GrainJobs.Files;
using GrainJobs.Http;
using GrainJobs.Projects;

namespace GrainJobs.Builds;

/// <summary>Taking builds in.</summary>
internal sealed class BuildSubmissions(
    BuildReads reads, BuildSettings settings, LimitSettings limits, FormReader forms, IFileStore files, Once once, TokenMint mint, TimeProvider time)
{
    private const int WidestPriority = 1_000_000;
    private static readonly TimeSpan RetryLimit = TimeSpan.FromSeconds(10);

    private readonly FormSpec form = new(
        new[] { "platform", "await_source", "project_id", "priority" }.ToFrozenSet(),
        new Dictionary<string, long> { ["source"] = limits.SourceBytes, ["certs"] = limits.CertsBytes });

    internal Task<Answer> Submit(HttpContext context) => forms.Read(context, form, upload => once.Run(context, upload.Fingerprint, () => Submit(upload)));

    /// <summary>Saves the source of a build that awaits it.</summary>
    internal async Task<Answer> SaveSource(string id, HttpContext context)
    {
        // Refused before the body is read where that is certain already; the grain decides the rest.
        if (await reads.Find(id) is not { } build)
        {
            return BuildReads.NotFound();
        }

        if (build.IsFinished || build.Source is not null)
        {
            return build.IsFinished
                ? Problem.Of(RefusalCode.BuildFinished, "The build has ended; a finished build is never changed")
                : Problem.Of(RefusalCode.SourceNotAwaited, "The build has its source already");
        }

        var stored = await files.Save(context.Request.Body, limits.SourceBytes, context.RequestAborted);
        var saved = await reads.Grain(build.Id).SaveSource(Describe(stored, FileName.Clean(context.Request.Headers["X-File-Name"])));
        if (saved.IsRefused)
        {
            await files.Delete(stored.Id, CancellationToken.None);
            return Problem.Of(saved.Refusal);
        }

        return Answer.Ok(BuildView.Of(saved.Value), BuildWire.Default.BuildView);
    }

    /// <summary>A new build with its own copy of the source.</summary>
    internal Task<Answer> Retry(string id, HttpContext context) => once.Run(context, () => Fingerprint.Empty, async () =>
    {
        if (await reads.Find(id) is not { } original)
        {
            return BuildReads.NotFound();
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var timer = time.CreateTimer(_ => limit.Cancel(), null, RetryLimit, Timeout.InfiniteTimeSpan);
        try
        {
            return await Retry(original, limit.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return Problem.Of(RefusalCode.TimedOut, "The source could not be copied within 10 s; nothing was created. Try again.");
        }
    });

    private async Task<Answer> Submit(UploadForm upload)
    {
        var judged = Judge(upload);
        if (judged.IsRefused)
        {
            return Problem.Of(judged.Refusal);
        }

        var source = upload.File("source") is { } file ? Describe(file.Stored, file.Name) : null;
        var submitted = await reads.Desk.Submit(judged.Value with { Id = await reads.Desk.NewId() }, source);
        if (submitted.IsRefused)
        {
            return Problem.Of(submitted.Refusal);
        }

        upload.Keep();
        var build = submitted.Value;
        var view = new AcceptedView(build.Id.Value, build.Status, build.Spec.Platform, build.CreatedAt, Token(build));
        return Answer.Json(StatusCodes.Status201Created, view, BuildWire.Default.AcceptedView) with { Location = "/api/builds/" + build.Id };
    }

    private Result<BuildSpec> Judge(UploadForm upload)
    {
        var faults = new FieldFaults();
        var (platform, project) = (upload.Field("platform"), upload.Field("project_id"));
        faults.Check(
            "platform", platform is not null && settings.Platforms.Contains(platform), $"Invalid platform. Must be one of {string.Join(", ", settings.Platforms)}");
        faults.Check("await_source", upload.Field("await_source") is null or "" or "true" or "false" or "1" or "0", "must be true or false");
        faults.Check("source", upload.File("source") is not null || upload.Field("await_source") is "true" or "1", "Missing source file");
        faults.Check("project_id", project is null || ProjectId.IsValid(project), "must be 1 to 100 characters of A-Z a-z 0-9 _ -");
        var priority = Priority(upload.Field("priority"));
        faults.Check("priority", priority is >= -WidestPriority and <= WidestPriority, "must be a whole number from -1,000,000 to 1,000,000");
        return !faults.IsEmpty ? faults.ToRefusal() : new BuildSpec
        {
            Id = default,
            Platform = platform!,
            Priority = priority!.Value,
            AwaitSource = upload.File("source") is null,
            ProjectId = project,
            Certs = upload.File("certs") is { } certs ? Describe(certs.Stored, certs.Name) : null,
        };
    }

    private static int? Priority(string? text) =>
        text is null ? 0 : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority) ? priority : null;

    private async Task<Answer> Retry(Build original, CancellationToken cancel)
    {
        var source = await Copy(original.Source, cancel);
        var certs = source is null ? null : await Copy(original.Spec.Certs, cancel);
        if (source is null || (certs is null && original.Spec.Certs is not null))
        {
            await Discard(source, certs);
            return Problem.Of(RefusalCode.Invalid, "Original build source no longer available. Please submit a new build.");
        }

        var spec = original.Spec with { Id = await reads.Desk.NewId(), AwaitSource = false, Certs = certs, OriginalBuildId = original.Id };
        var submitted = await reads.Desk.Submit(spec, source);
        if (submitted.IsRefused)
        {
            await Discard(source, certs);
            return Problem.Of(submitted.Refusal);
        }

        var build = submitted.Value;
        return Answer.Ok(
            new RetriedView(build.Id.Value, build.Status, build.CreatedAt, Token(build), original.Id.Value), BuildWire.Default.RetriedView);
    }

    private async Task<BuildFile?> Copy(BuildFile? file, CancellationToken cancel) =>
        FileId.Parse(file?.FileId) is { } id && await files.Copy(id, cancel) is { } copy ? Describe(copy, file!.Name) : null;

    private async Task Discard(params BuildFile?[] copies)
    {
        foreach (var copy in copies)
        {
            if (FileId.Parse(copy?.FileId) is { } id)
            {
                await files.Delete(id, CancellationToken.None);
            }
        }
    }

    private string Token(Build build) => mint.Make(TokenKind.Build, build.Id.Value);

    internal static BuildFile Describe(StoredFile stored, string? name) =>
        new() { FileId = stored.Id.Value, Length = stored.Length, Sha256 = stored.Sha256, Name = name };
}
