namespace Vitrine.Gateway;

/// <summary>Checks the options and reports everything that is wrong with them at once.</summary>
public static class GatewayValidator
{
    private static readonly TimeSpan s_instant = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    /// <summary>One sentence for each wrong option, naming it, its value and what is accepted; empty when all is well.</summary>
    public static IReadOnlyList<string> Validate(GatewayOptions options)
    {
        var errors = new List<string>();
        if (options.Api.Count == 0) errors.Add("The API has no address: give at least one.");
        if (options.Upstreams.Count == 0 && options.ObjectsFolder is null) errors.Add("There is nothing to route to: give --upstream http://host:port, or --objects with a folder of ModelRoute and ModelServer documents.");
        if (options.ObjectsFolder is { } folder && !Directory.Exists(folder)) errors.Add($"The folder of objects '{folder}' does not exist.");
        if (options.MaxConcurrentRequests < 1) errors.Add($"max-concurrent is {options.MaxConcurrentRequests}; accepted is a whole number of at least 1, or none.");
        if (options.RetryShare is not (>= 0 and <= 1)) errors.Add($"The share of retries is {options.RetryShare}; accepted is 0 to 1.");
        if (options.RetryReserve is < 0 or > 10_000) errors.Add($"The reserve of retries is {options.RetryReserve}; accepted is 0 to 10000.");
        errors.AddRange(options.Fairness.Validate());
        errors.AddRange(options.Scheduler.Validate());
        if (options.PriceFile is { } prices && !File.Exists(prices)) errors.Add($"The file of prices '{prices}' does not exist.");
        CheckTime(errors, "redis-timeout", options.RedisTimeout, s_instant, TimeSpan.FromMinutes(1));
        CheckTime(errors, "connect-timeout", options.ConnectTimeout, s_instant, TimeSpan.FromMinutes(1));
        CheckTime(errors, "first-byte-timeout", options.FirstByteTimeout, s_instant, s_longest);
        CheckTime(errors, "idle-timeout", options.IdleTimeout, s_instant, s_longest);
        CheckTime(errors, "client-timeout", options.ClientTimeout, s_instant, s_longest);
        CheckTime(errors, "scrape-interval", options.ScrapeInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
        CheckTime(errors, "drain-timeout", options.DrainTimeout, TimeSpan.Zero, s_longest);
        return errors;
    }

    private static void CheckTime(List<string> errors, string name, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most) errors.Add($"{name} is {value.TotalSeconds} s; accepted is {least.TotalSeconds} to {most.TotalSeconds} s.");
    }
}
