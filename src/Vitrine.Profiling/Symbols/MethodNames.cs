using System.Globalization;
using System.Reflection;
using System.Text;

namespace Vitrine.Profiling.Symbols;

/// <summary>
/// Methods as people wrote them, where the compiler made others of them: an async method or iterator is its state machine's <c>MoveNext</c>, a lambda lives
/// in a closure's class, a local function has its method's name in brackets.
/// </summary>
internal static class MethodNames
{
    /// <summary>The name: <c>Namespace.Type.Method</c>, parameters of generic types by name, <c>Type.Method.lambda1</c> for a lambda in it.</summary>
    public static string Of(MethodBase method)
    {
        if (method.DeclaringType is not { } type) return $"[dynamic].{method.Name}";
        // A state machine is a class nested in the method's own: <Method>d__3.MoveNext.
        if (method.Name == "MoveNext" && type.DeclaringType is { } owner && TryUnwrap(type.Name, out var machine, out var kind) && kind.StartsWith('d'))
            return Join(owner, Unwrap(machine));
        return Join(type, Unwrap(method.Name));
    }

    private static string Join(Type type, string method)
    {
        // Closures hold the lambdas of the class around them: <>c, <>c__DisplayClass3_0.
        while (type.DeclaringType is { } outer && type.Name.StartsWith("<>c", StringComparison.Ordinal)) type = outer;
        var text = new StringBuilder();
        Append(text, type, type.IsGenericType ? type.GetGenericTypeDefinition().GetGenericArguments() : []);
        return text.Append('.').Append(method).ToString();
    }

    private static void Append(StringBuilder text, Type type, ReadOnlySpan<Type> arguments)
    {
        var outer = type.DeclaringType;
        var outerCount = outer is { IsGenericType: true } ? outer.GetGenericArguments().Length : 0;
        if (outer is not null)
        {
            Append(text, outer, arguments[..Math.Min(outerCount, arguments.Length)]);
            text.Append('.');
        }
        else if (type.Namespace is { Length: > 0 } space)
        {
            text.Append(space).Append('.');
        }

        var name = type.Name.AsSpan();
        var arity = name.IndexOf('`');
        text.Append(arity < 0 ? name : name[..arity]);
        var own = arguments[Math.Min(outerCount, arguments.Length)..];
        if (own.IsEmpty) return;
        text.Append('<');
        for (var i = 0; i < own.Length; i++) text.Append(i > 0 ? "," : "").Append(own[i].Name);
        text.Append('>');
    }

    /// <summary>
    /// What the compiler's name of a method or state machine was made of: <c>&lt;Main&gt;$</c>, <c>&lt;M&gt;g__Local|0_0</c>, <c>&lt;M&gt;b__0_1</c>, also one in
    /// another: <c>&lt;&lt;M&gt;b__0&gt;d</c> is a lambda that is async.
    /// </summary>
    internal static string Unwrap(string name)
    {
        if (!TryUnwrap(name, out var inner, out var kind)) return name;
        var method = Unwrap(inner);
        if (kind.StartsWith("g__", StringComparison.Ordinal)) return $"{method}.{kind[3..].Split('|')[0]}";
        if (kind.StartsWith("b__", StringComparison.Ordinal)) return $"{method}.lambda{NumberOf(kind) + 1}";
        return method;
    }

    private static bool TryUnwrap(string name, out string inner, out string kind)
    {
        (inner, kind) = ("", "");
        var end = name.LastIndexOf('>');
        if (!name.StartsWith('<') || end <= 1) return false;
        (inner, kind) = (name[1..end], name[(end + 1)..]);
        return true;
    }

    private static int NumberOf(string kind) => int.TryParse(kind.AsSpan(kind.LastIndexOf('_') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
