using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace Vitrine.Profiling.Tests.Cpu;

/// <summary>
/// Code in all the shapes that compilers make of it: each spends most of its time in <see cref="BusyCode.Spin"/>. None ends with that call, or it would
/// be a jump and the shape no frame.
/// </summary>
internal static class Shapes
{
    private const int Turns = 50_000;

    private static readonly Action s_compiled = Expression.Lambda<Action>(Expression.Block(SpinFor(Turns), SpinFor(1)), "compiled", []).Compile();

    /// <summary>One after another.</summary>
    public static void RunAll()
    {
        new Generic<string>().Run(1);
        RunLambda([MethodImpl(MethodImplOptions.NoInlining)] static () =>
        {
            BusyCode.Spin(Turns);
            BusyCode.Spin(1);
        });
        Local();
        s_compiled();
        RunAsync().GetAwaiter().GetResult();
        GC.KeepAlive(File.Exists("/nothing"));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Local()
        {
            BusyCode.Spin(Turns);
            BusyCode.Spin(1);
        }
    }

    /// <summary>Goes down so many calls, and is busy there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Descend(int calls)
    {
        if (calls > 0) return Descend(calls - 1) + 1;
        BusyCode.Spin(Turns);
        return 0;
    }

    private static MethodCallExpression SpinFor(int turns) => Expression.Call(((Action<int>)BusyCode.Spin).Method, Expression.Constant(turns));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RunLambda(Action lambda)
    {
        lambda();
        BusyCode.Spin(1);
    }

    private static async Task RunAsync()
    {
        await Task.Yield();
        BusyCode.Spin(Turns);
        await RunInnerAsync();
    }

    private static async Task RunInnerAsync()
    {
        await Task.Yield();
        BusyCode.Spin(Turns);
    }

    private sealed class Generic<TKey>
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Run<TValue>(TValue value)
        {
            BusyCode.Spin(Turns);
            GC.KeepAlive((this, value));
        }
    }
}
