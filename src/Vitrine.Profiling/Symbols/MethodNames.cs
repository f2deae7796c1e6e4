using System.Reflection;

namespace Vitrine.Profiling.Symbols;

/// <summary>Methods as people wrote them.</summary>
internal sealed class MethodNames
{
    /// <summary>The name of a method.</summary>
    public Symbol Of(MethodBase method)
    {
        var name = method.DeclaringType is { } type ? $"{type.FullName}.{method.Name}" : method.Name;
        return new Symbol(name, $"{method.Module.ScopeName}!{name}");
    }
}
