using Vitrine.Telemetry.Logs;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry.Hosting;

/// <summary>Reads from a pack's envelope which keys stand in front of a line for people.</summary>
public static class PrettyKeys
{
    /// <summary>The keys of this pack's log; the default envelope's without a pack.</summary>
    public static PrettyLineKeys Of(Pack? pack)
    {
        var keys = new PrettyLineKeys();
        if (pack?.Definition.Log.Envelope is not { } envelope) return keys;
        foreach (var field in envelope)
        {
            keys = field switch
            {
                { Source: "$time" } => keys with { Time = field.Key },
                { Source: "$level" } => keys with { Level = field.Key },
                { Source: "$message" } => keys with { Message = field.Key },
                { Fields: { } inner } when inner.Any(part => part.Source == "$fields") => keys with { Fields = field.Key },
                _ => keys,
            };
        }

        return keys;
    }
}
