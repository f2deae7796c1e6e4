/** What an answer cost and how fast it came, in the words of the last event of a chat (docs/format/chat-events.md). Times in milliseconds. */
export interface AnswerFigures {
  model: string;
  finish_reason?: string;
  usage: { input_tokens: number; output_tokens: number; estimated: boolean };
  timings: { first_token_ms?: number; total_ms: number; prompt_ms?: number; tokens_per_second?: number };
}

export interface Question {
  role: 'user';
  text: string;
}

/** An answer: `streaming` until it ended, was `stopped` by the reader, or `failed` for the reason in `problem`. */
export interface Answer {
  role: 'assistant';
  text: string;
  reasoning: string;
  state: 'streaming' | 'ended' | 'stopped' | 'failed';
  traceId: string;
  problem?: string;
  /** The HTTP status of a failure; 0 when nothing answered. */
  status?: number;
  figures?: AnswerFigures;
  cost?: string;
}

export type Turn = Question | Answer;

// The name under which the document's page keeps its conversation.
const key = 'chatMessages';
const mostKept = 200;

/** The conversation as it was left; empty when nothing readable was kept. An answer that was under way when the page was left counts as stopped. */
export function recall(): Turn[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    if (!Array.isArray(kept)) return [];
    return kept.filter(isTurn).map((turn) => (turn.role === 'assistant' && turn.state === 'streaming' ? { ...turn, state: 'stopped' as const } : turn));
  } catch {
    return [];
  }
}

/** Keeps the newest turns; a full or forbidden storage costs the memory, not the conversation. */
export function keep(turns: Turn[]): void {
  try {
    if (turns.length === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(turns.slice(-mostKept)));
  } catch {
    // Nothing that the reader could do about it.
  }
}

/** What the server is sent: all that was said, without answers that failed before they said anything. */
export function messagesOf(turns: Turn[]): { role: string; content: string }[] {
  return turns.filter((turn) => turn.text !== '').map(({ role, text }) => ({ role, content: text }));
}

function isTurn(value: unknown): value is Turn {
  const turn = value as Partial<Turn> | null;
  return typeof turn === 'object' && turn !== null && typeof turn.text === 'string' && (turn.role === 'user' || (turn.role === 'assistant' && typeof turn.traceId === 'string'));
}
