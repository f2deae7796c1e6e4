using Vitrine.Web.Roles;

namespace Vitrine.Web.Tests.Roles;

public sealed class RoleTargetTests
{
    private const string Gateway = "gateway;pack=kthena;api=http://localhost:8080;debug=https://[::1]:15000;ready=/v1/readiness";

    [Fact]
    public void Parse_WhatWasWritten_IsReadBack()
    {
        var target = RoleTarget.Parse(Gateway);

        (target.Name, target.Pack, target.Api, target.Debug, target.ReadyPath).ShouldBe(("gateway", "kthena", new Uri("http://localhost:8080"), new Uri("https://[::1]:15000"), "/v1/readiness"));
        target.ToString().ShouldBe(Gateway);
    }

    [Theory]
    [InlineData("")]
    [InlineData("gateway")]
    [InlineData("../x;pack=p;api=http://a;debug=http://b;ready=/r")]
    [InlineData("g;pack=p;api=http://a;debug=http://b")]
    [InlineData("g;pack=p;api=http://a/v1;debug=http://b;ready=/r")]
    [InlineData("g;pack=p;api=file:///etc;debug=http://b;ready=/r")]
    [InlineData("g;pack=p;api=http://a;debug=http://b;ready=r")]
    [InlineData("g;pack=p;pack=q;api=http://a;debug=http://b;ready=/r")]
    [InlineData("g;pack=p;api=http://a;debug=http://b;ready=/r;key=secret")]
    public void Parse_SomethingElse_SaysWhatIsAccepted(string text) =>
        Should.Throw<FormatException>(() => RoleTarget.Parse(text)).Message.ShouldBe($"'{text}' is no role. Write name;pack=PACK;api=http://host:port;debug=http://host:port;ready=/PATH.");
}
