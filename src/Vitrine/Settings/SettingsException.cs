namespace Vitrine.Settings;

/// <summary>Settings that cannot be used. Carries every error that was found, each with its source and what would be right.</summary>
internal sealed class SettingsException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>All errors, a sentence each.</summary>
    public IReadOnlyList<string> Errors => errors;
}
