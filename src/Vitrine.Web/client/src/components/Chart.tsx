import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './chart.css';
import { colourOf } from 'kit/colour';
import { clock } from 'kit/format/time';
import { useThemeChange } from 'kit/useThemeChange';

interface Props {
  data: uPlot.AlignedData;
  height: number;
  /** How values are written at their axis. */
  text: (value: number) => string;
  /** What is drawn, over time; `colour` says what a colour of CSS is in today's theme. */
  optionsFor: (colour: (value: string) => string) => Pick<uPlot.Options, 'scales' | 'series' | 'bands'>;
}

const timeOfDay: uPlot.Axis = { space: 80, values: (_, splits) => splits.map((seconds) => clock(new Date(seconds * 1000)).slice(0, 8)) };

/** A chart over time with its axes, as wide as its place, and the values under the pointer. The charting library is fetched when the first one is drawn. */
export function Chart({ data, height, text, optionsFor }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const theme = useThemeChange();
  const latest = useRef(data);
  latest.current = data;

  useEffect(() => {
    let gone = false;
    const watch = new ResizeObserver(([entry]) => chart.current?.setSize({ width: entry!.contentRect.width, height }));
    void import('uplot').then(({ default: Plot }) => {
      const place = box.current;
      if (gone || !place) return;
      const axis = axisIn(place);
      const axes = [{ ...axis, ...timeOfDay }, { ...axis, size: 64, values: (_: uPlot, splits: number[]) => splits.map(text) }];
      chart.current = new Plot({ ...optionsFor((value) => colourOf(value, place)), axes, width: place.clientWidth, height }, latest.current, place);
      watch.observe(place);
    });
    return () => {
      gone = true;
      watch.disconnect();
      chart.current?.destroy();
    };
  }, [theme]);
  useEffect(() => chart.current?.setData(data), [data]);
  return <div class="course" ref={box} />;
}

function axisIn(box: HTMLElement): uPlot.Axis {
  return {
    stroke: colourOf('var(--dim)', box),
    grid: { stroke: colourOf('var(--line)', box), width: 1 },
    ticks: { show: false },
    font: `11px ${getComputedStyle(box).fontFamily}`,
  };
}
