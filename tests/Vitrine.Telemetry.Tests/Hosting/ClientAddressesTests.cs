using System.Net;
using Microsoft.AspNetCore.Http;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Telemetry.Tests.Hosting;

public sealed class ClientAddressesTests
{
    [Theory]
    [InlineData("192.0.2.7", 443, "192.0.2.7:443")]
    [InlineData("::ffff:192.0.2.7", 443, "192.0.2.7:443")]
    [InlineData("2001:db8::1", 8080, "[2001:db8::1]:8080")]
    public void Of_Address_IsText(string address, int port, string expected) =>
        new ClientAddresses().Of(Connection(IPAddress.Parse(address), port)).ShouldBe(expected);

    [Fact]
    public void Of_NoAddress_IsNull() => new ClientAddresses().Of(Connection(null, 0)).ShouldBeNull();

    [Fact]
    public void Of_SameConnection_IsTheSameString()
    {
        var addresses = new ClientAddresses();
        var address = IPAddress.Parse("192.0.2.7");
        addresses.Of(Connection(address, 5000)).ShouldBeSameAs(addresses.Of(Connection(address, 5000)));
    }

    [Fact]
    public void Of_ConnectionsOfOnePlace_AreToldApart()
    {
        var addresses = new ClientAddresses();
        var address = IPAddress.Parse("192.0.2.7");
        addresses.Of(Connection(address, 5000)).ShouldBe("192.0.2.7:5000");
        addresses.Of(Connection(IPAddress.Parse("192.0.2.8"), 5000)).ShouldBe("192.0.2.8:5000");
        addresses.Of(Connection(address, 5000 + 1024)).ShouldBe("192.0.2.7:6024");
        addresses.Of(Connection(address, 5000)).ShouldBe("192.0.2.7:5000");
    }

    private static ConnectionInfo Connection(IPAddress? address, int port)
    {
        var connection = new DefaultHttpContext().Connection;
        (connection.RemoteIpAddress, connection.RemotePort) = (address, port);
        return connection;
    }
}
