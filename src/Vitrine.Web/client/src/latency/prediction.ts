import { postJson } from '../api/http';
import type { Role } from '../api/roles';
import { intervalMs, type Candle } from './candles';

/** What comes next by the forecaster: the last request of each interval, and the band that holds it with probability `coverage`. In milliseconds; lists of one length. */
export interface Prediction {
  atMs: number[];
  close: number[];
  lower: number[];
  upper: number[];
  coverage: number;
  model: string;
}

/** What a forecaster answers, as far as it is drawn: docs/packs/kronos.md. */
export interface Answer {
  prediction: { timestamp: string; close: number }[];
  bands: { coverage: number; lower: number[]; upper: number[] };
  model: string;
}

/** Fewer candles say nothing about how wrong a prediction of them would be. */
export const leastCandles = 24;
const steps = 24;
const restMs = 4 * intervalMs;

/** The question about a series of closed candles, or null when it is too short or rests: a prediction of the past helps nobody. */
export function questionOf(name: string, candles: Candle[], nowMs: number): object | null {
  const last = candles.at(-1);
  if (!last || candles.length < leastCandles || nowMs - last.atMs > restMs) return null;
  return {
    series_id: name,
    candles: candles.map(({ open, high, low, close, volume }) => ({ open, high, low, close, volume })),
    timestamps: candles.map(({ atMs }) => new Date(atMs).toISOString()),
    prediction_timestamps: Array.from({ length: steps }, (_, step) => new Date(last.atMs + (step + 1) * intervalMs).toISOString()),
    include_bands: true,
    // The centre of what may come; how far it may move is the band's to say.
    overrides: { temperature: 0 },
  };
}

/** The prediction in an answer. */
export function predictionIn({ prediction, bands, model }: Answer): Prediction {
  return { atMs: prediction.map(({ timestamp }) => Date.parse(timestamp)), close: prediction.map(({ close }) => close), ...bands, model };
}

/** Asks the forecaster. Ends as `postJson` does. */
export async function predict(forecaster: Role, question: object, signal: AbortSignal): Promise<Prediction> {
  return predictionIn(await postJson<Answer>(`/roles/${forecaster.name}/v1/predict/single`, question, signal));
}
