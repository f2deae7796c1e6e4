import { eventsOf } from '../../api/events';
import { sentenceOf } from '../../api/http';
import type { AnswerFigures } from './conversation';
import type { Trace } from './trace';

/** What comes of a question, in the order in which it comes; the last is `done` or `failed`. */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'reasoning'; text: string }
  | { kind: 'done'; figures: AnswerFigures }
  | { kind: 'failed'; message: string; status: number };

export interface Question {
  messages: { role: string; content: string }[];
  model: string;
  trace: Trace;
}

/** Asks the model, through `POST /chat/sse`. Ends with `AbortError` when `signal` says so; every other failure is a piece. */
export async function* ask({ messages, model, trace }: Question, signal: AbortSignal): AsyncGenerator<Piece> {
  let response: Response;
  try {
    response = await fetch('/chat/sse', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', traceparent: trace.header },
      body: JSON.stringify(model === '' ? { messages } : { messages, model }),
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw error;
    yield { kind: 'failed', message: 'The console’s server does not answer. Is vitrine still running?', status: 0 };
    return;
  }
  if (!isEvents(response)) {
    yield { kind: 'failed', message: await sentenceOf(response), status: response.status };
    return;
  }
  yield* read(response, signal);
}

async function* read(response: Response, signal: AbortSignal): AsyncGenerator<Piece> {
  try {
    for await (const { name, data } of eventsOf(response.body!)) {
      const piece = pieceOf(name, JSON.parse(data));
      if (piece) yield piece;
      if (piece?.kind === 'done' || piece?.kind === 'failed') return;
    }
  } catch (error) {
    if (signal.aborted) throw error;
  }
  yield { kind: 'failed', message: 'The connection broke in the middle of the answer.', status: 0 };
}

function pieceOf(name: string, data: unknown): Piece | null {
  switch (name) {
    case 'delta':
      return { kind: 'text', text: (data as { text: string }).text };
    case 'reasoning':
      return { kind: 'reasoning', text: (data as { text: string }).text };
    case 'done':
      return { kind: 'done', figures: data as AnswerFigures };
    case 'error':
      return { kind: 'failed', message: (data as { message: string }).message, status: (data as { status: number }).status };
    default:
      return null;
  }
}

function isEvents(response: Response): boolean {
  return response.headers.get('Content-Type')?.startsWith('text/event-stream') === true && response.body !== null;
}
