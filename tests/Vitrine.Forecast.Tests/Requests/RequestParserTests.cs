using System.Text;
using System.Text.Json.Nodes;
using Vitrine.Forecast.Requests;
using Vitrine.Forecast.Tests.Support;

namespace Vitrine.Forecast.Tests.Requests;

public sealed class RequestParserTests
{
    private const string File = "Requests/bad-requests.txt";

    public static TheoryData<string, string, string, string, string> BadRequests
    {
        get
        {
            var rows = new TheoryData<string, string, string, string, string>();
            foreach (var (line, number) in System.IO.File.ReadLines(Path.Combine(AppContext.BaseDirectory, File)).Select((line, index) => (line, index + 1)))
            {
                if (line.Length == 0 || line[0] == '#') continue;
                var parts = line.Split('|', StringSplitOptions.TrimEntries);
                rows.Add($"{File}:{number}", parts[0], parts[1], parts[2], parts[3]);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(BadRequests))]
    public void Parse_OneThingWrong_IsNamedWithItsPlace(string place, string change, string type, string location, string message)
    {
        var body = Apply(Bodies.Single(4, 2), change);

        var (request, issues) = Parsing.Parse(body);

        request.ShouldBeNull(place);
        var issue = issues.ShouldHaveSingleItem(place);
        (issue.Type, string.Join('.', issue.Location)).ShouldBe((type, location), place);
        issue.Message.ShouldContain(message, customMessage: place);
    }

    [Fact]
    public void Parse_SoundRequest_KeepsEveryNumber()
    {
        var body = Bodies.Single(4, 2);
        body["overrides"] = new JsonObject { ["temperature"] = 0.5, ["top_k"] = 7, ["top_p"] = null, ["sample_count"] = 3, ["seed"] = 42, ["pred_len"] = 2, ["unknown"] = new JsonArray(1) };
        body["include_bands"] = true;
        body["unknown"] = new JsonObject { ["deep"] = new JsonArray(1, 2) };

        var (request, issues) = Parsing.Parse(body);

        issues.ShouldBeEmpty();
        var series = request.ShouldNotBeNull().Series.ShouldHaveSingleItem();
        (series.SeriesId, series.Candles, series.IncludeBands, request.IsBatch, request.Horizon).ShouldBe(("BTC-USDT", 4, true, false, 2));
        series.History.Open.ShouldBe([.. body["candles"]!.AsArray().Select(candle => candle!["open"]!.GetValue<double>())]);
        series.History.Volume.ShouldBe([10, 11, 12, 13]);
        series.History.Amount.ShouldBe([0, 1001, 1002, 1003]);
        series.Sampling.ShouldBe(new Vitrine.Forecast.Engine.SamplingOptions(0.5, 7, 0.9, 3, 42, 5));
        new DateTime(series.History.Timestamps[^1], DateTimeKind.Utc).ShouldBe(new DateTime(2026, 1, 1, 3, 0, 0, DateTimeKind.Utc));
    }

    [Fact]
    public void Parse_NoAmountAnywhere_IsNoColumn() => Parsing.Parse(Bodies.Single(1, 2)).Request.ShouldNotBeNull().Series[0].History.Amount.ShouldBeNull();

    [Fact]
    public void Parse_PricesAsTexts_AreNumbers()
    {
        var body = Apply(Bodies.Single(4, 2), "candles.0.open = \" 100.25 \"");
        Parsing.Parse(body).Request.ShouldNotBeNull().Series[0].History.Open[0].ShouldBe(100.25);
    }

    [Fact]
    public void Parse_NameWithEscapes_IsThatName() =>
        Parsing.Parse(Bodies.Single(4, 2).ToJsonString().Replace("\"open\"", "\"\\u006fpen\"", StringComparison.Ordinal)).Issues.ShouldBeEmpty();

    [Fact]
    public void Parse_HugePrices_AreSound()
    {
        var body = Bodies.Single(4, 2);
        foreach (var candle in body["candles"]!.AsArray())
        {
            foreach (var field in (string[])["open", "high", "low", "close"]) candle![field] = 1e308;
        }

        Parsing.Parse(body).Issues.ShouldBeEmpty();
    }

    [Fact]
    public void Parse_DifferentOffsets_AreInstants()
    {
        var body = Bodies.Single(2, 1);
        body["timestamps"] = new JsonArray("2026-03-29T01:30:00+01:00", "2026-03-29T03:00:00+02:00");
        body["prediction_timestamps"] = new JsonArray("2026-03-29T03:30:00+02:00");
        Parsing.Parse(body).Request.ShouldNotBeNull().Series[0].Future.Zones.ShouldBe([120]);
    }

    [Fact]
    public void Parse_WithoutPredictionTimestamps_GoesOnInTheSeriesOwnStep()
    {
        var body = Bodies.Single(4, 2);
        body.Remove("prediction_timestamps");

        var future = Parsing.Parse(body).Request.ShouldNotBeNull().Series[0].Future;

        future.Ticks.Length.ShouldBe(120);
        new WrittenTime(future.Ticks[0], future.Zones[0]).ToString().ShouldBe("2026-01-01T04:00:00Z");
    }

    [Fact]
    public void Parse_OneCandleWithoutTimes_TellsNoStep()
    {
        var body = Bodies.Single(1, 1);
        body.Remove("prediction_timestamps");
        Parsing.Parse(body).Issues.ShouldHaveSingleItem().Message.ShouldContain("one candle alone");
    }

    [Fact]
    public void Parse_LongHistory_KeepsTheNewest()
    {
        var (request, _) = Parsing.Parse(Bodies.Single(2048, 512));
        var series = request.ShouldNotBeNull().Series[0];
        (series.Candles, series.History.Count, request.Horizon).ShouldBe((2048, 400, 512));
        series.History.Timestamps[^1].ShouldBe(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(2047).Ticks);
    }

    [Theory]
    [InlineData(2049, 2, "candles", "not 2049")]
    [InlineData(4, 513, "prediction_timestamps", "not 513")]
    public void Parse_TooLong_SaysHowLongItMayBe(int candles, int steps, string field, string message)
    {
        var (request, issues) = Parsing.Parse(Bodies.Single(candles, steps));
        request.ShouldBeNull();
        issues.First(issue => issue.Field == field).Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("", "missing")]
    [InlineData("null", "model_attributes_type")]
    [InlineData("[1, {\"a\": 2}]", "model_attributes_type")]
    [InlineData("\"text\"", "model_attributes_type")]
    [InlineData("{\"candles\": [{\"open\": NaN}]}", "json_invalid")]
    [InlineData("{\"candles\": [{\"open\": Infinity}]}", "json_invalid")]
    [InlineData("{\"series_id\": \"\\ud800\"}", "json_invalid")]
    [InlineData("{} {}", "json_invalid")]
    [InlineData("nonsense", "json_invalid")]
    public void Parse_NoObject_IsRefused(string body, string type)
    {
        var (request, issues) = Parsing.Parse(body);
        request.ShouldBeNull();
        issues[^1].Type.ShouldBe(type);
    }

    [Theory]
    [InlineData("{}", "missing", "body.items")]
    [InlineData("{\"items\": 7}", "list_type", "body.items")]
    [InlineData("{\"items\": []}", "too_short", "body.items")]
    [InlineData("{\"items\": [7]}", "model_attributes_type", "body.items.0")]
    public void Parse_NoBatch_IsRefused(string body, string type, string location)
    {
        var issue = Parsing.Parse(body, isBatch: true).Issues.ShouldHaveSingleItem();
        (issue.Type, string.Join('.', issue.Location)).ShouldBe((type, location));
    }

    [Fact]
    public void Parse_BatchItemWithoutName_IsRefused()
    {
        var body = Bodies.Batch();
        body["items"]![1]!.AsObject().Remove("series_id");
        string.Join('.', Parsing.Parse(body, isBatch: true).Issues.ShouldHaveSingleItem().Location).ShouldBe("body.items.1.series_id");
    }

    [Theory]
    [InlineData("pred_len")]
    [InlineData("temperature")]
    [InlineData("top_k")]
    [InlineData("top_p")]
    [InlineData("sample_count")]
    public void Parse_BatchWithDifferingParameters_NamesTheField(string field)
    {
        var body = Bodies.Batch(series: 3, steps: 10);
        var odd = body["items"]![2]!.AsObject();
        if (field == "pred_len") odd["prediction_timestamps"] = Bodies.Times(50, 9);
        else odd["overrides"] = new JsonObject { [field] = field is "top_p" or "temperature" ? 0.25 : 5 };

        var issue = Parsing.Parse(body, isBatch: true).Issues.ShouldHaveSingleItem();

        issue.Message.ShouldBe($"Value error, Batch items must share the same {field} override");
        string.Join('.', issue.Location).ShouldBe($"body.items.2.overrides.{field}");
    }

    [Fact]
    public void Parse_BatchThatSpellsADefaultOut_IsOne()
    {
        var body = Bodies.Batch();
        body["items"]![0]!["overrides"] = new JsonObject { ["temperature"] = 1.0, ["seed"] = 5 };
        Parsing.Parse(body, isBatch: true).Issues.ShouldBeEmpty();
    }

    [Fact]
    public void Parse_ManyMistakes_AreCut()
    {
        var body = Bodies.Single(400, 2);
        foreach (var candle in body["candles"]!.AsArray()) candle!["low"] = -1;
        Parsing.Parse(body).Issues.Count.ShouldBe(ValidationIssues.Most);
    }

    [Fact]
    public void Parse_InPiecesOfAnyLength_ReadsTheSame()
    {
        var body = Encoding.UTF8.GetBytes(Bodies.Batch(2, 5, 3).ToJsonString());
        var whole = Parsing.Parse(body, int.MaxValue, isBatch: true).Request.ShouldNotBeNull();
        for (var piece = 1; piece < 100; piece++)
        {
            var read = Parsing.Parse(body, piece, isBatch: true).Request.ShouldNotBeNull();
            read.Series.Select(series => series.SeriesId).ShouldBe(whole.Series.Select(series => series.SeriesId));
            read.Series[1].History.Close.ShouldBe(whole.Series[1].History.Close);
            read.Series[1].Future.Ticks.ShouldBe(whole.Series[1].Future.Ticks);
        }
    }

    [Fact]
    public void Parse_CutAtEveryByte_IsRefused()
    {
        var body = Encoding.UTF8.GetBytes(Bodies.Single(4, 1).ToJsonString());
        for (var length = 0; length < body.Length; length++)
        {
            var (request, issues) = Parsing.Parse(body[..length], 7);
            request.ShouldBeNull();
            issues.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Parse_BytesChangedAtRandom_NeverThrows()
    {
        var sound = Encoding.UTF8.GetBytes(Bodies.Batch(2, 3, 2).ToJsonString());
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var body = (byte[])sound.Clone();
            for (var change = 0; change <= round % 4; change++) body[random.Next(body.Length)] = (byte)random.Next(256);
            _ = Parsing.Parse(body, 1 + random.Next(200), isBatch: round % 2 == 0);
        }
    }

    /// <summary>Makes one change: <c>candles.1.low = 7</c>, or takes a field away: <c>candles.1.low =</c>.</summary>
    private static string Apply(JsonObject body, string change)
    {
        var (path, value) = (change[..change.IndexOf('=')].Trim().Split('.'), change[(change.IndexOf('=') + 1)..].Trim());
        JsonNode at = body;
        foreach (var step in path[..^1]) at = int.TryParse(step, out var place) ? at[place]! : at[step]!;
        const string mark = "\"the-change\"";
        if (value.Length == 0)
        {
            if (at is JsonArray list) list.RemoveAt(int.Parse(path[^1]));
            else at.AsObject().Remove(path[^1]);
            return body.ToJsonString();
        }

        // A number such as 1e999 stands in no tree.
        if (at is JsonArray array) array[int.Parse(path[^1])] = "the-change";
        else at[path[^1]] = "the-change";
        return body.ToJsonString().Replace(mark, value, StringComparison.Ordinal);
    }
}
