using System.Reflection;
using System.Reflection.Emit;
using Vitrine.Profiling.Symbols;

namespace Vitrine.Profiling.Tests.Symbols;

/// <summary>Names of methods that compilers made, found by what they are called in the assembly.</summary>
public sealed class MethodNamesTests
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const string Path = "Vitrine.Profiling.Tests.Symbols.MethodNamesTests.Written";

    [Theory]
    [InlineData("Plain", "Plain", Path + ".Plain")]
    [InlineData("<WaitAsync>d", "MoveNext", Path + ".WaitAsync")]
    [InlineData("<Iterate>d", "MoveNext", Path + ".Iterate")]
    [InlineData("<>c", "<Lambdas>b__", Path + ".Lambdas.lambda1")]
    [InlineData("<>c__DisplayClass", "<Lambdas>b__", Path + ".Lambdas.lambda2")]
    [InlineData("<<Lambdas>b__", "MoveNext", Path + ".Lambdas.lambda3")]
    [InlineData("Written", "<Lambdas>g__Local|", Path + ".Lambdas.Local")]
    [InlineData("Inner`1", "Get", Path + ".Inner<TItem>.Get")]
    [InlineData("<GetAsync>d", "MoveNext", Path + ".Inner<TItem>.GetAsync")]
    [InlineData("Written", ".ctor", Path + "..ctor")]
    public void Of_WhatACompilerMade_IsWhatWasWritten(string type, string method, string expected) =>
        Methods(typeof(Written)).Where(made => made.DeclaringType!.Name.StartsWith(type == "Plain" ? "Written" : type, StringComparison.Ordinal) && made.Name.StartsWith(method, StringComparison.Ordinal))
            .Select(MethodNames.Of).ShouldContain(expected);

    [Fact]
    public void Of_AClosedGenericType_NamesItsParameters() =>
        MethodNames.Of(typeof(Dictionary<string, int>).GetMethod("ContainsKey")!).ShouldBe("System.Collections.Generic.Dictionary<TKey,TValue>.ContainsKey");

    [Fact]
    public void Of_ADynamicMethod_SaysSo() => MethodNames.Of(new DynamicMethod("made", typeof(void), [])).ShouldBe("[dynamic].made");

    private static IEnumerable<MethodBase> Methods(Type type) =>
        [.. type.GetMethods(All), .. type.GetConstructors(All), .. type.GetNestedTypes(All).SelectMany(Methods)];

    private sealed class Written
    {
        public static int Plain() => 1;

        public static async Task WaitAsync() => await Task.Yield();

        public static IEnumerable<int> Iterate()
        {
            yield return 1;
        }

        public static int Lambdas(int outer)
        {
            Func<int> first = static () => 1;
            Func<int> second = () => outer;
            Func<Task<int>> third = async () =>
            {
                await Task.Yield();
                return outer;
            };
            return first() + second() + third().Result + Local();

            static int Local() => 2;
        }

        public sealed class Inner<TItem>
        {
            public TItem? Get() => default;

            public async Task<TItem?> GetAsync()
            {
                await Task.Yield();
                return Get();
            }
        }
    }
}
