using System.Buffers;
using System.Text;

namespace Vitrine.Telemetry.Metrics;

/// <summary>Renders label pairs as both text formats write them: <c>a="x",b="y"</c>, with backslash, quote and newline escaped.</summary>
internal static class LabelText
{
    private static readonly SearchValues<char> s_escaped = SearchValues.Create("\\\"\n");

    /// <summary>All pairs as UTF-8, without braces.</summary>
    public static byte[] Render(ReadOnlySpan<string> names, ReadOnlySpan<string> values)
    {
        var text = new StringBuilder();
        for (var i = 0; i < names.Length; i++)
        {
            if (i > 0) text.Append(',');
            text.Append(names[i]).Append("=\"");
            AppendEscaped(text, values[i]);
            text.Append('"');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void AppendEscaped(StringBuilder text, string value)
    {
        if (value.AsSpan().IndexOfAny(s_escaped) < 0)
        {
            text.Append(value);
            return;
        }

        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => text.Append("\\\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(c),
            };
        }
    }
}
