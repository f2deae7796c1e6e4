import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { colourOf } from 'kit/colour';
import { plain } from 'kit/format/number';
import { grows, type Course } from './history';

const height = 160;

/** The course of a family with its axes, and the value under the pointer. The charting library is fetched when the first one is unfolded. */
export function CourseChart({ course }: { course: Course }) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const latest = useRef(course);
  latest.current = course;

  useEffect(() => {
    let gone = false;
    const watch = new ResizeObserver(([entry]) => chart.current?.setSize({ width: entry!.contentRect.width, height }));
    void import('uplot').then(({ default: Plot }) => {
      if (gone || !box.current) return;
      chart.current = new Plot(optionsFor(latest.current, box.current), dataOf(latest.current), box.current);
      watch.observe(box.current);
    });
    return () => {
      gone = true;
      watch.disconnect();
      chart.current?.destroy();
    };
  }, []);
  useEffect(() => chart.current?.setData(dataOf(course)), [course]);
  return <div class="course" ref={box} />;
}

function dataOf({ times, values }: Course): uPlot.AlignedData {
  return [times, values];
}

function optionsFor({ family }: Course, box: HTMLElement): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: colourOf('var(--dim)', box),
    grid: { stroke: colourOf('var(--line)', box), width: 1 },
    ticks: { show: false },
    font: `11px ${getComputedStyle(box).fontFamily}`,
  };
  return {
    width: box.clientWidth,
    height,
    scales: { y: { range: (_, least, most) => [Math.min(0, least), most > 0 ? most * 1.1 : 1] } },
    axes: [axis, { ...axis, size: 64, values: (_, splits) => splits.map(plain) }],
    series: [
      { value: '{HH}:{mm}:{ss}' },
      { label: grows(family) ? 'per second' : 'value', stroke: colourOf('var(--accent)', box), width: 1.5, points: { show: false }, value: (_, value) => (value == null ? '–' : plain(value)) },
    ],
  };
}
