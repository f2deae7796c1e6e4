namespace Vitrine.Gateway.Objects;

/// <summary>An object's name in its namespace; shown as <c>namespace/name</c> in labels, log lines and dumps.</summary>
/// <param name="Namespace">The namespace, <c>default</c> when a document names none.</param>
/// <param name="Name">The name.</param>
internal readonly record struct ObjectName(string Namespace, string Name)
{
    /// <summary>The namespace of objects that name none.</summary>
    public const string DefaultNamespace = "default";

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}";
}
