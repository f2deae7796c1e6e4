namespace Vitrine.Telemetry;

/// <summary>A text that is rendered when somebody reads it: for facts that are set on every request and seen on few.</summary>
public interface ITextSource
{
    /// <summary>The text, always the same. Read from any thread; must not throw.</summary>
    string Text { get; }
}
