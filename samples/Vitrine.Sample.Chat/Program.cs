// A chat application with words of its own beside the pack aiwatch. docs/packs/aiwatch.md explains it; a test holds both together.
using Vitrine.Sample.Chat;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

var builder = WebApplication.CreateBuilder(args);
builder.AddVitrine(o =>
{
    o.ServiceName = "chat";
    o.Packs = ["chat", "aiwatch"];
    o.PackFolder = Path.Combine(AppContext.BaseDirectory, "packs");
    o.Kinds = [Title.Kind, PromptCache.Kind];
});

var app = builder.Build();
app.UseVitrine();

var cache = new PromptCache();
app.Services.GetRequiredService<ITelemetry>().AddState(PromptCache.Kind, (ref StateRows rows) =>
{
    foreach (var (model, ratio) in cache.HitRatios)
    {
        rows.Begin();
        rows.Set(GenAiFacts.ResponseModel, model);
        rows.Set(PromptCache.HitRatio, ratio);
    }
});

app.MapPost("/title", (string text, HttpContext context) =>
{
    using var title = context.Operation().Begin(Title.Kind);
    var words = Title.Of(text);
    cache.Ask("llama3.2", text);
    title.Set(Title.Words, words.Length).End(Outcome.Ok);
    return string.Join(' ', words);
});

await app.RunAsync();
