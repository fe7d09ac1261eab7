using System.Text;
using GrainJobs.Files;
using Microsoft.AspNetCore.Http;

namespace GrainJobs.Http;

public sealed class FormReaderTests : IDisposable
{
    private static readonly FormSpec Spec = new(
        new HashSet<string> { "platform" }, new Dictionary<string, long> { ["source"] = 1000, ["certs"] = 10 });

    private readonly string folder = Directory.CreateTempSubdirectory("grainjobs-form-").FullName;
    private readonly FormReader reader;
    private UploadForm? form;

    public FormReaderTests() => reader = new(new LocalFileStore(folder, TimeProvider.System));

    [Fact]
    public async Task Parts_come_in_any_order_and_unknown_ones_are_ignored()
    {
        var answer = await Read(File("source", "../../x.zip", "zip"), Field("secret", "s"), File("other", "o", "oo"), Field("platform", "ios"));

        answer.Status.Should().Be(201);
        form!.Field("platform").Should().Be("ios");
        form.Fields.Should().NotContainKey("secret");
        form.File("source")!.Name.Should().Be("x.zip");
        form.File("source")!.Stored.Length.Should().Be(3);
        StoredCount().Should().Be(1);
    }

    [Fact]
    public async Task A_refused_request_keeps_no_file()
    {
        await Read(keep: false, File("source", "a", "zip"));

        StoredCount().Should().Be(0);
    }

    [Fact]
    public async Task A_file_over_its_limit_takes_the_others_with_it()
    {
        var read = () => Read(File("source", "a", "zip"), File("certs", "c", "12345678901"));

        await read.Should().ThrowAsync<FileTooLargeException>();
        StoredCount().Should().Be(0);
    }

    [Fact]
    public async Task A_cut_body_keeps_nothing()
    {
        var body = Body(File("source", "a", "zip"), Field("platform", "ios"));
        var read = () => Read(body[..^20], keep: true);

        await read.Should().ThrowAsync<InvalidDataException>();
        StoredCount().Should().Be(0);
    }

    [Fact]
    public async Task A_part_given_twice_is_refused()
    {
        (await Read(Field("platform", "a"), Field("platform", "b"))).Status.Should().Be(400);
        (await Read(File("source", "a", "1"), File("source", "b", "2"))).Status.Should().Be(400);
        StoredCount().Should().Be(0);
    }

    [Theory]
    [InlineData("application/json", 415)]
    [InlineData(null, 415)]
    [InlineData("multipart/form-data", 400)]
    public async Task What_is_no_form_is_told_from_a_form_without_a_boundary(string? type, int status)
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = type;

        (await reader.Read(context, Spec, _ => throw new InvalidOperationException())).Status.Should().Be(status);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private int StoredCount() => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count();

    private Task<Answer> Read(params string[] parts) => Read(true, parts);

    private Task<Answer> Read(bool keep, params string[] parts) => Read(Body(parts), keep);

    private Task<Answer> Read(string body, bool keep)
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = "multipart/form-data; boundary=\"xyz\"";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return reader.Read(context, Spec, read =>
        {
            form = read;
            if (keep)
            {
                read.Keep();
            }

            return Task.FromResult(Answer.Empty(201));
        });
    }

    private static string Body(params string[] parts) => string.Concat(parts.Select(part => "--xyz\r\n" + part + "\r\n")) + "--xyz--\r\n";

    private static string Field(string name, string text) => $"Content-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}";

    private static string File(string name, string fileName, string text) =>
        $"Content-Disposition: form-data; name=\"{name}\"; filename=\"{fileName}\"\r\nContent-Type: application/zip\r\n\r\n{text}";
}
