using System.Net;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Objects;
using Vitrine.Gateway.Objects.Reading;

namespace Vitrine.Gateway.Tests.Support;

/// <summary>Makes fleets of documents.</summary>
internal static class Fleets
{
    private static readonly Dictionary<string, IReadOnlyList<IPAddress>> s_noAddresses = [];

    public static ObjectSet Objects(string yaml)
    {
        var reading = ObjectReader.Read([("f.yaml", yaml)]);
        reading.Errors.ShouldBeEmpty();
        return reading.Objects;
    }

    public static FleetSnapshot Of(string yaml, FleetSnapshot? previous = null, IReadOnlyDictionary<string, IReadOnlyList<IPAddress>>? addresses = null) =>
        FleetBuilder.Build(Objects(yaml), addresses ?? s_noAddresses, previous ?? FleetSnapshot.Empty);
}
