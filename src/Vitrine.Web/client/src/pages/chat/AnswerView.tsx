import { Notice } from 'kit/components/Notice';
import { Markdown } from '../../markdown/Markdown';
import { href } from '../../router';
import { AnswerStrip } from './AnswerStrip';
import type { Answer } from './conversation';

/** An answer: what the model thought, what it says, why it failed, and what it took. */
export function AnswerView({ answer }: { answer: Answer }) {
  const { text, reasoning, state, problem, traceId } = answer;
  return (
    <article class={state} aria-label="Answer">
      {reasoning !== '' && (
        <details class="reasoning" open={state === 'streaming' && text === ''}>
          <summary>Thoughts</summary>
          <p>{reasoning}</p>
        </details>
      )}
      {text !== '' && <Markdown source={text} />}
      {state === 'streaming' && text === '' && reasoning === '' && <p class="waiting" aria-label="Waiting for the first token" />}
      {state === 'failed' && (
        <Notice tone="bad">
          {problem} <a href={href('requests', [traceId])}>What happened to this request</a>
        </Notice>
      )}
      {state === 'stopped' && <p class="dim">Stopped. <a href={href('requests', [traceId])}>How far it came</a></p>}
      {answer.figures && <AnswerStrip answer={answer} figures={answer.figures} />}
    </article>
  );
}
