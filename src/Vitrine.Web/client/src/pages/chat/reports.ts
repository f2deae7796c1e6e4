import type { AnswerFigures } from './conversation';

/** What the reader saw of an answer, by this page's clock, in milliseconds from the moment of asking. */
export interface Seen {
  firstTokenMs?: number;
  totalMs: number;
}

/** Tells the server how the answer reached the reader; it stands in the metrics as model `client`. */
export function reportAnswer(figures: AnswerFigures, seen: Seen): void {
  post('/metrics/log', {
    message_id: String(Date.now()),
    tokens_in: figures.usage.input_tokens,
    tokens_out: figures.usage.output_tokens,
    response_time_ms: seen.totalMs,
    time_to_first_token_ms: seen.firstTokenMs,
  });
}

/** Tells the server of a question that brought no answer: refused with a status, or 0 when nothing answered. */
export function reportError(status: number, inputLength: number): void {
  post('/metrics/error', {
    error_type: status === 0 ? 'network_error' : 'api_error',
    status_code: status,
    input_length: inputLength,
    timestamp: new Date().toISOString(),
  });
}

/** A report that does not arrive is missed by nobody who reads this page. */
function post(path: string, body: object): void {
  void fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), keepalive: true }).catch(() => undefined);
}
