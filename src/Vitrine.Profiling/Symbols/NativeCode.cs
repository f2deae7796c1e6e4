using System.Diagnostics;
using System.Reflection;

namespace Vitrine.Profiling.Symbols;

/// <summary>
/// The runtime's own answer to which method an address belongs to: all tiers, precompiled code, generics and dynamic methods.
/// </summary>
/// <remarks>It is private to the runtime, and a test guards that it is still there. Without it frames have addresses only.</remarks>
internal static class NativeCode
{
    private static readonly Func<IntPtr, MethodBase?>? s_methodAt = Bind();

    /// <summary>Whether this runtime answers.</summary>
    public static bool IsKnown => s_methodAt is not null;

    /// <summary>The managed method whose code holds the address, or null for native code and the runtime's stubs.</summary>
    public static MethodBase? MethodAt(ulong address) => s_methodAt?.Invoke((IntPtr)address);

    private static Func<IntPtr, MethodBase?>? Bind()
    {
        var method = typeof(StackFrame).GetMethod("GetMethodFromNativeIP", BindingFlags.Static | BindingFlags.NonPublic, [typeof(IntPtr)]);
        return method?.ReturnType == typeof(MethodBase) ? method.CreateDelegate<Func<IntPtr, MethodBase?>>() : null;
    }
}
