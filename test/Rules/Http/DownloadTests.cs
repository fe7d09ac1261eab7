using GrainJobs.Files;
using Microsoft.AspNetCore.Http;

namespace GrainJobs.Http;

public sealed class DownloadTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("grainjobs-download-").FullName;
    private readonly LocalFileStore store;

    public DownloadTests() => store = new(folder, TimeProvider.System);

    [Theory]
    [InlineData(null, 200, "0123456789", null)]
    [InlineData("bytes=2-4", 206, "234", "bytes 2-4/10")]
    [InlineData("bytes=7-", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=-3", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=5-500", 206, "56789", "bytes 5-9/10")]
    [InlineData("bytes=0-1,3-4", 200, "0123456789", null)]
    [InlineData("lines=1-2", 200, "0123456789", null)]
    public async Task A_range_is_served(string? range, int status, string content, string? contentRange)
    {
        var response = await Get(range);

        response.StatusCode.Should().Be(status);
        Text(response).Should().Be(content);
        response.ContentLength.Should().Be(content.Length);
        response.Headers.ContentRange.ToString().Should().Be(contentRange ?? "");
    }

    [Fact]
    public async Task A_range_outside_the_file_is_refused_with_its_length()
    {
        var response = await Get("bytes=10-");

        response.StatusCode.Should().Be(416);
        response.Headers.ContentRange.ToString().Should().Be("bytes */10");
    }

    [Fact]
    public async Task A_hostile_name_stays_inside_its_header()
    {
        var response = await Get(null, "a\"b\r\nX-Evil: 1;ü.html");

        response.Headers.ContentDisposition.ToString().Should().StartWith("attachment;").And.NotContain("\r").And.NotContain("\n");
        response.ContentType.Should().Be("application/octet-stream");
        response.Headers.Should().NotContainKey("X-Evil");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<HttpResponse> Get(string? range, string name = "a.zip")
    {
        var stored = await store.Save(new MemoryStream("0123456789"u8.ToArray()), 100, CancellationToken.None);
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Response.Body = new MemoryStream();
        if (range is not null)
        {
            context.Request.Headers.Range = range;
        }

        await new Download(store, stored.Id, name, stored.Sha256).ExecuteAsync(context);
        return context.Response;
    }

    private static string Text(HttpResponse response) => System.Text.Encoding.UTF8.GetString(((MemoryStream)response.Body).ToArray());
}
