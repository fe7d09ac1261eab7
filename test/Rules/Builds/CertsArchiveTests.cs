using System.IO.Compression;
using System.Text;

namespace GrainJobs.Builds;

public sealed class CertsArchiveTests
{
    [Fact]
    public async Task Certificate_password_and_profiles_are_found()
    {
        var read = (await Read(("a.p12", "cert"), ("password.txt", " secret \n"), ("x/one.mobileprovision", "1"), ("readme.md", "?"))).Value!;

        (read.P12, read.P12Password).Should().Be((Convert.ToBase64String("cert"u8), "secret"));
        read.ProvisioningProfiles.Should().Equal(Convert.ToBase64String("1"u8));
        Convert.FromBase64String(read.KeychainPassword).Should().HaveCount(24);
    }

    [Fact]
    public async Task Without_a_password_it_is_empty() => (await Read(("a.p12", "cert"))).Value!.P12Password.Should().BeEmpty();

    [Theory]
    [InlineData("../a.p12")]
    [InlineData("/a.p12")]
    [InlineData("x\\..\\a.p12")]
    public async Task Names_that_lead_outside_are_refused(string name) =>
        (await Read((name, "cert"))).Refusal!.Detail.Should().Contain("outside");

    [Fact]
    public async Task Without_a_certificate_it_is_refused() => (await Read(("password.txt", "x"))).Refusal!.Detail.Should().Contain(".p12");

    [Fact]
    public async Task What_unpacks_to_too_much_is_refused() =>
        (await Read(("a.p12", "cert"), ("big.mobileprovision", new string('0', 51 << 20)))).IsRefused.Should().BeTrue();

    [Fact]
    public async Task What_is_no_zip_is_refused()
    {
        using MemoryStream noise = new("this is no zip"u8.ToArray());

        (await CertsArchive.Read(noise, default)).Refusal!.Detail.Should().Contain("no zip");
    }

    private static async Task<Result<CertificatesView>> Read(params (string Name, string Content)[] files)
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                await using var entry = await zip.CreateEntry(name).OpenAsync();
                await entry.WriteAsync(Encoding.UTF8.GetBytes(content));
            }
        }

        bytes.Position = 0;
        return await CertsArchive.Read(bytes, default);
    }
}
