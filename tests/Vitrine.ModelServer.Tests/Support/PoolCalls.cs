using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.ModelServer.Api;
using Vitrine.ModelServer.Models;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Tests.Support;

/// <summary>Asks a server's pool as a request would.</summary>
internal static class PoolCalls
{
    extension(ModelServerFixture server)
    {
        public PoolSnapshot Pool => server.Role.Services.GetRequiredService<PoolTable>().Read();

        /// <summary>Acquires a model in a scope of its own.</summary>
        public async Task<(ModelLease? Lease, ApiError? Error)> AcquireAsync(string model, CancellationToken clientLeft = default)
        {
            using var inference = server.Telemetry.Begin(InferenceKinds.Inference).Set(GenAiFacts.OperationName, "chat").Set(GenAiFacts.RequestModel, model).Opened();
            var (lease, error) = await server.Role.Services.GetRequiredService<ModelPool>().AcquireAsync(model, inference, clientLeft).AsTask().WaitAsync(ModelServerFixture.Deadline, CancellationToken.None);
            inference.End(error?.Code.Outcome ?? Telemetry.Outcome.Ok);
            return (lease, error);
        }

        /// <summary>Acquires a model that must be had.</summary>
        public async Task<ModelLease> LeaseAsync(string model)
        {
            var (lease, error) = await server.AcquireAsync(model);
            return lease.ShouldNotBeNull(error?.Message);
        }

        /// <summary>Acquires a model that must be refused.</summary>
        public async Task<ApiError> RefusalAsync(string model)
        {
            var (lease, error) = await server.AcquireAsync(model);
            lease.ShouldBeNull();
            return error.ShouldNotBeNull();
        }

        /// <summary>Loads a model and gives it back.</summary>
        public async Task UseAsync(string model) => (await server.LeaseAsync(model)).Dispose();

        /// <summary>Posts to /v1/models/unload.</summary>
        public Task<HttpResponseMessage> UnloadAsync(string model) => server.Client.PostAsync("/v1/models/unload", JsonContent.Create(new { id = model }), TestContext.Current.CancellationToken);

        /// <summary>Waits until so many models are in memory and none is leaving.</summary>
        public Task SettledAsync(int models) => server.WaitAsync(() => server.Pool is { Leaving: [], Loading: [] } pool && pool.Loaded.Count == models);

        /// <summary>The lines of the pool's evictions: status, model and cause.</summary>
        public IReadOnlyList<string> Evictions =>
            [.. server.Log.Of("kronk cache eviction").Where(line => line.TryGetProperty("cause", out _)).Select(line => $"{line.GetProperty("status").GetString()} {line.GetProperty("key").GetString()} {line.GetProperty("cause").GetString()}")];
    }
}
