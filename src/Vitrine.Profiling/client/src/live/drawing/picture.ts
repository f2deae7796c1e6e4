import { colourOf } from 'kit/colour';
import type { Plot } from '../protocol';
import type { ChartCanvas } from './canvas';

const margin = 16;
const headPx = 30;

/** Saves a chart as it stands on the page: its title, the picture, its ground. */
export function savePicture(plot: Plot, { element }: ChartCanvas, box: HTMLElement): void {
  const scale = devicePixelRatio;
  const whole = document.createElement('canvas');
  whole.width = element.width + 2 * margin * scale;
  whole.height = element.height + (headPx + 2 * margin) * scale;
  const paper = whole.getContext('2d')!;
  paper.fillStyle = colourOf('var(--surface)', box);
  paper.fillRect(0, 0, whole.width, whole.height);
  paper.fillStyle = colourOf('var(--ink)', box);
  paper.font = `600 ${15 * scale}px ${getComputedStyle(box).fontFamily}`;
  paper.textBaseline = 'top';
  paper.fillText(`${plot.title} · ${new Date().toISOString().slice(0, 19).replace('T', ' ')} UTC`, margin * scale, margin * scale);
  paper.drawImage(element, margin * scale, (margin + headPx) * scale);
  whole.toBlob((blob) => {
    if (!blob) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = `${plot.name.replace(/\W+/g, '-').replace(/^-|-$/g, '')}.png`;
    link.click();
    // The browser has begun to read it by then.
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
}
