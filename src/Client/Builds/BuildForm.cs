using System.Globalization;

namespace GrainJobs.Builds;

#pragma warning disable CA2000 // The form owns its parts, the request owns the form.

/// <summary>Multipart bodies whose files are streamed from disk.</summary>
internal static class BuildForm
{
    internal static MultipartFormDataContent Of(NewBuild build)
    {
        MultipartFormDataContent form = [];
        form.Text("platform", build.Platform).Text("project_id", build.ProjectId);
        form.Text("priority", build.Priority?.ToString(CultureInfo.InvariantCulture));
        form.Text("await_source", build.SourceFile is null ? "true" : null);
        return form.File("source", build.SourceFile).File("certs", build.CertsFile);
    }

    internal static MultipartFormDataContent Text(this MultipartFormDataContent form, string name, string? value)
    {
        if (value is not null)
        {
            form.Add(new StringContent(value), name);
        }

        return form;
    }

    internal static MultipartFormDataContent File(this MultipartFormDataContent form, string name, string? path)
    {
        if (path is not null)
        {
            form.Add(FileContent(path), name, Path.GetFileName(path));
        }

        return form;
    }

    /// <summary>The bytes of a file, read as they are sent.</summary>
    internal static StreamContent FileContent(string path)
    {
        StreamContent content = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan), 64 * 1024);
        content.Headers.ContentType = new("application/octet-stream");
        return content;
    }
}
