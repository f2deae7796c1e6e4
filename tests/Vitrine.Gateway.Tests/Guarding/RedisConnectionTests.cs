using Vitrine.Gateway.Guarding;
using Vitrine.Gateway.Tests.Gateway;
using Vitrine.Gateway.Tests.Support;

namespace Vitrine.Gateway.Tests.Guarding;

public sealed class RedisConnectionTests
{
    [Fact]
    public async Task SendAsync_EveryKindOfReply_IsRead()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var connection = await RedisConnection.OpenAsync("127.0.0.1", redis.Port, null, CancellationToken.None);
        (await SendAsync(connection, "PING")).ShouldBe("PONG");
        (await SendAsync(connection, "SET", "k", "ü\r\n")).ShouldBe("OK");
        (await SendAsync(connection, "GET", "k")).ShouldBe("ü\r\n");
        (await SendAsync(connection, "GET", "none")).ShouldBeNull();
        (await SendAsync(connection, "INCRBY", "n", "-7")).ShouldBe(-7L);
        (await SendAsync(connection, "SET", "e", "")).ShouldBe("OK");
        ((object?[])(await SendAsync(connection, "MGET", "k", "none", "e"))!).ShouldBe(["ü\r\n", null, ""]);
    }

    [Fact]
    public async Task SendAsync_ErrorReply_Throws()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var connection = await RedisConnection.OpenAsync("127.0.0.1", redis.Port, null, CancellationToken.None);
        (await Should.ThrowAsync<IOException>(() => SendAsync(connection, "NOSUCH"))).Message.ShouldContain("unknown command");
    }

    [Fact]
    public async Task OpenAsync_Password_IsSaid()
    {
        await using var redis = await RedisServer.StartAsync("--requirepass", "secret");
        await using var connection = await RedisConnection.OpenAsync("127.0.0.1", redis.Port, "secret", CancellationToken.None);
        (await SendAsync(connection, "PING")).ShouldBe("PONG");
        await Should.ThrowAsync<IOException>(() => RedisConnection.OpenAsync("127.0.0.1", redis.Port, "wrong", CancellationToken.None));
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData(":12")]
    [InlineData("$12\r\nshort")]
    [InlineData(":x\r\n")]
    [InlineData("*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n")]
    [InlineData("")]
    public async Task SendAsync_WhatIsNoReply_Throws(string bytes)
    {
        await using var other = await RawUpstream.StartAsync(bytes);
        await using var connection = await RedisConnection.OpenAsync("127.0.0.1", other.Address.Port, null, CancellationToken.None);
        await Should.ThrowAsync<IOException>(() => SendAsync(connection, "PING"));
    }

    private static Task<object?> SendAsync(RedisConnection connection, params string[] words) => connection.SendAsync(words, CancellationToken.None);
}
