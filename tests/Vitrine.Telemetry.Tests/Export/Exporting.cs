using System.Buffers;
using System.Text;
using System.Threading.Channels;
using Vitrine.Telemetry.Export;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Tests.Export;

/// <summary>A service whose signals go to a collector, for tests of export.</summary>
internal static class Exporting
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static VitrineTelemetry Service(string pack = "otel") => new(new TelemetryOptions
    {
        ServiceName = "service-" + Guid.NewGuid().ToString("N"),
        Kinds = HouseVocabulary.All,
        Packs = [new PackStore().Load(pack)],
    });

    public static ExportSettings Settings(ExportOptions options, params (string Name, string Value)[] variables) =>
        ExportSettings.Read(options, "service", name => variables.FirstOrDefault(pair => pair.Name == name).Value);

    public static ExportOptions To(Uri endpoint, bool grpc) => new()
    {
        ServiceName = "tested",
        Endpoint = endpoint,
        Transport = grpc ? OtlpTransport.Grpc : OtlpTransport.HttpProtobuf,
        ShutdownTimeout = TimeSpan.FromSeconds(1),
    };

    /// <summary>One HTTP request with an inference in it.</summary>
    public static void Request(VitrineTelemetry telemetry)
    {
        using var http = telemetry.Begin(HttpKinds.Http).Set(HttpFacts.Method, "POST").Set(HttpFacts.Route, "/v1/chat/completions").Opened();
        using (var inference = http.Begin(InferenceKinds.Inference).Set(GenAiFacts.OperationName, "chat").Set(GenAiFacts.RequestModel, "tiny").Opened())
            inference.Set(GenAiFacts.OutputTokens, 7).End(Outcome.Error, "overloaded", "no slot");
        http.Set(HttpFacts.StatusCode, 503).End(Outcome.Error);
    }

    public static string Page(VitrineTelemetry telemetry, string? pack = null)
    {
        var page = new ArrayBufferWriter<byte>();
        telemetry.WriteMetrics(page, ExpositionFormat.Text, pack).ShouldBeTrue();
        return Encoding.UTF8.GetString(page.WrittenSpan);
    }

    public static async Task<T> Next<T>(this ChannelReader<T> reader)
    {
        using var deadline = new CancellationTokenSource(Patience);
        return await reader.ReadAsync(deadline.Token);
    }

    public static async Task<T> Next<T>(this ChannelReader<T> reader, Func<T, bool> wanted)
    {
        while (true)
        {
            var item = await reader.Next();
            if (wanted(item)) return item;
        }
    }
}
