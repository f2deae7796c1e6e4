using System.Globalization;

namespace Vitrine.Ledger.Requests;

/// <summary>Reads the values behind a path's question mark. The first that is wrong is told; a name that nobody asks for is passed over.</summary>
/// <param name="query">The request's.</param>
internal sealed class QueryValues(IQueryCollection query)
{
    /// <summary>What is wrong, or null.</summary>
    public LedgerError? Error { get; private set; }

    /// <summary>A position of the log, from 1.</summary>
    public long Position(string name, long otherwise) => Number(name, otherwise, 1, long.MaxValue);

    /// <summary>How many rows at most.</summary>
    public int Limit(int most) => (int)Number("limit", Math.Min(100, most), 1, most);

    /// <summary>A text, empty when it is not given.</summary>
    public string Text(string name) => query.TryGetValue(name, out var values) && values is [{ } text] ? text : "";

    /// <summary>Whether a switch is on.</summary>
    public bool Flag(string name)
    {
        var text = Text(name);
        if (text is not ("" or "true" or "false")) Error ??= LedgerError.Invalid($"{name}: must be true or false, not '{text}'.");
        return text == "true";
    }

    /// <summary>A whole number within bounds.</summary>
    public long Number(string name, long otherwise, long least, long most)
    {
        var text = Text(name);
        if (text.Length == 0) return otherwise;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
        Error ??= LedgerError.Invalid(most == long.MaxValue ? $"{name}: must be a whole number from {least}, not '{text}'." : $"{name}: must be a whole number from {least} to {most}, not '{text}'.");
        return otherwise;
    }
}
