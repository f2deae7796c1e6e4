using System.Text.Json;
using System.Text.Json.Nodes;
using Vitrine.Forecast.Tests.Support;

namespace Vitrine.Forecast.Tests.Service;

/// <summary>What a sound request is answered, and what it leaves behind (KA3 to KA5, KA15 of the contract).</summary>
public sealed class PredictionTests
{
    [Fact]
    public async Task KA5_Single_AnswersEveryStepAndMovesItsFamilies()
    {
        await using var service = await ServedForecast.StartAsync();

        var answer = await service.PostAsync(ServedForecast.Single, Bodies.Single(400, 120));

        answer.Status.ShouldBe(200, answer.Text);
        answer.Json.EnumerateObject().Select(field => field.Name).ShouldBe(["series_id", "prediction", "model_version", "tokenizer_version", "model", "baseline", "validation"]);
        answer["series_id"].ShouldBe("BTC-USDT");
        answer["model_version"].ShouldBe("scripted-7");
        var candles = answer.Json.GetProperty("prediction").EnumerateArray().ToArray();
        candles.Length.ShouldBe(120);
        candles[0].EnumerateObject().Select(field => field.Name).ShouldBe(["timestamp", "open", "high", "low", "close", "volume", "amount"]);
        candles[0].GetProperty("timestamp").GetString().ShouldBe(Bodies.At(400));
        (await service.ValueAsync($"kronos_requests_total{{route=\"{ServedForecast.Single}\",status=\"success\"}}")).ShouldBe(1);
        (await service.ValueAsync($"kronos_prediction_input_size_bucket{{endpoint=\"{ServedForecast.Single}\",le=\"400\"}}")).ShouldBe(1);
        (await service.ValueAsync($"kronos_prediction_input_size_bucket{{endpoint=\"{ServedForecast.Single}\",le=\"200\"}}")).ShouldBe(0);
        (await service.ValueAsync($"kronos_model_inference_seconds_count{{endpoint=\"{ServedForecast.Single}\"}}")).ShouldBe(1);
        (await service.ValueAsync($"kronos_model_inference_seconds_sum{{endpoint=\"{ServedForecast.Single}\"}}")).ShouldBeLessThanOrEqualTo(await service.ValueAsync($"kronos_request_duration_seconds_sum{{route=\"{ServedForecast.Single}\"}}"));
        (await service.ValueAsync("kronos_security_events_total{event=\"authorized\",container=\"localhost\"}")).ShouldBe(1);
        await service.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task KA3_Metrics_AreNineFamiliesOfTheirTypes()
    {
        await using var service = await ServedForecast.StartAsync();

        var page = await service.GetAsync("/v1/metrics");

        page.Status.ShouldBe(200);
        page.Headers["Content-Type"].ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        foreach (var (name, type) in ((string, string)[])
        [
            ("requests_total", "counter"), ("request_duration_seconds", "histogram"), ("model_inference_seconds", "histogram"), ("concurrent_requests", "gauge"), ("timeouts_total", "counter"),
            ("prediction_input_size", "histogram"), ("security_events_total", "counter"), ("rate_limit_hits_total", "counter"), ("request_size_rejections_total", "counter"),
        ]) page.Text.ShouldContain($"# TYPE kronos_{name} {type}\n");
        page.Text.ShouldContain("\nkronos_model_loaded 1\n");
        page.Text.Split('\n').Count(line => line.StartsWith("# TYPE process_resident_memory_bytes ", StringComparison.Ordinal)).ShouldBe(1, "two packs have it, a page has it once");
        (await service.ValueAsync("process_memory_limit_bytes")).ShouldBeGreaterThan(await service.ValueAsync("process_resident_memory_bytes"));
    }

    [Fact]
    public async Task KA4_Duration_HasNineBuckets()
    {
        await using var service = await ServedForecast.StartAsync();
        await service.PostAsync(ServedForecast.Single, Bodies.Single(10, 2));
        (await service.PageAsync()).Split('\n').Count(line => line.StartsWith($"kronos_request_duration_seconds_bucket{{route=\"{ServedForecast.Single}\"", StringComparison.Ordinal)).ShouldBe(9);
    }

    [Fact]
    public async Task KA15_RequestId_IsEchoedAndLogged()
    {
        await using var service = await ServedForecast.StartAsync();

        (await service.PostAsync(ServedForecast.Single, Bodies.Single(10, 2), ("X-Request-ID", "abc"))).Headers["X-Request-ID"].ShouldBe("abc");

        service.LinesOf("single prediction completed").ShouldHaveSingleItem().GetProperty("request_id").GetString().ShouldBe("abc");
        service.LinesOf("request completed").ShouldHaveSingleItem().GetProperty("request_id").GetString().ShouldBe("abc");
        var odd = new string('x', 500);
        (await service.PostAsync(ServedForecast.Single, "{}", ("X-Request-ID", odd))).Headers["X-Request-ID"].ShouldNotBe(odd);
    }

    [Fact]
    public async Task Line_OfASuccess_HasTheDocumentsKeys()
    {
        await using var service = await ServedForecast.StartAsync();

        await service.PostAsync(ServedForecast.Single, Bodies.Single(400, 120), ("X-Container-Name", "frontend-app"));

        var line = service.LinesOf("single prediction completed").ShouldHaveSingleItem();
        line.EnumerateObject().Select(field => field.Name).Take(12)
            .ShouldBe(["timestamp", "level", "logger", "message", "request_id", "container", "endpoint", "series_id", "latency_ms", "rows", "pred_len", "status"]);
        line.GetProperty("timestamp").GetString().ShouldNotBeNull().ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        (line.GetProperty("level").GetString(), line.GetProperty("logger").GetString()).ShouldBe(("INFO", "kronos_fastapi.routes"));
        (line.GetProperty("container").GetString(), line.GetProperty("endpoint").GetString(), line.GetProperty("series_id").GetString(), line.GetProperty("status").GetString()).ShouldBe(("frontend-app", ServedForecast.Single, "BTC-USDT", "success"));
        (line.GetProperty("rows").GetInt32(), line.GetProperty("pred_len").GetInt32()).ShouldBe((400, 120));
    }

    [Fact]
    public async Task Batch_AnswersInTheOrderOfItsItems()
    {
        await using var service = await ServedForecast.StartAsync(options => options with { Workers = 3 });
        var body = Bodies.Batch(series: 20, candles: 30, steps: 5);
        body["items"]![7]!["include_bands"] = true;

        var answer = await service.PostAsync(ServedForecast.Batch, body);

        answer.Status.ShouldBe(200, answer.Text);
        var items = answer.Json.EnumerateArray().ToArray();
        items.Select(item => item.GetProperty("series_id").GetString()).ShouldBe(Enumerable.Range(1, 20).Select(number => $"series-{number}"));
        items.Count(item => item.TryGetProperty("bands", out _)).ShouldBe(1);
        items[7].GetProperty("bands").GetProperty("upper").GetArrayLength().ShouldBe(5);
        service.LinesOf("batch prediction completed").ShouldHaveSingleItem().GetProperty("series_count").GetInt32().ShouldBe(20);
        (await service.ValueAsync($"kronos_prediction_input_size_count{{endpoint=\"{ServedForecast.Batch}\"}}")).ShouldBe(20, "once an item");
        (await service.ValueAsync($"kronos_requests_total{{route=\"{ServedForecast.Batch}\",status=\"success\"}}")).ShouldBe(1);
        await service.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task Times_OfTheAnswer_AreWrittenAsTheyWereAskedFor()
    {
        await using var service = await ServedForecast.StartAsync();
        var body = Bodies.Single(2, 1);
        body["timestamps"] = new JsonArray("2026-01-01 00:00:00", "2026-01-01 01:00:00");
        body["prediction_timestamps"] = new JsonArray("2026-01-01 02:00:00.5");
        (await service.PostAsync(ServedForecast.Single, body)).Json.GetProperty("prediction")[0].GetProperty("timestamp").GetString().ShouldBe("2026-01-01T02:00:00.5");
    }

    [Fact]
    public async Task Sampling_DefaultsAndOverrides_ReachTheModel()
    {
        await using var service = await ServedForecast.StartAsync(options => options with { Defaults = options.Defaults with { Temperature = 0.7, TopK = 3, SampleCount = 2 } });
        var body = Bodies.Single(10, 2);
        body["overrides"] = new JsonObject { ["top_k"] = 9, ["seed"] = 1 };

        await service.PostAsync(ServedForecast.Single, body);

        service.Model.Newest.ShouldNotBeNull().Sampling.ShouldBe(new Vitrine.Forecast.Engine.SamplingOptions(0.7, 9, 0.9, 2, 1, 5));
    }

    [Fact]
    public async Task Spans_OfARequest_AreGuardValidateQueueAndInference()
    {
        await using var service = await ServedForecast.StartAsync();

        await service.PostAsync(ServedForecast.Single, Bodies.Single(10, 2));

        var story = JsonDocument.Parse(await service.Debug.GetStringAsync("/debug/operations?id=last", TestContext.Current.CancellationToken)).RootElement.GetRawText();
        foreach (var scope in (string[])["http", "guard", "validate", "prediction", "queue_wait", "model_inference"]) story.ShouldContain($"\"kind\": \"{scope}\"");
    }

    [Fact]
    public async Task SlowPrediction_LeavesAWarning()
    {
        await using var service = await ServedForecast.StartAsync(options => options with { SlowAfter = TimeSpan.Zero });

        await service.PostAsync(ServedForecast.Single, Bodies.Single(10, 2));

        var line = service.LinesOf("slow prediction").ShouldHaveSingleItem();
        (line.GetProperty("level").GetString(), line.GetProperty("threshold_seconds").GetDouble()).ShouldBe(("WARNING", 0));
        line.TryGetProperty("latency_ms", out _).ShouldBeTrue();
    }
}
