import { useMemo } from 'preact/hooks';
import { Chart } from '../../../components/Chart';
import { plain } from 'kit/format/number';
import { grows, type Course } from './history';

/** The course of a family. */
export function CourseChart({ course }: { course: Course }) {
  const data = useMemo((): [number[], number[]] => [course.times, course.values], [course]);
  return (
    <Chart
      data={data}
      height={160}
      text={plain}
      optionsFor={(colour) => ({
        scales: { y: { range: (_, least, most) => [Math.min(0, least), most > 0 ? most * 1.1 : 1] } },
        series: [
          { value: '{HH}:{mm}:{ss}' },
          { label: grows(course.family) ? 'per second' : 'value', stroke: colour('var(--accent)'), width: 1.5, points: { show: false }, value: (_, value) => (value == null ? '–' : plain(value)) },
        ],
      })}
    />
  );
}
