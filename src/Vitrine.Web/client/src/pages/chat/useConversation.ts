import { useEffect, useRef, useState } from 'preact/hooks';
import { rememberAnswer } from '../../api/pageAnswers';
import { useRoles } from '../../api/roles';
import { ask, type Piece } from './ask';
import { keep, messagesOf, recall, type Answer, type Turn } from './conversation';
import { costOf } from './price';
import { reportAnswer, reportError, type Seen } from './reports';
import { beginTrace } from './trace';

/** The conversation and what can be done with it. `version` grows with every answer that ended: figures elsewhere are stale then. */
export interface Conversation {
  turns: Turn[];
  isStreaming: boolean;
  version: number;
  send: (text: string, model: string) => void;
  stop: () => void;
  clear: () => void;
}

/** Holds the conversation, keeps it in this browser, and asks the model. Leaving the page stops the answer. */
export function useConversation(): Conversation {
  const [turns, setTurns] = useState<Turn[]>(recall);
  const [version, setVersion] = useState(0);
  const running = useRef<AbortController | null>(null);
  const { roles } = useRoles();
  const last = turns.at(-1);
  const isStreaming = last?.role === 'assistant' && last.state === 'streaming';

  useEffect(() => {
    if (!isStreaming) keep(turns);
  }, [turns, isStreaming]);
  useEffect(() => () => running.current?.abort(), []);

  const send = (text: string, model: string) => {
    if (isStreaming) return;
    const mine = new AbortController();
    const trace = beginTrace();
    const answer: Answer = { role: 'assistant', text: '', reasoning: '', state: 'streaming', traceId: trace.id };
    const asked: Turn[] = [...turns, { role: 'user', text }];
    const soFar = () => [...asked, { ...answer }];
    // A conversation that was cleared meanwhile stays cleared.
    const show = () => running.current === mine && setTurns(soFar());
    running.current = mine;
    show();
    void follow(ask({ messages: messagesOf(asked), model, trace }, mine.signal), answer, show).then(async () => {
      // Also when the reader has left the page, and nothing renders any more.
      if (running.current === mine) keep(soFar());
      setVersion((before) => before + 1);
      if (answer.state === 'failed') return reportError(answer.status ?? 0, text.length);
      const price = answer.figures && (await costOf(trace.id, roles ?? []));
      if (price !== undefined) setTurns((now) => now.map((turn) => (turn.role === 'assistant' && turn.traceId === trace.id ? { ...turn, cost: price } : turn)));
    });
  };

  return {
    turns,
    isStreaming,
    version,
    send,
    stop: () => running.current?.abort(),
    clear: () => {
      running.current?.abort();
      running.current = null;
      setTurns([]);
    },
  };
}

/** Takes the pieces into the answer. Text is shown once per frame, however many pieces a frame brings. */
async function follow(pieces: AsyncGenerator<Piece>, answer: Answer, show: () => void): Promise<void> {
  const askedAt = Date.now();
  const beganAt = performance.now();
  let firstAt: number | null = null;
  let frame = 0;
  const paint = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      show();
    });
  };
  try {
    for await (const piece of pieces) {
      switch (piece.kind) {
        case 'text':
          firstAt ??= performance.now();
          answer.text += piece.text;
          paint();
          break;
        case 'reasoning':
          answer.reasoning += piece.text;
          paint();
          break;
        case 'done':
          Object.assign(answer, { state: 'ended', figures: piece.figures });
          break;
        case 'failed':
          Object.assign(answer, { state: 'failed', problem: piece.message, status: piece.status });
          break;
      }
    }
  } catch {
    // Only the reader's own wish ends in an exception.
    answer.state = 'stopped';
  }
  cancelAnimationFrame(frame);
  show();
  const seen: Seen = { totalMs: performance.now() - beganAt, ...(firstAt !== null && { firstTokenMs: firstAt - beganAt }) };
  if (answer.figures) reportAnswer(answer.figures, seen);
  rememberAnswer({ traceId: answer.traceId, askedAt, ...seen, outcome: outcomes[answer.state], ...(answer.problem !== undefined && { error: answer.problem }) });
}

const outcomes = { streaming: 'cancelled', stopped: 'cancelled', ended: 'ok', failed: 'error' } as const;

