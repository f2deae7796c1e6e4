using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Vitrine.Profiling.Cpu;

/// <summary>The system calls behind CPU samples: perf_event_open(2) on threads of this process. Linux on x64 and arm64.</summary>
internal static unsafe partial class PerfEvents
{
    /// <summary>A sample of where a thread was: <see cref="SampleType"/> says what it holds.</summary>
    public const uint RecordSample = 9;

    /// <summary>Samples that the ring had no room for.</summary>
    public const uint RecordLost = 2;

    /// <summary>A watched thread started another, which is watched too.</summary>
    public const uint RecordFork = 7;

    /// <summary>The part of a record's flags that says where the processor was, and its value for the kernel.</summary>
    public const ushort ModeMask = 7, ModeKernel = 1;

    /// <summary>All threads of all processes, which is a privilege.</summary>
    public const int Everybody = -1;

    private const uint TypeSoftware = 1;
    private const ulong CpuClock = 0;
    private const ulong SampleIp = 1, SampleTid = 2, SampleTime = 4, SampleCallChain = 32;
    private const ulong SampleType = SampleIp | SampleTid | SampleTime | SampleCallChain;
    private const ulong Inherit = 1 << 1, ExcludeKernel = 1 << 5, ExcludeHypervisor = 1 << 6, TaskRecords = 1 << 13, ExcludeIdle = 1 << 7, ExcludeKernelChain = 1 << 21, UseClockId = 1 << 25;
    private const int ClockMonotonic = 1;
    private const int CloseOnExec = 8;
    private const int SetOutputRequest = 0x2405;
    private const int ProtectionReadWrite = 3, MapShared = 1;

    private static readonly nint s_openNumber = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 298,
        Architecture.Arm64 => 241,
        _ => 0,
    };

    /// <summary>Whether this system has the call at all; it may still be forbidden.</summary>
    public static bool IsPossible => OperatingSystem.IsLinux() && s_openNumber != 0;

    /// <summary>Opens a sampling event on a thread.</summary>
    /// <param name="thread">The thread's id in the system, 0 for the caller, <see cref="Everybody"/> for whatever runs on the processor.</param>
    /// <param name="cpu">The processor on which it counts, -1 for every one.</param>
    /// <param name="settings">How it samples.</param>
    /// <returns>The descriptor, or minus the error's number.</returns>
    public static int Open(int thread, int cpu, in PerfSettings settings)
    {
        var attributes = new Attributes
        {
            Type = TypeSoftware,
            Size = (uint)sizeof(Attributes),
            Config = CpuClock,
            SamplePeriod = (ulong)settings.PeriodNanos,
            SampleType = SampleType,
            Flags = ExcludeHypervisor | ExcludeIdle | ExcludeKernelChain | UseClockId | (settings.Inherits ? Inherit | TaskRecords : 0) | (settings.SeesKernel ? 0 : ExcludeKernel),
            ClockId = ClockMonotonic,
        };
        var descriptor = Call(s_openNumber, (nint)(&attributes), thread, cpu, -1, CloseOnExec);
        return descriptor >= 0 ? (int)descriptor : -Marshal.GetLastPInvokeError();
    }

    /// <summary>Sends an event's records to the ring of another.</summary>
    public static bool TrySetOutput(int descriptor, int to) => Control(descriptor, SetOutputRequest, to) == 0;

    /// <summary>Maps an event's ring; null when the user may lock no more memory.</summary>
    public static byte* Map(int descriptor, nuint bytes)
    {
        var address = MapMemory(null, bytes, ProtectionReadWrite, MapShared, descriptor, 0);
        return address == (void*)-1 ? null : (byte*)address;
    }

    /// <summary>Unmaps a ring.</summary>
    public static void Unmap(byte* address, nuint bytes) => _ = UnmapMemory(address, bytes);

    /// <summary>Closes an event.</summary>
    public static void Close(int descriptor) => _ = CloseDescriptor(descriptor);

    /// <summary>An error of <see cref="Open"/> in words.</summary>
    public static string Text(int error) => new Win32Exception(error).Message;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint attributes, nint thread, nint cpu, nint group, nint flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int descriptor, nint request, nint argument);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* MapMemory(void* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int UnmapMemory(void* address, nuint length);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseDescriptor(int descriptor);

    /// <summary>struct perf_event_attr in its fifth version, of 112 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 112)]
    private struct Attributes
    {
        [FieldOffset(0)]
        public uint Type;

        [FieldOffset(4)]
        public uint Size;

        [FieldOffset(8)]
        public ulong Config;

        [FieldOffset(16)]
        public ulong SamplePeriod;

        [FieldOffset(24)]
        public ulong SampleType;

        [FieldOffset(40)]
        public ulong Flags;

        [FieldOffset(92)]
        public int ClockId;
    }
}
