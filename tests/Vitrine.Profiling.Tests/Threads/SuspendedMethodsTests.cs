using Vitrine.Profiling.Threads;

namespace Vitrine.Profiling.Tests.Threads;

public sealed class SuspendedMethodsTests
{
    [Theory]
    [InlineData("AsyncStateMachineBox`1[System.Threading.Tasks.VoidTaskResult,Shop.Cart+<PayAsync>d__4]", "Shop.Cart.PayAsync")]
    [InlineData("AsyncStateMachineBox`1[System.Collections.Generic.Dictionary`2[System.Int32,System.String],Shop.Cart`1+Line+<Read>d__1[System.Int32,System.String]]", "Shop.Cart.Line.Read")]
    [InlineData("AsyncStateMachineBox`1[System.Int32,Program+<<Main>$>d__0]", "Program.Main")]
    [InlineData("AsyncStateMachineBox`1[System.Int32,Shop.Cart+<>c__DisplayClass3_0+<<PayAsync>g__Retry|1>d]", "Shop.Cart.PayAsync.Retry")]
    [InlineData("AsyncStateMachineBox`1[System.Int32,Shop.Cart+<>c+<<PayAsync>b__2_0>d]", "Shop.Cart.PayAsync.lambda1")]
    public void TryName_OfABox_IsItsMethod(string type, string method)
    {
        SuspendedMethods.TryName(type, out var name).ShouldBeTrue();
        name.ShouldBe(method);
    }

    [Theory]
    [InlineData("System.String")]
    [InlineData("AsyncStateMachineBox`1[System.Int32,Shop.Cart+<PayAsync>d__4][]")]
    [InlineData("System.Threading.Tasks.Task`1[System.Int32]")]
    public void TryName_OfAnythingElse_IsNothing(string type) => SuspendedMethods.TryName(type, out _).ShouldBeFalse();
}
