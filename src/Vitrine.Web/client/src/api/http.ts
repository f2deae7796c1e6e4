/** A request that brought no usable answer; `message` is a sentence for people. `status` is 0 when nothing answered. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

const patienceMs = 10_000;

/** Fetches JSON from this console's own server, which is given `patience` to answer. Ends with `ApiError`, or with `AbortError` when `signal` says so. */
export async function getJson<T>(url: string, signal?: AbortSignal, patience = patienceMs): Promise<T> {
  return jsonOf(url, await ask(url, {}, signal, patience), signal);
}

/** Posts JSON to this console's own server and takes its answer. Ends as `getJson` does. */
export async function postJson<T>(url: string, body: object, signal?: AbortSignal): Promise<T> {
  const question = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  return jsonOf(url, await ask(url, question, signal), signal);
}

/** Fetches text, as of an exposition page. Ends as `getJson` does. */
export async function getText(url: string, signal?: AbortSignal): Promise<string> {
  return (await ask(url, {}, signal)).text();
}

async function jsonOf<T>(url: string, response: Response, signal?: AbortSignal): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(`${url} answered with something that is not JSON.`, response.status);
  }
}

async function ask(url: string, init: RequestInit, signal?: AbortSignal, patience = patienceMs): Promise<Response> {
  const timeout = AbortSignal.timeout(patience);
  let response: Response;
  try {
    response = await fetch(url, { ...init, signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(timeout.aborted ? `${url} did not answer within ${patience / 1000} s.` : 'The console itself does not answer.', 0);
  }
  if (!response.ok) throw new ApiError(await sentenceOf(response), response.status);
  return response;
}

/** What an error's body says: its `error` or `error.message`, or a short text; else the status. */
export async function sentenceOf(response: Response): Promise<string> {
  const body = await response.text().catch(() => '');
  try {
    const parsed: unknown = JSON.parse(body);
    const said = typeof parsed === 'string' ? parsed : messageIn(parsed);
    if (said) return said;
  } catch {
    if (body !== '' && body.length < 300 && !body.startsWith('<')) return body;
  }
  return `${response.url} answered with status ${response.status}.`;
}

function messageIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { error, message } = body as { error?: unknown; message?: unknown };
  if (typeof error === 'string') return error;
  if (typeof message === 'string') return message;
  return error === undefined ? undefined : messageIn(error);
}
