using System.Text;

namespace Vitrine.Profiling.Memory;

/// <summary>Types as people write them, from the runtime's texts: <c>List`1[System.String][]</c> becomes <c>List&lt;System.String&gt;[]</c>.</summary>
internal static class TypeNames
{
    /// <summary>Rewrites a name.</summary>
    public static string Of(ReadOnlySpan<char> runtimeName)
    {
        var text = new StringBuilder(runtimeName.Length);
        var arguments = 0;
        for (var i = 0; i < runtimeName.Length; i++)
        {
            switch (runtimeName[i])
            {
                case '`':
                    while (i + 1 < runtimeName.Length && char.IsAsciiDigit(runtimeName[i + 1])) i++;
                    break;
                case '+':
                    text.Append('.');
                    break;
                case '[' when i + 1 < runtimeName.Length && runtimeName[i + 1] is ']' or ',' or '*':
                    // An array's rank, up to its own bracket.
                    var rank = runtimeName[i..].IndexOf(']') is var end and >= 0 ? runtimeName.Slice(i, end + 1) : runtimeName[i..];
                    text.Append(rank);
                    i += rank.Length - 1;
                    break;
                case '[':
                    arguments++;
                    text.Append('<');
                    break;
                case ']' when arguments > 0:
                    arguments--;
                    text.Append('>');
                    break;
                default:
                    text.Append(runtimeName[i]);
                    break;
            }
        }

        return text.ToString();
    }
}
