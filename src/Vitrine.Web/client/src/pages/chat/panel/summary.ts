/** `GET /metrics/summary`: what the chat did since its server started. `averageResponseTime` in seconds, `errorRate` from 0 to 1. */
export interface Summary {
  totalRequests: number;
  averageResponseTime: number;
  tokensGenerated: number;
  tokensProcessed: number;
  activeUsers: number;
  errorRate: number;
  llamaCppMetrics?: LlamaCppMetrics;
}

/** What the engine says of itself; each as far as it is known. `promptEvalTime` in milliseconds, `memoryPerToken` in bytes. */
export interface LlamaCppMetrics {
  contextSize?: number;
  promptEvalTime?: number;
  tokensPerSecond?: number;
  memoryPerToken?: number;
  threadsUsed?: number;
  batchSize?: number;
  modelType?: string;
}
