using Vitrine.Telemetry.Export;
using Vitrine.Telemetry.Tests.Logs;

namespace Vitrine.Telemetry.Tests.Export;

public sealed class ExportSettingsTests
{
    public static TheoryData<string, string, string> Cases()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (where, text) in TableFile.Read("Export/ExportSettingsTests.txt"))
        {
            var sides = text.Split("=> ");
            data.Add(where, sides[0].Trim(), sides[1]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Read_Variables_ResolveOrNameTheVariable(string where, string variables, string expected) => Describe(variables, expected).ShouldStartWith(expected, customMessage: where);

    [Fact]
    public void Read_OptionsAndVariables_OptionsWin()
    {
        var options = new ExportOptions
        {
            Disabled = false,
            ServiceName = "mine",
            Traces = ExportTarget.Otlp,
            Endpoint = new Uri("http://mine:4318"),
            Transport = OtlpTransport.Grpc,
            SampleRatio = 0.5,
            MetricInterval = TimeSpan.FromSeconds(1),
        };
        var settings = ExportSettings.Read(options, "role", Variables(
            "OTEL_SDK_DISABLED=true OTEL_SERVICE_NAME=theirs OTEL_TRACES_EXPORTER=none OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://theirs:1 OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf OTEL_TRACES_SAMPLER=always_off OTEL_METRIC_EXPORT_INTERVAL=5"));
        settings.Resource["service.name"].ShouldBe("mine");
        settings.Traces.Target.ShouldBe(ExportTarget.Otlp);
        settings.Traces.Endpoint.ShouldBe(new Uri("http://mine:4318"));
        settings.Traces.Transport.ShouldBe(OtlpTransport.Grpc);
        settings.Sampler.ShouldBe(new SamplerSettings(0.5, FollowsParent: true));
        settings.MetricInterval.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Read_SeveralErrors_ListsThemAll()
    {
        var error = Should.Throw<FormatException>(() => ExportSettings.Read(new ExportOptions(), "role", Variables("OTEL_TRACES_EXPORTER=x OTEL_TRACES_SAMPLER=y")));
        error.Message.ShouldContain("OTEL_TRACES_EXPORTER is 'x'");
        error.Message.ShouldContain("OTEL_TRACES_SAMPLER is 'y'");
    }

    [Fact]
    public void ToString_Signal_HidesItsHeaders() =>
        ExportSettings.Read(new ExportOptions(), "role", Variables("OTEL_EXPORTER_OTLP_HEADERS=key=secret")).ToString().ShouldNotContain("secret");

    private static string Describe(string variables, string expected)
    {
        try
        {
            var settings = ExportSettings.Read(new ExportOptions(), "role", Variables(variables));
            return expected.Split(' ')[0] switch
            {
                "traces" => "traces " + settings.Traces,
                "metrics" => "metrics " + settings.Metrics,
                "logs" => "logs " + settings.Logs,
                "sampler" => $"sampler {settings.Sampler.Ratio} {settings.Sampler.FollowsParent}",
                "resource" => $"resource {settings.Resource["service.name"]} {string.Join(' ', settings.Resource.Where(pair => pair.Key.Length == 1).Select(pair => pair.Value))}",
                "batch" => $"batch {settings.SpanBatch.QueueSize} {settings.SpanBatch.BatchSize} {settings.SpanBatch.Delay.TotalMilliseconds} {settings.SpanBatch.Timeout.TotalMilliseconds}",
                "request" => $"request {settings.Traces.Headers} {settings.Traces.Timeout.TotalMilliseconds} {settings.Traces.Compressed}",
                _ => "an error was expected",
            };
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    private static Func<string, string?> Variables(string text)
    {
        var pairs = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return name => pairs.GetValueOrDefault(name);
    }
}
