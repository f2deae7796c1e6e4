import { duration } from 'kit/format/duration';
import { bytes, count, rate } from 'kit/format/number';
import { gradeMemory, gradeSpeed, gradeThreads, type Grade } from './grades';
import { Row } from './Row';
import type { LlamaCppMetrics } from './summary';

/** What the engine behind the chat says of itself. */
export function EngineBlock({ metrics }: { metrics: LlamaCppMetrics }) {
  const { tokensPerSecond, promptEvalTime, threadsUsed, contextSize, memoryPerToken, batchSize } = metrics;
  return (
    <section>
      <h3>{metrics.modelType ?? 'Engine'}</h3>
      <dl>
        <Row name="Tokens per second" {...known(tokensPerSecond, rate, gradeSpeed)} />
        <Row name="Prompt evaluation" {...known(promptEvalTime, duration)} />
        <Row name="Threads" {...known(threadsUsed, count, gradeThreads)} />
        <Row name="Context window" {...known(contextSize, (tokens) => `${count(tokens)} tokens`)} />
        <Row name="Memory per token" {...known(memoryPerToken, bytes, gradeMemory)} />
        <Row name="Batch size" {...known(batchSize, count)} />
      </dl>
    </section>
  );
}

function known(value: number | undefined, format: (value: number) => string, grade?: (value: number) => Grade): { value: string | undefined; grade?: Grade | undefined } {
  return value === undefined ? { value: undefined } : { value: format(value), grade: grade?.(value) };
}
