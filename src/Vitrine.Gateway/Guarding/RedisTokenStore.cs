using System.Globalization;
using System.Net.Sockets;

namespace Vitrine.Gateway.Guarding;

/// <summary>
/// Buckets in a Redis that several gateways share. While it does not answer, the limit of this process alone stands in, so an outage neither
/// refuses everybody nor lets everything through; that is said once when it begins and once when it ends.
/// </summary>
internal sealed partial class RedisTokenStore : ITokenStore, IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly string s_script = ReadScript();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly (string Host, int Port) _address;
    private readonly string? _password;
    private readonly TimeSpan _patience;
    private readonly ITokenStore _standIn;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private RedisConnection? _connection;
    private long _downUntil;
    private bool _isDown;

    /// <param name="address"><c>host:port</c>; the port is 6379 when left out.</param>
    /// <param name="password">The password, or null.</param>
    /// <param name="patience">The longest that a command may take, its wait for those before it and for a connection included.</param>
    /// <param name="standIn">What counts while Redis does not.</param>
    /// <param name="clock">The clock of the pause between two tries.</param>
    /// <param name="log">Hears of outages.</param>
    public RedisTokenStore(string address, string? password, TimeSpan patience, ITokenStore standIn, TimeProvider clock, ILogger log)
    {
        var colon = address.LastIndexOf(':');
        _address = colon > 0 && int.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? (address[..colon], port) : (address, 6379);
        (_password, _patience, _standIn, _clock, _log) = (password, patience, standIn, clock, log);
    }

    /// <summary>Connects, without being waited for: a wrong address is said when it is read, not at the first request that needs it.</summary>
    public void Connect() => _ = WhileServedAsync(async () => await RunAsync(["PING"], CancellationToken.None));

    public async ValueTask<TimeSpan?> TakeAsync(TokenLimit limit, long tokens, CancellationToken cancellation)
    {
        var wait = await RunAsync(Command(limit, tokens, tokens > 0 ? "take" : "ask"), cancellation);
        if (wait is null) return await _standIn.TakeAsync(limit, tokens, cancellation);
        return wait == 0 ? null : TimeSpan.FromMilliseconds(wait.Value);
    }

    public void Charge(TokenLimit limit, long tokens) => _ = WhileServedAsync(async () =>
    {
        if (await RunAsync(Command(limit, tokens, "charge"), CancellationToken.None) is null) _standIn.Charge(limit, tokens);
    });

    public void Dispose()
    {
        _ = _connection?.DisposeAsync().AsTask();
        _turn.Dispose();
    }

    private static async Task WhileServedAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (ObjectDisposedException)
        {
            // The gateway stopped meanwhile; nobody counts any more.
        }
    }

    /// <summary>The number that Redis answers; null when it is none, and while Redis does not answer.</summary>
    private async ValueTask<long?> RunAsync(string[] command, CancellationToken cancellation)
    {
        if (Volatile.Read(ref _downUntil) > _clock.GetTimestamp()) return null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_patience);
        var held = false;
        try
        {
            await _turn.WaitAsync(patience.Token);
            held = true;
            var reply = await SendAsync(command, patience.Token);
            ReportUp();
            return reply as long?;
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidOperationException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // Half a reply may be on its way: the connection is of no use any more.
            if (held) await DropAsync();
            ReportDown(e);
            return null;
        }
        catch (OperationCanceledException)
        {
            if (held) await DropAsync();
            throw;
        }
        finally
        {
            if (held) _turn.Release();
        }
    }

    /// <summary>
    /// Sends over the connection there is, and over a new one when that turns out to be closed: servers and what stands between drop idle
    /// ones, which is no outage. A command whose reply was lost may count twice; that errs on the side of the limit.
    /// </summary>
    private async ValueTask<object?> SendAsync(string[] command, CancellationToken cancellation)
    {
        if (_connection is { } old)
        {
            try
            {
                return await old.SendAsync(command, cancellation);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                await DropAsync();
            }
        }

        _connection = await RedisConnection.OpenAsync(_address.Host, _address.Port, _password, cancellation);
        return await _connection.SendAsync(command, cancellation);
    }

    private static string[] Command(TokenLimit limit, long tokens, string mode) =>
    [
        "EVAL", s_script, "1", $"vitrine:tokens:{limit.Route}:{(limit.Tokens == LimitedTokens.Input ? "input" : "output")}",
        Text(limit.Limit), Text((long)limit.Unit.TotalMilliseconds), Text(tokens), mode,
    ];

    private async ValueTask DropAsync()
    {
        if (_connection is { } connection) await connection.DisposeAsync();
        _connection = null;
    }

    private void ReportDown(Exception e)
    {
        Volatile.Write(ref _downUntil, _clock.GetTimestamp() + (long)(s_pause.TotalSeconds * _clock.TimestampFrequency));
        if (!Interlocked.Exchange(ref _isDown, true)) LogDown(_address.Host, _address.Port, e.Message);
    }

    private void ReportUp()
    {
        if (Volatile.Read(ref _isDown) && Interlocked.Exchange(ref _isDown, false)) LogUp(_address.Host, _address.Port);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string ReadScript()
    {
        using var reader = new StreamReader(typeof(RedisTokenStore).Assembly.GetManifestResourceStream("TokenBucket.lua")!);
        return reader.ReadToEnd();
    }

    [LoggerMessage(EventIds.RedisDown, LogLevel.Warning, "Redis at {Host}:{Port} does not answer ({Reason}); until it does, the token limits count in this gateway alone.")]
    private partial void LogDown(string host, int port, string reason);

    [LoggerMessage(EventIds.RedisUp, LogLevel.Information, "Redis at {Host}:{Port} answers again; the token limits are shared.")]
    private partial void LogUp(string host, int port);
}
