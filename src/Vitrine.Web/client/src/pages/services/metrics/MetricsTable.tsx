import { useState } from 'preact/hooks';
import { parseExposition, type Family } from '../../../api/exposition';
import { getText } from '../../../api/http';
import { usePoll } from '../../../api/poll';
import type { Role } from '../../../api/roles';
import { Notice } from 'kit/components/Notice';
import { SearchField } from 'kit/components/SearchField';
import { plain, rate } from 'kit/format/number';
import { CourseChart } from './CourseChart';
import { advance, grows, type Course } from './history';
import { Sparkline } from './Sparkline';

const intervalMs = 2000;
const mostSeries = 200;

/** Every family on a role's page of metrics: its value now, its course since this page was opened, and unfolded its series. */
export function MetricsTable({ role }: { role: Role }) {
  const [courses, setCourses] = useState(new Map<string, Course>());
  const [problem, setProblem] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  usePoll(async (signal) => {
    try {
      const families = parseExposition(await getText(role.metrics, signal));
      const at = Date.now() / 1000;
      setCourses((before) => advance(before, families, at));
      setProblem(null);
    } catch (error) {
      if (!signal.aborted) setProblem((error as Error).message);
    }
  }, intervalMs);

  const wanted = search.toLowerCase();
  const shown = [...courses.values()].filter(({ family }) => `${family.name} ${family.help}`.toLowerCase().includes(wanted));
  return (
    <>
      {problem !== null && <Notice>{problem}</Notice>}
      <div class="find">
        <SearchField value={search} placeholder="Find a metric" onInput={setSearch} />
        <span class="dim">{shown.length} of {courses.size} families</span>
      </div>
      <ul class="metrics-list">
        {shown.map((course) => <Row key={course.family.name} course={course} />)}
      </ul>
    </>
  );
}

function Row({ course }: { course: Course }) {
  const { family, total, values } = course;
  const [open, setOpen] = useState(false);
  const speed = values.at(-1);
  return (
    <li>
      <button type="button" class="metric" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span class="name">
          <code>{family.name}</code>
          <span class="help">{family.help}</span>
        </span>
        <Sparkline points={values} label={`Course of ${family.name}`} />
        <span class="value">
          <b>{family.samples.length === 0 ? '–' : plain(total)}</b>
          <span class="dim">{family.samples.length > 0 && grows(family) && speed !== undefined ? `${rate(speed)}/s` : family.type}</span>
        </span>
      </button>
      {open && (
        <div class="series">
          <CourseChart course={course} />
          <SeriesOf family={family} />
        </div>
      )}
    </li>
  );
}

function SeriesOf({ family }: { family: Family }) {
  const count = family.samples.reduce((sum, sample) => sum + sample.value, 0);
  const isObserved = /histogram|summary/.test(family.type);
  return (
    <>
      <p class="dim">
        {family.type}, {family.samples.length} series
        {isObserved && count > 0 && `, mean ${plain(family.sum / count)} of ${plain(count)} observations`}
      </p>
      <table>
        <tbody>
          {family.samples.slice(0, mostSeries).map(({ labels, value }) => (
            <tr key={labels}>
              <td><code>{labels === '' ? '(no labels)' : labels}</code></td>
              <td class="number">{plain(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {family.samples.length > mostSeries && <p class="dim">{family.samples.length - mostSeries} more on the page itself.</p>}
    </>
  );
}
