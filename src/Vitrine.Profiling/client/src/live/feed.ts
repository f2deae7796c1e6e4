import { History } from './history';
import type { Config, Message } from './protocol';

/** What the socket brought, and who wants to draw it. Drawing happens in the browser's own frames, so never while nobody sees the page. */
export class Feed {
  config: Config | null = null;
  history: History | null = null;
  /** The moment at which the charts stand still, or null while they move. */
  heldAtMs: number | null = null;
  private readonly drawers = new Set<() => void>();
  private frame = 0;

  /** Takes a message. True when the charts themselves are others than before. */
  take(message: Message): boolean {
    if ('moment' in message) {
      this.history?.push(message.moment);
      if (this.heldAtMs === null) this.drawSoon();
      return false;
    }
    // The same charts after a lost connection: what was seen before stays.
    if (JSON.stringify(message.config) === JSON.stringify(this.config)) return false;
    this.config = message.config;
    this.history = new History(message.config);
    return true;
  }

  hold(isHeld: boolean): void {
    this.heldAtMs = isHeld ? (this.history?.timesMs.at(-1) ?? null) : null;
    this.drawSoon();
  }

  /** The end of what is seen. */
  get endMs(): number {
    return this.heldAtMs ?? this.history?.timesMs.at(-1) ?? Date.now();
  }

  /** Calls `draw` in the next frame, and in one after each moment. Returns what ends that. */
  onFrame(draw: () => void): () => void {
    this.drawers.add(draw);
    this.drawSoon();
    return () => this.drawers.delete(draw);
  }

  drawSoon(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      for (const draw of this.drawers) draw();
    });
  }
}
