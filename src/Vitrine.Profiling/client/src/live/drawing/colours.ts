import { colourOf } from 'kit/colour';

/** What the canvases are painted with, in the theme of the moment. */
export interface Colours {
  dim: string;
  line: string;
  surface: string;
  gc: string;
  heat: string;
  /** Of the first, second, … line. */
  series: string[];
  /** The same as areas: opaque, since they stand before one another. */
  areas: string[];
  font: string;
}

const seriesCount = 6;

export function coloursOf(box: HTMLElement): Colours {
  const numbers = Array.from({ length: seriesCount }, (_, at) => at + 1);
  return {
    dim: colourOf('var(--dim)', box),
    line: colourOf('var(--line)', box),
    surface: colourOf('var(--surface)', box),
    gc: colourOf('var(--gc-line)', box),
    heat: colourOf('var(--heat)', box),
    series: numbers.map((at) => colourOf(`var(--series-${at})`, box)),
    areas: numbers.map((at) => colourOf(`color-mix(in srgb, var(--series-${at}) 42%, var(--surface))`, box)),
    font: `11px ${getComputedStyle(box).fontFamily}`,
  };
}
