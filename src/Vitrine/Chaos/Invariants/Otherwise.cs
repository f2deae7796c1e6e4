using System.Runtime.CompilerServices;
using System.Text;

namespace Vitrine.Chaos.Invariants;

/// <summary>The words for an invariant that does not hold: put together only then, for invariants are looked at for every entry of a log.</summary>
[InterpolatedStringHandler]
internal readonly ref struct Otherwise
{
    private readonly StringBuilder? _text;

    /// <summary>Called by the compiler.</summary>
    public Otherwise(int literalLength, int formattedCount, bool holds, out bool isNeeded)
    {
        isNeeded = !holds;
        _text = isNeeded ? new StringBuilder(literalLength + 16 * formattedCount) : null;
    }

    /// <summary>Called by the compiler.</summary>
    public void AppendLiteral(string text) => _text!.Append(text);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted<T>(T value) => _text!.Append(value);

    /// <summary>The words.</summary>
    public override string ToString() => _text?.ToString() ?? "";
}
