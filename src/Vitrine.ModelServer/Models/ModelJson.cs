using System.Text.Json;

namespace Vitrine.ModelServer.Models;

/// <summary>Models as clients see them: OpenAI's shape with what an operator asks first besides, and Kronk's list of what is in memory.</summary>
internal static class ModelJson
{
    private const string Owner = "vitrine";

    /// <summary>One model of GET /v1/models. What only a load can tell is left out before it.</summary>
    public static void Write(Utf8JsonWriter json, OfferedModel model)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, model.File.Id);
        json.WriteString("object"u8, "model"u8);
        json.WriteNumber("created"u8, model.File.ModifiedAt.ToUnixTimeSeconds());
        json.WriteString("owned_by"u8, Owner);
        json.WriteNumber("size"u8, model.File.SizeBytes);
        json.WriteBoolean("loaded"u8, model.Loaded is not null);
        if (model.Loaded is { } loaded)
        {
            var info = loaded.Engine.Info;
            json.WriteString("model_family"u8, info.Architecture);
            json.WriteString("quantisation"u8, info.Quantisation);
            json.WriteNumber("parameters"u8, info.ParameterCount);
            json.WriteNumber("vram_total"u8, info.FileSizeBytes + info.KvBytes);
            json.WriteNumber("slot_memory"u8, info.KvBytes);
            json.WriteNumber("context_size"u8, info.ContextLength);
        }

        json.WriteEndObject();
    }

    /// <summary>The list of GET /v1/models/ps: loaded models, replaced ones that still answer, and loads under way.</summary>
    public static void WriteLoaded(Utf8JsonWriter json, ModelListing models)
    {
        var pool = models.Pool();
        json.WriteStartArray();
        foreach (var member in pool.Loaded) WriteMember(json, member, models.IsOnDisk(member.Model.Name) ? "loaded" : "loaded, file deleted", models.ExpiryOf(member));
        foreach (var member in pool.Leaving.Where(member => member.ActiveStreams > 0)) WriteMember(json, member, "replaced", null);
        foreach (var load in pool.Loading) WriteLoad(json, load);
        json.WriteEndArray();
    }

    private static void WriteMember(Utf8JsonWriter json, PoolSnapshot.Member member, string status, DateTimeOffset? expiresAt)
    {
        var (info, now) = (member.Model.Engine.Info, member.Model.Engine.Counters);
        json.WriteStartObject();
        json.WriteString("id"u8, member.Model.Name);
        json.WriteString("owned_by"u8, Owner);
        json.WriteString("model_family"u8, info.Architecture);
        json.WriteNumber("size"u8, info.FileSizeBytes);
        json.WriteNumber("vram_total"u8, info.FileSizeBytes + info.KvBytes);
        json.WriteNumber("slot_memory"u8, info.KvBytes);
        if (expiresAt is { } at) json.WriteString("expires_at"u8, at);
        else json.WriteNull("expires_at"u8);
        json.WriteNumber("active_streams"u8, member.ActiveStreams);
        json.WriteString("status"u8, status);
        json.WriteNumber("context_size"u8, info.ContextLength);
        json.WriteNumber("threads"u8, info.Threads);
        json.WriteNumber("batch_size"u8, info.BatchSize);
        json.WriteNumber("bytes_per_token"u8, info.KvBytesPerToken);
        json.WriteNumber("slots"u8, info.Slots);
        json.WriteNumber("kv_used"u8, now.KvPositionsUsed);
        json.WriteNumber("queue_depth"u8, now.QueueDepth);
        json.WriteEndObject();
    }

    private static void WriteLoad(Utf8JsonWriter json, PoolSnapshot.Load load)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, load.File.Id);
        json.WriteString("owned_by"u8, Owner);
        json.WriteNumber("size"u8, load.File.SizeBytes);
        json.WriteNumber("active_streams"u8, load.Waiters);
        json.WriteString("status"u8, "loading");
        json.WriteNumber("progress"u8, load.Progress);
        json.WriteEndObject();
    }
}
