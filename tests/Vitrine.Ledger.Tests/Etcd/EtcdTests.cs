namespace Vitrine.Ledger.Tests.Etcd;

/// <summary>Tests with members of their own run one after the other: three at once would fight for the machine and hold elections of their own accord.</summary>
[CollectionDefinition(Name)]
public sealed class EtcdTests
{
    public const string Name = "etcd";
}
