using System.Text;
using Vitrine.Ledger.Requests;
using Vitrine.Ledger.Tests.Support;

namespace Vitrine.Ledger.Tests.Requests;

public sealed class EntriesReaderTests
{
    private const string Sound = """{"entries":[{"data":{"a":[1,2.5e3,null,true,"\u00e9\ud83d\ude00"]},"key":"k"},{"data":"x"}]}""";

    [Fact]
    public void Data_IsASliceOfTheBody()
    {
        var body = Encoding.UTF8.GetBytes(Sound);
        var (entries, error) = EntriesReader.Read(body, new RequestLimits());
        error.ShouldBeNull();
        entries.Select(entry => (Encoding.UTF8.GetString(entry.Data.Span), entry.Key)).ShouldBe([("""{"a":[1,2.5e3,null,true,"\u00e9\ud83d\ude00"]}""", "k"), ("\"x\"", "")]);
        entries[0].Data.Span.Overlaps(body).ShouldBeTrue();
    }

    [Fact]
    public void Body_CutOrBent_IsReadOrRefused_AndNeverThrows()
    {
        var body = Encoding.UTF8.GetBytes(Sound);
        for (var length = 0; length < body.Length; length++) EntriesReader.Read(body[..length], new RequestLimits()).Error!.Type.ShouldBe("invalid_json", $"cut at {length}");
        var random = new Random(8);
        for (var i = 0; i < 20_000; i++)
        {
            var bent = (byte[])body.Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--) bent[random.Next(bent.Length)] = (byte)(random.Next(3) == 0 ? random.Next(256) : "{}[],:\"\\"[random.Next(8)]);
            var (entries, error) = EntriesReader.Read(bent, new RequestLimits());
            if (error is null) entries.Count.ShouldBeGreaterThan(0, $"seed 8, case {i}: {Encoding.UTF8.GetString(bent)}");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_OfMegabytes_IsTakenWhole(bool isChunked)
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        var body = $$"""{"entries":[{{string.Join(',', Enumerable.Repeat($$"""{"data":"{{new string('x', 1_000_000)}}"}""", 7))}}]}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, ServedLedger.Entries) { Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body))) };
        request.Headers.TransferEncodingChunked = isChunked;
        using var response = await ledger.Http.SendAsync(request, TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(200);
        (await ledger.GetAsync(ServedLedger.Entries)).Text.Length.ShouldBeGreaterThan(7_000_000);
    }
}
