// A service that translates words, made see-through. docs/getting-started.md explains it; a test holds both together.
using Vitrine.Sample;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddVitrine(o =>
{
    o.ServiceName = "translator";
    o.Packs = ["translator"];
    o.PackFolder = Path.Combine(AppContext.BaseDirectory, "packs");
    o.Kinds = [Translation.Kind];
});

var app = builder.Build();
app.UseVitrine();

app.MapGet("/translate/{word}", (string word, HttpContext context) =>
{
    using var translation = context.Operation().Begin(Translation.Kind).Set(Translation.Language, "de").Opened();
    if (Translation.Find(word) is not { } answer)
    {
        translation.End(Outcome.Error, "unknown_word", $"No translation for '{word}'.");
        return Results.NotFound();
    }

    translation.Set(Translation.Letters, answer.Length).End(Outcome.Ok);
    return Results.Text(answer);
});

await app.RunAsync();
