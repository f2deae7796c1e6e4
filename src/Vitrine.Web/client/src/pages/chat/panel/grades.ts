/** A figure's standing: its colour, and where the document has one, its word. */
export interface Grade {
  tone: 'ok' | 'warning' | 'bad' | 'plain';
  word?: string;
}

const mebibyte = 1024 * 1024;

// The steps are those of the document's page.

/** Tokens per second: green from 30, yellow from 15. */
export function gradeSpeed(tokensPerSecond: number): Grade {
  return { tone: tokensPerSecond >= 30 ? 'ok' : tokensPerSecond >= 15 ? 'warning' : 'bad' };
}

/** Share of failed requests: red above 5 %. */
export function gradeErrors(errorRate: number): Grade {
  return { tone: errorRate > 0.05 ? 'bad' : 'plain' };
}

export function gradeThreads(threads: number): Grade {
  return { tone: 'plain', word: threads <= 2 ? 'Low' : threads <= 8 ? 'Moderate' : threads <= 16 ? 'High' : 'Very high' };
}

export function gradeMemory(bytesPerToken: number): Grade {
  if (bytesPerToken <= mebibyte) return { tone: 'ok', word: 'Excellent' };
  if (bytesPerToken <= 2 * mebibyte) return { tone: 'ok', word: 'Good' };
  return bytesPerToken <= 4 * mebibyte ? { tone: 'warning', word: 'Fair' } : { tone: 'bad', word: 'Poor' };
}
