using System.Globalization;

namespace Vitrine.Explain;

/// <summary>Durations for people, three digits at most where it matters.</summary>
internal static class Milliseconds
{
    public static string Format(double milliseconds) => milliseconds switch
    {
        >= 1000 => (milliseconds / 1000).ToString("0.00", CultureInfo.InvariantCulture) + " s",
        >= 10 => milliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms",
        _ => milliseconds.ToString("0.00", CultureInfo.InvariantCulture) + " ms",
    };
}
