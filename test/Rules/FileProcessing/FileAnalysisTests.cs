using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace GrainJobs.FileProcessing;

public sealed class FileAnalysisTests
{
    private static readonly string[] Names = ["x.txt", "x.html", "x.csv", "x.json"];

    [Fact]
    public async Task A_text_is_hashed_typed_and_counted()
    {
        var bytes = Encoding.UTF8.GetBytes("The quick brown fox.\nThe lazy dog isn't quick,\nthe end");

        var report = await Analyse(bytes, "notes.txt");

        report.Size.Should().Be(bytes.Length);
        report.Sha256.Should().Be(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        report.ContentType.Should().Be("text/plain");
        report.Text!.Encoding.Should().Be("utf-8");
        report.Text.Lines.Should().Be(3);
        report.Text.Words.Should().Be(11);
        report.Text.UniqueWords.Should().Be(8);
        report.Text.TopWords.Take(2).Should().Equal(new WordCount("the", 3), new WordCount("quick", 2));
        report.Text.TopWords.Should().Contain(new WordCount("isn't", 1));
    }

    [Fact]
    public async Task Progress_is_5_10_20_to_90_in_order_for_any_length()
    {
        int[] expected = [5, 10, 20, 30, 40, 50, 60, 70, 80, 90];
        foreach (var length in new[] { 0, 1, 10_000, 3_000_000 })
        {
            var seen = new List<int>();

            await FileAnalysis.Run(new MemoryStream(new byte[length]), "x", null, (percent, _) => Note(seen, percent));

            seen.Should().Equal(expected, $"a file of {length} bytes");
        }
    }

    [Fact]
    public async Task An_empty_file_is_a_file()
    {
        var report = await Analyse([], "empty.txt");

        report.Sha256.Should().Be("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        report.Text!.Words.Should().Be(0);
        report.Text.Lines.Should().Be(0);
    }

    [Fact]
    public async Task Html_is_read_between_its_tags()
    {
        const string Html = """
            <!DOCTYPE html><html><head><title>Caf&eacute; menu</title><style>p { color: red }</style>
            <script>if (a < b && c > d) { document.write("<p>no</p>"); }</script></head>
            <body><!-- not <b>this</b> --><p title="a > b">Tea &amp; cake</p><p>3&nbsp;&euro;<br>now</p></body></html>
            """;

        var report = await Analyse(Encoding.UTF8.GetBytes(Html), "menu.html");

        report.ContentType.Should().Be("text/html");
        report.Text!.TopWords.Select(each => each.Word).Should().BeEquivalentTo("café", "menu", "tea", "cake", "3", "now");
    }

    [Fact]
    public async Task Json_is_read_by_its_names_and_strings()
    {
        var report = await Analyse(Encoding.UTF8.GetBytes("""{"title":"Gr\u00fc\u00dfe","list":[1,true,null,{"deep":"word"}]}"""), "data.json");

        report.ContentType.Should().Be("application/json");
        report.Structure.Should().BeEquivalentTo(new Dictionary<string, long> { ["values"] = 5, ["depth"] = 3 });
        report.Text!.TopWords.Select(each => each.Word).Should().BeEquivalentTo("title", "grüße", "list", "deep", "word");
    }

    [Fact]
    public async Task What_calls_itself_json_and_is_none_is_text()
    {
        (await Analyse("""{"a": oops"""u8.ToArray(), "data.json")).ContentType.Should().Be("text/plain");
    }

    [Theory]
    [InlineData("name,town\r\n\"Doe, Jane\",\"Two\r\nlines\"\r\nBob,Rome\r\n", 3, 2)]
    [InlineData("a;b;c\n1;2;3", 2, 3)]
    [InlineData("a\tb\n\n1\t2\n", 2, 2)]
    [InlineData("one", 1, 1)]
    public async Task A_table_has_rows_and_columns(string csv, long rows, long columns)
    {
        var report = await Analyse(Encoding.UTF8.GetBytes(csv), "table.csv");

        report.ContentType.Should().Be("text/csv");
        report.Structure.Should().BeEquivalentTo(new Dictionary<string, long> { ["rows"] = rows, ["columns"] = columns });
    }

    [Fact]
    public async Task A_pdf_is_read_page_by_page()
    {
        var builder = new PdfDocumentBuilder();
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        builder.AddPage(PageSize.A4).AddText("Invoice number seven", 12, new PdfPoint(50, 700), font);
        builder.AddPage(PageSize.A4).AddText("Total due", 12, new PdfPoint(50, 700), font);

        var report = await Analyse(builder.Build(), "invoice.pdf");

        report.ContentType.Should().Be("application/pdf");
        report.Structure!["pages"].Should().Be(2);
        report.Text!.Words.Should().Be(5);
        report.Text.TopWords.Should().Contain(new WordCount("invoice", 1));
    }

    [Fact]
    public async Task An_office_document_is_read_by_its_parts()
    {
        var bytes = Zip(("[Content_Types].xml", "<Types/>"), ("word/document.xml", """<w:document xmlns:w="w"><w:p><w:r><w:t>Hel</w:t></w:r><w:r><w:t>lo</w:t></w:r></w:p><w:p><w:r><w:t>world</w:t></w:r></w:p></w:document>"""));

        var report = await Analyse(bytes, "letter.docx");

        report.ContentType.Should().Be("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        report.Text!.TopWords.Select(each => each.Word).Should().BeEquivalentTo("hello", "world");
    }

    [Fact]
    public async Task A_plain_archive_and_a_damaged_document_are_told_not_failed()
    {
        (await Analyse(Zip(("a.bin", "x")), "a.zip")).TextMissing.Should().Contain("no document");
        (await Analyse("%PDF-1.7 and then nothing"u8.ToArray(), "broken.pdf")).TextMissing.Should().Contain("could not be read");
        (await Analyse([.. "PK\u0003\u0004"u8, .. new byte[500]], "broken.docx")).TextMissing.Should().Contain("could not be read");
        (await Analyse(Zip(("word/document.xml", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>")), "evil.docx")).TextMissing.Should().Contain("could not be read");
    }

    [Theory]
    [InlineData("89504e470d0a1a0a0000", "photo.txt", "image/png")]
    [InlineData("ffd8ffe000104a464946", "x", "image/jpeg")]
    [InlineData("474946383961", "x", "image/gif")]
    [InlineData("1f8b0800", "x.csv", "application/gzip")]
    [InlineData("7f454c4602010100", "x", "application/x-elf")]
    [InlineData("0001020300", "x.txt", "application/octet-stream")]
    public async Task The_content_decides_the_type_not_the_name(string hex, string name, string mime)
    {
        var report = await Analyse(Convert.FromHexString(hex), name);

        report.ContentType.Should().Be(mime);
        report.Text.Should().BeNull();
        report.TextMissing.Should().NotBeNull();
    }

    [Theory]
    [InlineData("utf-16", "utf-16")]
    [InlineData("utf-16BE", "utf-16BE")]
    [InlineData("utf-8", "utf-8")]
    [InlineData("iso-8859-1", "iso-8859-1")]
    public async Task The_encoding_is_found(string encoding, string expected)
    {
        var written = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. written.GetPreamble(), .. written.GetBytes("Grüße über Öl")];

        var report = await Analyse(bytes, "gruss.txt");

        report.Text!.Encoding.Should().Be(expected);
        report.Text.Words.Should().Be(3);
        report.Text.Excerpt.Should().Be("Grüße über Öl");
    }

    /// <summary>However a file comes in pieces, the report is the same.</summary>
    [Fact]
    public void The_pieces_in_which_a_file_comes_change_nothing()
    {
        var gen = Gen.Select(Gen.Int[0, 3].Select(each => Names[each]), Gen.Char["<>&;\"',{}[]: \r\nabäß€"].Array[0, 400].Select(string.Concat), Gen.Int[1, 7]);
        gen.Sample(
            (name, text, piece) =>
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                var whole = Analyse(bytes, name).GetAwaiter().GetResult();
                var pieces = FileAnalysis.Run(new Dribble(bytes, piece), name, null, (_, _) => Task.CompletedTask).GetAwaiter().GetResult();
                return pieces.ToJson() == whole.ToJson();
            },
            iter: 300);
    }

    private static Task<FileReport> Analyse(byte[] bytes, string name) =>
        FileAnalysis.Run(new MemoryStream(bytes), name, null, (_, _) => Task.CompletedTask);

    private static Task Note(List<int> seen, int percent)
    {
        seen.Add(percent);
        return Task.CompletedTask;
    }

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return stream.ToArray();
    }
}
