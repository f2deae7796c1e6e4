using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Vitrine.Forecast.Engine;
using Vitrine.Forecast.Tests.Support;

namespace Vitrine.Forecast.Tests.Service;

/// <summary>What is answered and said when a prediction comes to nothing (KA2, KA6, KA7, KA12 to KA14, KA16 of the contract).</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task KA2_Readiness_IsLoadingUntilTheModelIsThere()
    {
        var loaded = new TaskCompletionSource<IForecaster>();
        await using var service = await ServedForecast.StartLoadingAsync(options => options with { LoadModel = _ => loaded.Task, DeviceWarning = "On the CPU." }, new ScriptedForecaster());

        var before = await service.GetAsync("/v1/readyz");
        (before.Status, before["status"], before.Json.GetProperty("model_loaded").GetBoolean(), before["device"], before["device_warning"]).ShouldBe((503, "loading", false, null, "On the CPU."));
        (await service.ValueAsync("kronos_model_loaded")).ShouldBe(0);
        var refused = await service.PostAsync(ServedForecast.Single, Bodies.Single(4, 1));
        (refused.Status, refused["detail"]).ShouldBe((503, "Model not ready"));
        service.LinesOf("single prediction refused").Count.ShouldBe(1);
        loaded.SetResult(service.Model);
        await ServedForecast.WaitAsync(async () => (await service.GetAsync("/v1/readyz")).Status == 200);
        var after = await service.GetAsync("/v1/readyz");

        (after["status"], after.Json.GetProperty("model_loaded").GetBoolean(), after["device"]).ShouldBe(("ok", true, "cpu"));
        (await service.PostAsync(ServedForecast.Single, Bodies.Single(4, 1))).Status.ShouldBe(200);
        (await service.ValueAsync($"kronos_requests_total{{route=\"{ServedForecast.Single}\",status=\"error\"}}")).ShouldBe(0, "what was not ready is not counted");
        await service.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task KA2_ReadinessNotStrict_Is200WhileLoading()
    {
        await using var service = await ServedForecast.StartLoadingAsync(options => options with { LoadModel = _ => new TaskCompletionSource<IForecaster>().Task, StrictReadiness = false }, new ScriptedForecaster());
        var answer = await service.GetAsync("/v1/readyz");
        (answer.Status, answer["status"]).ShouldBe((200, "loading"));
    }

    [Theory]
    [InlineData(ServedForecast.Single, "Prediction timeout after 1 seconds", "single prediction timeout")]
    [InlineData(ServedForecast.Batch, "Batch prediction timeout after 1 seconds", "batch prediction timeout")]
    public async Task KA6_SlowModel_Is504AndItsWorkStops(string path, string detail, string message)
    {
        await using var service = await ServedForecast.StartAsync(options => options with { InferenceTimeout = TimeSpan.FromSeconds(1) }, new ScriptedForecaster().ThatNeverEnds());

        var answer = await service.PostAsync(path, path == ServedForecast.Batch ? Bodies.Batch() : Bodies.Single(10, 2));

        (answer.Status, answer["detail"]).ShouldBe((504, detail));
        service.Model.Running.ShouldBe(0, "nobody computes what nobody waits for");
        (await service.ValueAsync($"kronos_requests_total{{route=\"{path}\",status=\"timeout\"}}")).ShouldBe(1);
        (await service.ValueAsync($"kronos_timeouts_total{{endpoint=\"{path}\"}}")).ShouldBe(1);
        (await service.ValueAsync($"kronos_model_inference_seconds_count{{endpoint=\"{path}\"}}")).ShouldBe(1);
        var line = service.LinesOf(message).ShouldHaveSingleItem();
        (line.GetProperty("level").GetString(), line.GetProperty("timeout_seconds").GetDouble()).ShouldBe(("WARNING", 1));
        await service.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task KA7_ThreeAtOnce_AreThreeInTheGauge()
    {
        using var go = new ManualResetEventSlim();
        await using var service = await ServedForecast.StartAsync(options => options with { Workers = 1 }, new ScriptedForecaster { Before = (_, stop) => go.Wait(stop) });
        var answers = Enumerable.Range(0, 3).Select(_ => service.PostAsync(ServedForecast.Single, Bodies.Single(10, 2))).ToArray();
        await ServedForecast.WaitAsync(async () => await service.ValueAsync("kronos_concurrent_requests") == 3 && service.Model.Running > 0);
        service.Model.Running.ShouldBe(1, "there is one worker");

        go.Set();

        foreach (var answer in answers) (await answer).Status.ShouldBe(200);
        (await service.ValueAsync("kronos_concurrent_requests")).ShouldBe(0);
        await service.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task KA12_SwappedTimes_Are422WithTheirPlace()
    {
        await using var service = await ServedForecast.StartAsync();
        var body = Bodies.Single(10, 2);
        (body["timestamps"]![3], body["timestamps"]![4]) = (body["timestamps"]![4]!.DeepClone(), body["timestamps"]![3]!.DeepClone());

        var answer = await service.PostAsync(ServedForecast.Single, body);

        answer.Status.ShouldBe(422);
        var detail = answer.Json.GetProperty("detail").EnumerateArray().ShouldHaveSingleItem();
        detail.GetProperty("loc").GetRawText().ShouldBe("""["body","timestamps",4]""");
        (answer["error"], answer.Json.GetProperty("details").GetProperty("field").GetString(), answer.Json.GetProperty("details").GetProperty("index").GetInt32()).ShouldBe(("ValidationError", "timestamps", 4));
        (await service.PageAsync()).Split('\n').Where(line => line.StartsWith("kronos_requests_total{", StringComparison.Ordinal)).ShouldAllBe(line => line.EndsWith(" 0"));
        await service.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task KA13_LowAboveOpen_Is422ThatMentionsLow()
    {
        await using var service = await ServedForecast.StartAsync();
        var body = Bodies.Single(10, 2);
        body["candles"]![5]!["low"] = body["candles"]![5]!["open"]!.GetValue<double>() + 0.2;
        var answer = await service.PostAsync(ServedForecast.Single, body);
        answer.Status.ShouldBe(422);
        answer.Json.GetProperty("detail")[0].GetProperty("msg").GetString().ShouldNotBeNull().ShouldContain("low must not be greater than open");
    }

    [Fact]
    public async Task KA14_BatchWithDifferingLengths_NamesPredLen()
    {
        await using var service = await ServedForecast.StartAsync();
        var body = Bodies.Batch();
        body["items"]![1]!["prediction_timestamps"] = Bodies.Times(50, 4);
        var answer = await service.PostAsync(ServedForecast.Batch, body);
        answer.Status.ShouldBe(422);
        answer["message"].ShouldNotBeNull().ShouldContain("Batch items must share the same pred_len override");
    }

    [Theory]
    [InlineData(ServedForecast.Single, "single prediction failed")]
    [InlineData(ServedForecast.Batch, "batch prediction failed")]
    public async Task KA16_FailingModel_Is500WithItsTraceInTheLog(string path, string message)
    {
        await using var service = await ServedForecast.StartAsync(model: new ScriptedForecaster { Before = (_, _) => throw new InvalidDataException("secret of the house") });

        var answer = await service.PostAsync(path, path == ServedForecast.Batch ? Bodies.Batch() : Bodies.Single(10, 2));

        (answer.Status, answer["error"]).ShouldBe((500, "PredictionFailed"));
        answer.Text.ShouldNotContain("secret");
        var line = service.LinesOf(message).ShouldHaveSingleItem();
        (line.GetProperty("level").GetString(), line.GetProperty("error").GetString()).ShouldBe(("ERROR", "InvalidDataException: secret of the house"));
        line.GetProperty("traceback").GetString().ShouldNotBeNull().ShouldContain("ScriptedForecaster.Predict");
        (await service.ValueAsync($"kronos_requests_total{{route=\"{path}\",status=\"error\"}}")).ShouldBe(1);
        await service.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task NotFinitePrediction_Is500()
    {
        await using var service = await ServedForecast.StartAsync(model: new ScriptedForecaster { Before = (input, _) => input.History.Close[^1] = double.NaN });
        (await service.PostAsync(ServedForecast.Single, Bodies.Single(10, 2))).Status.ShouldBe(500);
        await service.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task Queue_Full_Is503()
    {
        using var go = new ManualResetEventSlim();
        await using var service = await ServedForecast.StartAsync(options => options with { Workers = 1, QueueLength = 1 }, new ScriptedForecaster { Before = (_, stop) => go.Wait(stop) });
        var running = service.PostAsync(ServedForecast.Single, Bodies.Single(10, 2));
        await ServedForecast.WaitAsync(() => Task.FromResult(service.Model.Running == 1));

        // One of two takes the only place in the queue, whichever comes first.
        var (one, other) = (service.PostAsync(ServedForecast.Single, Bodies.Single(10, 2)), service.PostAsync(ServedForecast.Single, Bodies.Single(10, 2)));
        var refused = await await Task.WhenAny(one, other);

        (refused.Status, refused["error"], refused.Headers["Retry-After"]).ShouldBe((503, "QueueFull", "1"));
        go.Set();
        (await Task.WhenAll(running, one, other)).Select(answer => answer.Status).Order().ShouldBe([200, 200, 503]);
        await service.ShouldBeAtRestAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ClientThatLeaves_StopsItsComputation(bool isBatch)
    {
        await using var service = await ServedForecast.StartAsync(model: new ScriptedForecaster().ThatNeverEnds());
        var body = Encoding.UTF8.GetBytes((isBatch ? Bodies.Batch() : Bodies.Single(10, 2)).ToJsonString());
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var address = service.Api.BaseAddress!;
        await socket.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST {(isBatch ? ServedForecast.Batch : ServedForecast.Single)} HTTP/1.1\r\nHost: x\r\nContent-Length: {body.Length}\r\n\r\n"));
        await socket.SendAsync(body);
        await ServedForecast.WaitAsync(() => Task.FromResult(service.Model.Running > 0));
        var left = System.Diagnostics.Stopwatch.StartNew();

        socket.Close();

        await ServedForecast.WaitAsync(() => Task.FromResult(service.Model.Running == 0));
        TestContext.Current.SendDiagnosticMessage($"stopped {left.ElapsedMilliseconds} ms after its client left");
        await service.ShouldBeAtRestAsync();
        service.LinesOf($"{(isBatch ? "batch" : "single")} prediction cancelled").Count.ShouldBe(1);
        (await service.PageAsync()).Split('\n').Where(line => line.StartsWith("kronos_requests_total{", StringComparison.Ordinal)).ShouldAllBe(line => line.EndsWith(" 0"));
    }

    [Fact]
    public async Task UnknownPath_IsNamed()
    {
        await using var service = await ServedForecast.StartAsync();
        var missing = await service.GetAsync("/v1/nothing");
        (missing.Status, missing["error"]).ShouldBe((404, "NotFound"));
        var wrong = await service.GetAsync(ServedForecast.Single);
        (wrong.Status, wrong["error"]).ShouldBe((405, "MethodNotAllowed"));
    }

    [Fact]
    public async Task ModelThatCannotBeLoaded_EndsTheService()
    {
        var error = await Should.ThrowAsync<Vitrine.Telemetry.Hosting.ServerException>(() => ForecastServer.RunAsync(
            new ForecastOptions
            {
                Api = [new() { Port = 0 }],
                Debug = new() { Port = 0 },
                IsSupervised = true,
                StartupTimeout = TimeSpan.FromMilliseconds(50),
                LoadModel = async stop =>
                {
                    await Task.Delay(Timeout.Infinite, stop);
                    return new ScriptedForecaster();
                },
                ConfigureTelemetry = telemetry => telemetry.Log = null,
            },
            TestContext.Current.CancellationToken));
        error.Message.ShouldBe("The model cannot be loaded: The model was not loaded within 0.05 seconds.");
    }
}
