using System.Text;

namespace Vitrine.Gateway.Tests.Responding;

/// <summary>A block of <c>streams.txt</c>.</summary>
/// <param name="Title">The block's title, with its line.</param>
/// <param name="Answer">What the upstream sends.</param>
/// <param name="Stripped">What the client gets when only the gateway asked for usage.</param>
/// <param name="Facts">What is learnt of it.</param>
internal sealed record StreamCase(string Title, string Answer, string Stripped, string Facts)
{
    private const string File = "Responding/streams.txt";

    /// <summary>Reads all blocks.</summary>
    public static List<StreamCase> ReadAll()
    {
        var cases = new List<StreamCase>();
        var (title, answer, stripped) = ("", new StringBuilder(), new StringBuilder());
        var lines = System.IO.File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, File));
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("## ", StringComparison.Ordinal)) title = $"{File}:{i + 1} {lines[i][3..]}";
            else if (lines[i].StartsWith("=> ", StringComparison.Ordinal))
            {
                cases.Add(new StreamCase(title, answer.ToString(), stripped.ToString(), lines[i][3..]));
                (title, answer, stripped) = ("", new StringBuilder(), new StringBuilder());
            }
            else if (title.Length > 0)
            {
                var isExtra = lines[i].StartsWith('-');
                var text = lines[i][(isExtra ? 1 : 0)..].Replace('␍', '\r') + "\n";
                text = text.Replace("EOF\n", "", StringComparison.Ordinal);
                answer.Append(text);
                if (!isExtra) stripped.Append(text);
            }
        }

        return cases;
    }
}
