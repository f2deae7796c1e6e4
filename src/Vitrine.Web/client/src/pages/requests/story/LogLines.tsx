import { RoleTag } from '../../../components/RoleTag';
import { counted } from 'kit/format/unit';
import { readLogLine } from '../../../logs/logLine';
import type { Node } from './scopeTree';

/** What the roles wrote to their logs about the request, in order of time. A line leads to its scope; those of the chosen one are marked. */
export function LogLines({ nodes, selected, onSelect }: { nodes: Node[]; selected: string; onSelect: (key: string) => void }) {
  const lines = nodes.flatMap((node) => node.scope.lines.map((text) => ({ node, text, line: readLogLine(text) })));
  lines.sort((left, right) => left.line.time.localeCompare(right.line.time));
  return (
    <section class="panel log-lines" aria-label="Log lines">
      <h2>
        Log <span class="dim">{lines.length === 0 ? 'no role wrote a line' : counted(lines.length, 'line')}</span>
      </h2>
      <ol>
        {lines.map(({ node, text, line }, index) => (
          <li key={index} class={node.key === selected ? 'of-selected' : ''} onClick={() => onSelect(node.key)} title={text}>
            <RoleTag role={node.role} />
            <time>{line.time}</time>
            <span class={`level ${line.level}`}>{line.level}</span>
            <span class="said">
              {line.message !== '' && <strong>{line.message} </strong>}
              {line.fields.map(([name, value]) => (
                <span key={name}>
                  <span class="dim">{name}=</span>
                  {value}{' '}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
