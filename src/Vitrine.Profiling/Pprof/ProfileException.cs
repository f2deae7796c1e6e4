namespace Vitrine.Profiling.Pprof;

/// <summary>A profile cannot be had: now, or in this process. The message is the answer's text; <see cref="Status"/> is its status.</summary>
public sealed class ProfileException : Exception
{
    /// <summary>A sentence for the reader.</summary>
    public ProfileException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <value>The HTTP status. The default is 500, which is what Go answers.</value>
    public int Status { get; init; } = StatusCodes.Status500InternalServerError;
}
