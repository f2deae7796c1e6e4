import { readMessage, type Message } from './protocol';

const firstPauseMs = 250;
const longestPauseMs = 5_000;

/** How the socket is; `lost` says when it is tried again. */
export type Connection = { state: 'connecting' } | { state: 'open' } | { state: 'lost'; retryMs: number };

/** How long to wait before the n-th try in a row: doubling, between a quarter of a second and five. */
export function pauseBefore(attempt: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1));
}

/** Reads a socket until it is closed, and opens it again whenever it breaks. Returns what closes it. */
export function readStream(url: string, onMessage: (message: Message) => void, onConnection: (connection: Connection) => void): () => void {
  let socket: WebSocket;
  let timer = 0;
  let attempt = 0;
  let isClosed = false;

  const open = () => {
    if (attempt === 0) onConnection({ state: 'connecting' });
    socket = new WebSocket(url);
    socket.onmessage = ({ data }) => {
      attempt = 0;
      onConnection({ state: 'open' });
      const message = readMessage(data);
      if (message) onMessage(message);
    };
    socket.onclose = () => {
      if (isClosed) return;
      const retryMs = pauseBefore(++attempt);
      onConnection({ state: 'lost', retryMs });
      timer = setTimeout(open, retryMs);
    };
  };
  open();
  return () => {
    isClosed = true;
    clearTimeout(timer);
    socket.close();
  };
}

/** The address of a socket beside or below the page's own. */
export function socketUrl(path: string): string {
  const url = new URL(path, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  url.hash = '';
  return url.href;
}
