namespace Vitrine.Telemetry.Documents;

/// <summary>One thing that is wrong with a document: where, which key, and what would be right.</summary>
/// <param name="File">The file, as the user named it.</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based.</param>
/// <param name="Key">The path of the key, such as <c>metrics[3].labels</c>; empty for the whole document.</param>
/// <param name="Message">A sentence with the remedy.</param>
public sealed record DocumentError(string File, int Line, int Column, string Key, string Message)
{
    /// <summary><c>file:line:column: key: message</c>.</summary>
    public override string ToString() => Key.Length == 0 ? $"{File}:{Line}:{Column}: {Message}" : $"{File}:{Line}:{Column}: {Key}: {Message}";
}
