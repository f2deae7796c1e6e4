import type { Frame } from '../../../pprof/frame';
import { flameHue } from './flameHue';
import type { FlameBox, FlameNode } from './flameTree';

export const rowHeight = 20;
const gap = 1;
const padding = 5;
const narrowestText = 26;

/** What a picture is made of besides its boxes. */
export interface Look {
  isDark: boolean;
  ink: string;
  surface: string;
  font: string;
}

export interface Scene {
  rows: FlameBox[][];
  shown: FlameNode;
  matches: ((name: string) => boolean) | null;
  hovered: FlameNode | null;
  focused: FlameNode | null;
}

/** Draws the scene. Boxes stand on whole device pixels, so that neighbours never blur into each other. */
export function drawFlame(canvas: HTMLCanvasElement, width: number, scene: Scene, look: Look): void {
  const scale = devicePixelRatio || 1;
  const height = scene.rows.length * rowHeight;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext('2d')!;
  pen.scale(scale, scale);
  pen.font = look.font;
  pen.textBaseline = 'middle';
  const letter = pen.measureText('n').width;
  for (const row of scene.rows) {
    for (const box of row) drawBox(pen, box, width, scene, look, letter, scale);
  }
}

function drawBox(pen: CanvasRenderingContext2D, { node, x, width: share, row }: FlameBox, width: number, scene: Scene, look: Look, letter: number, scale: number): void {
  const whole = (value: number) => Math.round(value * scale) / scale;
  const left = whole(x * width);
  const size = Math.max(1 / scale, whole((x + share) * width) - left - (share * width > 3 ? gap : 0));
  const top = row * rowHeight;
  const isFound = scene.matches?.(node.frame.name) ?? false;
  pen.globalAlpha = node.depth < scene.shown.depth || (scene.matches !== null && !isFound) ? 0.5 : 1;
  pen.fillStyle = isFound ? found(look) : colourOfFrame(node.frame, look);
  pen.fillRect(left, top, size, rowHeight - gap);
  if (size >= narrowestText) {
    pen.fillStyle = look.ink;
    pen.fillText(fitting(pen, node.frame, size - 2 * padding, letter), left + padding, top + rowHeight / 2);
  }
  pen.globalAlpha = 1;
  if (node === scene.hovered || node === scene.focused) {
    pen.strokeStyle = look.ink;
    pen.lineWidth = 1.5;
    pen.strokeRect(left + 0.75, top + 0.75, Math.max(1, size - 1.5), rowHeight - gap - 1.5);
  }
}

function colourOfFrame({ module, isNative }: Frame, { isDark }: Look): string {
  if (isNative) return isDark ? '#2b3136' : '#dfe3e6';
  return `hsl(${flameHue(module)} ${isDark ? '38% 27%' : '52% 83%'})`;
}

function found({ isDark }: Look): string {
  return isDark ? '#86209b' : '#f0a1ff';
}

/** The name, else type and method, else as much of them as fits. */
function fitting(pen: CanvasRenderingContext2D, { name, short }: Frame, room: number, letter: number): string {
  // Most names are far too long or far too short: measuring each would cost more than drawing it.
  if (name.length * letter <= room * 0.8 || pen.measureText(name).width <= room) return name;
  if (pen.measureText(short).width <= room) return short;
  let letters = Math.min(short.length, Math.ceil((1.5 * room) / letter));
  while (letters > 1 && pen.measureText(`${short.slice(0, letters)}…`).width > room) letters--;
  return letters > 1 ? `${short.slice(0, letters)}…` : '';
}
