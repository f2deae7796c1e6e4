import { RoleTag } from '../../../components/RoleTag';
import { plain } from 'kit/format/number';
import type { Node } from './scopeTree';

/** The series that the request moved, and by how much. A row leads to the scope that moved it; those of the chosen one are marked. */
export function SeriesTable({ nodes, selected, onSelect }: { nodes: Node[]; selected: string; onSelect: (key: string) => void }) {
  const moved = nodes.flatMap((node) => node.scope.series.map((series) => ({ node, series })));
  return (
    <section class="panel series" aria-label="Series">
      <h2>
        Metrics <span class="dim">{moved.length === 0 ? 'no series moved' : `${moved.length} series moved`}</span>
      </h2>
      <div class="wide">
        <table>
          <tbody>
            {moved.map(({ node, series }, index) => (
              <tr key={index} class={node.key === selected ? 'of-selected' : ''} onClick={() => onSelect(node.key)}>
                <td>
                  <RoleTag role={node.role} />
                </td>
                <td class="dim">{series.pack}</td>
                <td class="name">
                  <code>
                    {series.family}
                    {series.labels !== '' && <span class="dim">{`{${series.labels}}`}</span>}
                  </code>
                </td>
                <td class="number">{series.type === 'counter' ? `+${plain(series.value)}` : plain(series.value)}</td>
                <td class="dim">{series.type === 'counter' ? 'counted' : series.type === 'gauge' ? 'set' : 'observed'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
