using Vitrine.Web.Roles;

namespace Vitrine.Web.Tests.Roles;

public sealed class RoleTargetTests
{
    [Fact]
    public void Parse_WhatWasWritten_IsRead()
    {
        var target = RoleTarget.Parse("gateway;pack=kthena;api=http://localhost:8080;debug=https://[::1]:15000;ready=/v1/readiness", "");

        target.ShouldBe(new RoleTarget("gateway", "kthena", new Uri("http://localhost:8080"), new Uri("https://[::1]:15000"), "/v1/readiness"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("gateway")]
    [InlineData("../x;pack=p;api=http://a;debug=http://b;ready=/r")]
    [InlineData("g;pack=p;api=http://a;debug=http://b")]
    [InlineData("g;pack=p;api=http://a/v1;debug=http://b;ready=/r")]
    [InlineData("g;pack=p;api=http://user:pass@a;debug=http://b;ready=/r")]
    [InlineData("g;pack=p;api=file:///etc;debug=http://b;ready=/r")]
    [InlineData("g;pack=p;api=http://a;debug=http://b;ready=r")]
    [InlineData("g;pack=p;pack=q;api=http://a;debug=http://b;ready=/r")]
    [InlineData("g;pack=p;api=http://a;debug=http://b;ready=/r;key=secret")]
    public void Parse_SomethingElse_SaysWhatIsAcceptedAndRepeatsNoKey(string text)
    {
        var message = Should.Throw<FormatException>(() => RoleTarget.Parse(text, "")).Message;

        message.ShouldStartWith($"'{text.Split(';')[0]}' is not written as a role. Write name;pack=PACK;");
        message.ShouldNotContain("secret");
    }
}
