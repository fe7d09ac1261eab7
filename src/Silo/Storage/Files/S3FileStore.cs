using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace GrainJobs.Files;

/// <summary>Files in an S3-compatible store. An object appears when its upload is completed, so it is whole or absent by nature.</summary>
public sealed class S3FileStore : IFileStore, IDisposable
{
    private readonly AmazonS3Client client;
    private readonly S3Settings settings;
    private readonly TimeProvider time;

    public S3FileStore(S3Settings settings, TimeProvider time)
    {
        this.settings = settings;
        this.time = time;
        client = S3Client.Create(settings);
    }

    public async Task<StoredFile> Save(Stream content, long maxBytes, CancellationToken cancel)
    {
        var id = FileId.New(time.GetUtcNow());
        await using var metered = new MeteredStream(content, maxBytes);
        try
        {
            await new S3Upload(client, settings.Bucket, KeyOf(id)).Send(metered, cancel);
        }
        catch (Exception failure) when (S3Failures.IsAway(failure))
        {
            throw S3Failures.Away(failure);
        }

        return new(id, metered.Count, metered.Sha256);
    }

    public Task<FileContent?> Open(FileId id, FileRange range, CancellationToken cancel) =>
        S3Failures.Translate(() => OpenPart(id, range, cancel));

    public async Task<StoredFile?> Copy(FileId id, CancellationToken cancel)
    {
        await using var original = await Open(id, FileRange.Whole, cancel);
        return original is null ? null : await Save(original.Content, long.MaxValue, cancel);
    }

    public Task Delete(FileId id, CancellationToken cancel) =>
        S3Failures.Translate(() => client.DeleteObjectAsync(settings.Bucket, KeyOf(id), cancel));

    public async IAsyncEnumerable<FileEntry> List([EnumeratorCancellation] CancellationToken cancel)
    {
        var pages = client.Paginators.ListObjectsV2(new() { BucketName = settings.Bucket, Prefix = settings.Prefix });
        await foreach (var item in pages.S3Objects.WithCancellation(cancel))
        {
            if (FileId.Parse(item.Key[settings.Prefix.Length..]) is { } id)
            {
                yield return new(id, item.Size ?? 0, new(item.LastModified.GetValueOrDefault().ToUniversalTime(), TimeSpan.Zero));
            }
        }
    }

    public async Task<int> SweepUnfinished(DateTimeOffset before, CancellationToken cancel)
    {
        var uploads = await client.ListMultipartUploadsAsync(
            new ListMultipartUploadsRequest { BucketName = settings.Bucket, Prefix = settings.Prefix }, cancel);
        var stale = (uploads.MultipartUploads ?? []).Where(upload => upload.Initiated.GetValueOrDefault().ToUniversalTime() < before).ToList();
        foreach (var upload in stale)
        {
            await client.AbortMultipartUploadAsync(settings.Bucket, upload.Key, upload.UploadId, cancel);
        }

        return stale.Count;
    }

    public void Dispose() => client.Dispose();

    private async Task<FileContent?> OpenPart(FileId id, FileRange range, CancellationToken cancel)
    {
        if (await LengthOf(id, cancel) is not { } total)
        {
            return null;
        }

        var last = range.Length is { } length ? Math.Min(range.Offset + length, total) - 1 : total - 1;
        if (last < range.Offset)
        {
            return new(Stream.Null, total);
        }

        var answer = await client.GetObjectAsync(
            new GetObjectRequest { BucketName = settings.Bucket, Key = KeyOf(id), ByteRange = new(range.Offset, last) }, cancel);
        return new(answer.ResponseStream, total);
    }

    private async Task<long?> LengthOf(FileId id, CancellationToken cancel)
    {
        try
        {
            return (await client.GetObjectMetadataAsync(settings.Bucket, KeyOf(id), cancel)).ContentLength;
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private string KeyOf(FileId id) => settings.Prefix + id.Value;
}
