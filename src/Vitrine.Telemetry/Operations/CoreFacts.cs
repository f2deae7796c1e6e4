namespace Vitrine.Telemetry;

/// <summary>Facts that the mechanism itself sets or answers.</summary>
public static class CoreFacts
{
    /// <summary>What went wrong, as a low-cardinality name (OpenTelemetry <c>error.type</c>). Lands in the nearest scope that declares it.</summary>
    public static readonly Fact<string> ErrorType = Fact.Text("error.type");

    /// <summary>What went wrong, as a sentence.</summary>
    public static readonly Fact<string> ErrorMessage = Fact.Text("error.message");

    /// <summary>The exception with its stack, for log lines that show a traceback.</summary>
    public static readonly Fact<string> ExceptionStacktrace = Fact.Text("exception.stacktrace");
}
