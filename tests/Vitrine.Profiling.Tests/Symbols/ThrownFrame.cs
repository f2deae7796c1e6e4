using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vitrine.Profiling.Tests.Symbols;

/// <summary>A real frame with its address, out of an exception that was thrown.</summary>
internal static class ThrownFrame
{
    public static (StackFrame Frame, ulong Address) Take()
    {
        try
        {
            Throw(1);
            throw new UnreachableException();
        }
        catch (InvalidOperationException thrown)
        {
            var trace = (sbyte[])typeof(Exception).GetField("_stackTrace", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(thrown)!;
            return (new StackTrace(thrown, fNeedFileInfo: true).GetFrame(0)!, MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(trace.AsSpan())[16..]));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Throw(int number)
    {
        if (number > 0)
            throw new InvalidOperationException();
    }
}
