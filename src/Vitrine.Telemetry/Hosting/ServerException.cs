namespace Vitrine.Telemetry.Hosting;

/// <summary>A role cannot serve for a reason that its user can mend: a wrong option, a file that cannot be used. The message says how.</summary>
public sealed class ServerException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Throws when options are wrong, with every sentence on a line of its own.</summary>
    /// <param name="errors">What a validator found.</param>
    /// <exception cref="ServerException">There is an error.</exception>
    public static void ThrowIfAny(IReadOnlyList<string> errors)
    {
        if (errors.Count > 0) throw new ServerException(string.Join(Environment.NewLine, errors));
    }
}
