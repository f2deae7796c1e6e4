namespace Vitrine.Traffic;

/// <summary>A shape of traffic: what is sent, and in which rhythm.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Summary">What it is like, as the end of a help line.</param>
/// <param name="Pattern">The rhythm, for arrivals in an open loop.</param>
/// <param name="Mix">What is sent.</param>
internal sealed record TrafficShape(string Name, string Summary, ArrivalPattern Pattern, CallMix Mix)
{
    private static readonly CallMix s_chats = new((CallKind.Chat, 1));

    private static readonly CallMix s_wrong = new(
        (CallKind.Malformed, 2),
        (CallKind.UnknownModel, 2),
        (CallKind.WrongType, 2),
        (CallKind.WrongSampling, 2),
        (CallKind.UnknownPath, 1),
        (CallKind.Oversized, 1));

    /// <summary>All shapes, in the order of the help.</summary>
    public static IReadOnlyList<TrafficShape> All { get; } =
    [
        new("steady", "chats at one rate", ArrivalPattern.Even, s_chats),
        new("burst", "chats, quiet for 8 s and then six times as many for 2 s", ArrivalPattern.Bursts, s_chats),
        new("long-prompts", "chats over notes of up to --prompt-words, some beginning alike", ArrivalPattern.Even, new CallMix((CallKind.LongPrompt, 1))),
        new("errors", "every second request is wrong", ArrivalPattern.Even, s_chats.With(s_wrong, 0.5)),
        new("mixed", "a day in a minute: chats, at the API and in the console, long prompts, completions, embeddings, a few wrong requests, in waves", ArrivalPattern.Waves, Mixed()),
    ];

    /// <summary>The shape of a name, or null.</summary>
    public static TrafficShape? Find(string name) => All.FirstOrDefault(shape => shape.Name == name);

    private static CallMix Mixed() => new CallMix((CallKind.Chat, 40), (CallKind.ConsoleChat, 30), (CallKind.LongPrompt, 12), (CallKind.Completion, 9), (CallKind.Embedding, 9)).With(s_wrong, 0.04);
}
