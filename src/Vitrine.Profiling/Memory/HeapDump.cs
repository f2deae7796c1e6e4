using System.Globalization;
using System.Runtime.InteropServices;
using Vitrine.Profiling.NetTrace;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Memory;

/// <summary>
/// Every object that a full collection leaves, counted by type while the runtime tells them. The collection is blocking: the process pauses for
/// as long as it takes, about 2 ms for each MB of small objects.
/// </summary>
internal sealed class HeapDump : INetTraceSink
{
    private const double LeastShare = 0.95;
    private const long Megabyte = 1024 * 1024;

    private readonly Dictionary<ulong, string> _names = [];
    private readonly Dictionary<ulong, HeapAmount> _amounts = [];
    private HeapAmount _total;

    private HeapDump()
    {
    }

    /// <summary>Collects, and counts what is left by type. The names are the runtime's: <see cref="TypeNames"/> makes them readable.</summary>
    /// <exception cref="ProfileException">There are no events to be had here, or so many were lost that the counts would mislead.</exception>
    public static Task<Dictionary<string, HeapAmount>> TakeAsync(ProfileBuilder profile) => TakeAsync(profile, BufferMegabytes());

    /// <summary>The same through a buffer of a given size.</summary>
    internal static async Task<Dictionary<string, HeapAmount>> TakeAsync(ProfileBuilder profile, int bufferMegabytes)
    {
        var dump = new HeapDump();
        var request = new EventPipeRequest(RuntimeEvents.HeapDump) { BufferMegabytes = bufferMegabytes, Stacks = false };
        await using var session = await EventPipeSession.StartAsync(request, dump);
        var summary = await session.StopAsync();
        dump.Check(summary, request, profile);
        return dump.ByType();
    }

    /// <inheritdoc/>
    public void OnEvent(in NetTraceEvent record)
    {
        var payload = record.Payload;
        if (record.Type.Id == RuntimeEvents.GCBulkNode) ReadObjects(ref payload);
        else if (record.Type.Id == RuntimeEvents.BulkType) ReadTypes(ref payload);
    }

    /// <summary>
    /// The reader sleeps while the collector runs, so all must fit: 32 bytes an object and 12 a reference, for objects of at least 24 bytes. The
    /// runtime takes the memory only as it fills; half of what the machine or the container has left is the most it may take.
    /// </summary>
    private static int BufferMegabytes()
    {
        const int spareMegabytes = 32;
        var info = GC.GetGCMemoryInfo(GCKind.Any);
        var heap = Math.Max(GC.GetTotalMemory(forceFullCollection: false), info.HeapSizeBytes);
        var wanted = 2 * heap / Megabyte + spareMegabytes;
        var left = (info.TotalAvailableMemoryBytes - info.MemoryLoadBytes) / 2 / Megabyte;
        return (int)Math.Clamp(wanted, spareMegabytes, Math.Clamp(left, spareMegabytes, int.MaxValue));
    }

    private void ReadObjects(ref PayloadReader payload)
    {
        payload.Int32(); // The event's index.
        var count = payload.Int32();
        payload.UInt16(); // The runtime's number.
        for (; count > 0; count--)
        {
            payload.UInt64(); // The address.
            var amount = new HeapAmount(1, payload.Int64());
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_amounts, payload.UInt64(), out _);
            sum += amount;
            _total += amount;
            payload.UInt64(); // How many references.
        }
    }

    private void ReadTypes(ref PayloadReader payload)
    {
        var count = payload.Int32();
        payload.UInt16(); // The runtime's number.
        for (; count > 0; count--)
        {
            var type = payload.UInt64();
            payload.UInt64(); // The module.
            payload.Int32(); // The token.
            payload.Int32(); // Flags.
            payload.Byte(); // The element type's code.
            _names[type] = payload.Text().ToString();
            payload.Take(payload.Int32() * sizeof(ulong)); // The types of its arguments; its name has them too.
        }
    }

    /// <summary>A dump with most of its objects is a profile with a warning; one with fewer would send its reader to the wrong type.</summary>
    private void Check(NetTraceSummary summary, EventPipeRequest request, ProfileBuilder profile)
    {
        var info = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        var expected = info.HeapSizeBytes - info.FragmentedBytes;
        var seen = string.Create(CultureInfo.InvariantCulture, $"{_total.SizeBytes / (double)Megabyte:0.0} of {expected / (double)Megabyte:0.0} MB");
        if (summary.LostEvents > 0 && _total.SizeBytes < LeastShare * expected)
        {
            throw new ProfileException(
                $"The heap dump is incomplete: objects of {seen} were seen, for the buffer of {request.BufferMegabytes} MB was full, and a larger one would be more "
                + "than half of the memory that is left. Give the process more memory, or ask without gc=1 for the heap by generation.");
        }

        EventWindow.TellLosses(summary, request, profile);
        profile.Comment($"objects that a full collection left, by type: {seen} of the heap");
    }

    private Dictionary<string, HeapAmount> ByType()
    {
        var types = new Dictionary<string, HeapAmount>(StringComparer.Ordinal);
        foreach (var (type, amount) in _amounts)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(types, _names.GetValueOrDefault(type, "[unknown type]"), out _) += amount;
        }

        return types;
    }
}
