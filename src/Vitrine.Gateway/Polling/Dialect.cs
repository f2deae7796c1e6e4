using Vitrine.Gateway.Objects;

namespace Vitrine.Gateway.Polling;

/// <summary>What one engine calls what the scheduler wants to know. For each quantity the first name that a page has counts: versions differ.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Names">Names with their quantities, the preferred first.</param>
internal sealed record Dialect(InferenceEngine Engine, (Quantity Quantity, string Name)[] Names)
{
    /// <summary>Every dialect. A page is recognised by the first whose names it has; engines prefix theirs, so no two share one.</summary>
    public static readonly IReadOnlyList<Dialect> All =
    [
        new(InferenceEngine.VLlm,
        [
            (Quantity.Running, "vllm:num_requests_running"),
            (Quantity.Waiting, "vllm:num_requests_waiting"),
            (Quantity.Waiting, "vllm:num_requests_waiting_by_reason"),
            (Quantity.KvUsage, "vllm:kv_cache_usage_perc"),
            (Quantity.KvUsage, "vllm:gpu_cache_usage_perc"),
            .. Histogram(Quantity.FirstTokenSum, "vllm:time_to_first_token_seconds"),
            .. Histogram(Quantity.PerTokenSum, "vllm:inter_token_latency_seconds"),
            .. Histogram(Quantity.PerTokenSum, "vllm:time_per_output_token_seconds"),
            .. Histogram(Quantity.PerTokenSum, "vllm:request_time_per_output_token_seconds"),
        ]),
        new(InferenceEngine.SgLang,
        [
            (Quantity.Running, "sglang:num_running_reqs"),
            (Quantity.Waiting, "sglang:num_queue_reqs"),
            (Quantity.KvUsage, "sglang:token_usage"),
            .. Histogram(Quantity.FirstTokenSum, "sglang:time_to_first_token_seconds"),
            .. Histogram(Quantity.PerTokenSum, "sglang:inter_token_latency_seconds"),
            .. Histogram(Quantity.PerTokenSum, "sglang:time_per_output_token_seconds"),
        ]),
        // It times no first token; seconds per token come from two counters.
        new(InferenceEngine.LlamaCpp,
        [
            (Quantity.Running, "llamacpp:requests_processing"),
            (Quantity.Waiting, "llamacpp:requests_deferred"),
            (Quantity.KvUsage, "llamacpp:kv_cache_usage_ratio"),
            (Quantity.PerTokenSum, "llamacpp:tokens_predicted_seconds_total"),
            (Quantity.PerTokenCount, "llamacpp:tokens_predicted_total"),
        ]),
        // The pack otel says all of it; the pack kronk by itself has means since start, which react slowly but order pods.
        new(InferenceEngine.Vitrine,
        [
            (Quantity.Running, "vitrine_model_active_streams"),
            (Quantity.Waiting, "vitrine_model_queue_depth"),
            (Quantity.KvUsed, "vitrine_model_kv_used_tokens"),
            (Quantity.KvBytesPerToken, "vitrine_model_bytes_per_token"),
            (Quantity.KvBytes, "vitrine_model_slot_memory_bytes"),
            .. Histogram(Quantity.FirstTokenSum, "gen_ai_server_time_to_first_token_seconds"),
            .. Histogram(Quantity.PerTokenSum, "gen_ai_server_time_per_output_token_seconds"),
            (Quantity.FirstTokenMean, "model_ttft_avg"),
            (Quantity.TokensPerSecondMean, "usage_tokens_per_second_avg"),
            (Quantity.KvBytes, "vram_slot_memory_bytes"),
        ]),
    ];

    private static IEnumerable<(Quantity, string)> Histogram(Quantity sum, string name) => [(sum, name + "_sum"), (sum + 1, name + "_count")];
}
