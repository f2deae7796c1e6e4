using System.Globalization;
using System.Text.Json;
using Vitrine.Telemetry.Hosting;
using Vitrine.Web.Upstream;

namespace Vitrine.Web.Chat;

/// <summary><c>GET /models</c>: what may be asked, in the document's application's words; what the upstream does not tell is left out.</summary>
internal static class ModelsEndpoint
{
    /// <summary>Answers it.</summary>
    public static async Task AnswerAsync(HttpContext context)
    {
        _ = ChatIdentity.Answer(context);
        try
        {
            var models = await context.RequestServices.GetRequiredService<OfferedModels>().ListAsync(context.RequestAborted);
            JsonAnswer.Begin(context.Response);
            using var json = new Utf8JsonWriter(context.Response.BodyWriter, JsonAnswer.Options);
            json.WriteStartArray();
            foreach (var model in models) Write(json, model);
            json.WriteEndArray();
        }
        catch (FailedAnswerException e)
        {
            context.EndAs(e.Failure.Outcome, e.Failure.Type, e.Failure.Message);
            await new TextSink(context).FailAsync(e.Failure);
        }
    }

    private static void Write(Utf8JsonWriter json, OfferedModel model)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, model.Id);
        if (model.Parameters is { } parameters) json.WriteString("parameters"u8, Parameters(parameters));
        if (model.Quantization is not null) json.WriteString("quantization"u8, model.Quantization);
        if (model.Architecture is not null) json.WriteString("architecture"u8, model.Architecture);
        json.WriteString("modelId"u8, model.Id);
        if (model.Created is { } created and < uint.MaxValue) json.WriteString("created"u8, DateTimeOffset.FromUnixTimeSeconds(created));
        if (model.SizeBytes is { } size) json.WriteString("size"u8, Size(size));
        json.WriteEndObject();
    }

    private static string Parameters(long count) => count switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e9:0.##} B"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.##} M"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{count}"),
    };

    private static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.##} GiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.##} MiB"),
    };
}
