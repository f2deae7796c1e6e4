using Vitrine.Telemetry.Documents;

namespace Vitrine.Settings;

/// <summary>A setting whose values are of type <typeparamref name="T"/>.</summary>
internal sealed class Setting<T>(ValueKind<T> kind, Func<ResolvedSettings, T> otherwise) : Setting
{
    private readonly string? _defaultText;

    /// <summary>A setting with a fixed default.</summary>
    public Setting(ValueKind<T> kind, T otherwise)
        : this(kind, _ => otherwise) => _defaultText = kind.Format(otherwise);

    public override string Accepted => kind.Accepted;

    public override bool IsSwitch => kind.IsSwitch;

    public override bool IsList => kind.IsList;

    public override string DefaultText
    {
        get => _defaultText ?? "";
        init => _defaultText = value;
    }

    internal override Func<YamlMap, string>? ReadItem => kind.ReadItem;

    internal override string? RemarkOn(string text) => kind.Remark?.Invoke(text);

    internal override bool TryRead(string text, string folder, out object? value)
    {
        var read = kind.TryParse(text, folder, out var typed);
        value = typed;
        return read;
    }

    internal override object? DefaultOf(ResolvedSettings settings) => otherwise(settings);

    internal override string Show(object? value) => value is null && default(T) is not null ? "" : kind.Format((T)value!);
}
