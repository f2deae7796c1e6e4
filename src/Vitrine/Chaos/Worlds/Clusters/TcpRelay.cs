using System.Net;
using System.Net.Sockets;

namespace Vitrine.Chaos.Worlds.Clusters;

/// <summary>A wire between a node and a member that can be cut: connections go through it, until it is cut, and then neither they nor new ones do.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly Lock _gate = new();
    private readonly HashSet<Socket> _open = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private bool _isCut;

    /// <summary>Listens on a port that the system chooses.</summary>
    /// <param name="target">The port of the loopback that it leads to.</param>
    public TcpRelay(int target)
    {
        _target = target;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _running = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Cuts it, or mends it.</summary>
    public void SetCut(bool isCut)
    {
        lock (_gate)
        {
            _isCut = isCut;
            if (!isCut) return;
            foreach (var socket in _open) socket.Dispose();
            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        SetCut(true);
        await _running;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(CarryAsync(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It is disposed.
        }

        await Task.WhenAll(connections);
    }

    private async Task CarryAsync(Socket near)
    {
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        try
        {
            if (!TryKeep(near, far)) return;
            await far.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            await Task.WhenAny(PumpAsync(near, far), PumpAsync(far, near));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone, or the wire is cut: then the other side goes, too.
        }
        finally
        {
            lock (_gate)
            {
                _open.Remove(near);
                _open.Remove(far);
            }

            near.Dispose();
        }
    }

    private bool TryKeep(Socket near, Socket far)
    {
        lock (_gate)
        {
            if (_isCut) return false;
            _open.Add(near);
            _open.Add(far);
            return true;
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and var count)
            {
                for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _stop.Token);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // As above: whoever waits for either direction ends both.
        }
    }
}
