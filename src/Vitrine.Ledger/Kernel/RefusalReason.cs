namespace Vitrine.Ledger.Kernel;

/// <summary>Why the kernel refuses a command.</summary>
public enum RefusalReason
{
    /// <summary>Nobody registered this tenant.</summary>
    UnknownTenant,

    /// <summary>The tenant has no such stream.</summary>
    UnknownStream,

    /// <summary>The tenant is sealed.</summary>
    TenantSealed,

    /// <summary>The idempotency key stands for a command with other entries.</summary>
    KeyReused,
}
