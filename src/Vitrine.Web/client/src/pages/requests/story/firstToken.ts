import { numberOf } from '../../../api/operations';
import { allOf, type Node } from './scopeTree';

/** Facts that say when the first token was there, counted from the beginning of their role's root; the asker's own comes first. */
const facts = ['vitrine.client.time_to_first_token', 'vitrine.request.time_to_first_token'];

/** When the first token was there for whoever is nearest to the asker, from the beginning of the request; undefined without one. */
export function firstTokenOf(tree: Node[]): number | undefined {
  const all = allOf(tree);
  for (const name of facts) {
    const node = all.find((candidate) => numberOf(candidate.scope, name) !== undefined);
    if (node) return node.startMs - node.scope.offsetMs + numberOf(node.scope, name)! * 1000;
  }
  return undefined;
}
