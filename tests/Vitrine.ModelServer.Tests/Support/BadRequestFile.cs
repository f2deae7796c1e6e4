using System.Text;
using Vitrine.ModelServer.Api;

namespace Vitrine.ModelServer.Tests.Support;

/// <summary>A table of bodies that must be refused, each with a text that the refusal must contain: <c>body  →  text</c>.</summary>
internal static class BadRequestFile
{
    public delegate ApiError? Read(ReadOnlySpan<byte> body);

    /// <summary>Every line that was accepted, or refused in other words.</summary>
    public static IReadOnlyList<string> Failures(string file, Read read)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, file));
        var failures = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 || lines[i][0] == '#') continue;
            var parts = lines[i].Split("  →  ");
            if (read(Encoding.UTF8.GetBytes(parts[0])) is not { } error) failures.Add($"{file}:{i + 1} was accepted");
            else if (error.Code.Name != "invalid_argument" || !error.Message.Contains(parts[1], StringComparison.Ordinal)) failures.Add($"{file}:{i + 1} {error}");
        }

        return failures;
    }
}
