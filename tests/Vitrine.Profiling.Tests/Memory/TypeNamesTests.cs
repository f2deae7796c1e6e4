using Vitrine.Profiling.Memory;

namespace Vitrine.Profiling.Tests.Memory;

public sealed class TypeNamesTests
{
    [Theory]
    [InlineData("System.String", "System.String")]
    [InlineData("System.Byte[]", "System.Byte[]")]
    [InlineData("System.Int32[,][]", "System.Int32[,][]")]
    [InlineData("System.Collections.Generic.List`1[System.String][]", "System.Collections.Generic.List<System.String>[]")]
    [InlineData("System.Collections.Generic.Dictionary`2[System.Int32,System.Collections.Generic.List`1[System.Byte[]]]", "System.Collections.Generic.Dictionary<System.Int32,System.Collections.Generic.List<System.Byte[]>>")]
    [InlineData("Shop.Cart+Line", "Shop.Cart.Line")]
    [InlineData("Entry[System.String,Shop.Cart+Line][]", "Entry<System.String,Shop.Cart.Line>[]")]
    [InlineData("Cut`1[", "Cut<")]
    [InlineData("Cut[,", "Cut[,")]
    [InlineData("", "")]
    public void Of_ARuntimesName_IsWhatPeopleWrite(string runtimeName, string expected) => TypeNames.Of(runtimeName).ShouldBe(expected);
}
