import { Icon } from 'kit/components/Icon';
import { duration } from 'kit/format/duration';
import { count, rate } from 'kit/format/number';
import { href } from '../../router';
import type { Answer, AnswerFigures } from './conversation';

/** What an answer took, in one line; all of it opens the request's story. */
export function AnswerStrip({ answer, figures }: { answer: Answer; figures: AnswerFigures }) {
  const { usage, timings } = figures;
  const about = usage.estimated ? '≈ ' : '';
  return (
    <a class="strip" href={href('requests', [answer.traceId])} title={`Open the request. Trace ${answer.traceId}`}>
      {timings.first_token_ms !== undefined && <Figure name="first token" value={duration(timings.first_token_ms)} />}
      {timings.tokens_per_second !== undefined && <Figure name="tokens/s" value={rate(timings.tokens_per_second)} />}
      <Figure name="tokens in, out" value={`${about}${count(usage.input_tokens)}, ${count(usage.output_tokens)}`} />
      <Figure name="total" value={duration(timings.total_ms)} />
      {answer.cost !== undefined && <Figure name="cost" value={answer.cost} />}
      {figures.finish_reason === 'length' && <Figure name="ended" value="at its length limit" />}
      <span class="story">
        <code>{answer.traceId.slice(0, 8)}</code>
        See what it took
        <Icon name="expand" />
      </span>
    </a>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <span class="figure">
      <b>{value}</b> {name}
    </span>
  );
}
