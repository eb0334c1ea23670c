/** The handheld's reducer answers every shared vector as it stands in the file, and so does the server's. */
import { describe, expect, test } from 'vitest';
import { emptyState, reduce } from '../../src/engine';
import { frozen, vectors, type Vector } from './vectors';

function check(vector: Vector): void {
  const script = frozen(vector.script);
  let state = vector.state ?? emptyState();
  vector.events.forEach((row, index) => {
    const where = `event ${index + 1}: ${JSON.stringify(row.event)}`;
    const before = frozen(state);
    const result = reduce(script, before, frozen(row.event), frozen(row.seen));
    const { accepted, code, params, effects } = result;
    const { state: expected, ...answer } = row.expect;
    expect({ accepted, code, params, effects }, where).toStrictEqual(answer);
    if (!accepted) expect(result.state, where).toBe(before);
    if (expected) {
      const names = Object.keys(expected) as (keyof typeof expected)[];
      expect(Object.fromEntries(names.map((name) => [name, result.state[name]])), where).toStrictEqual(expected);
    }
    state = JSON.parse(JSON.stringify(result.state));
    expect(state, `${where}: plain JSON`).toStrictEqual(result.state);
  });
}

describe.each(['task', 'take', 'share', 'wall', 'put', 'collect', 'cartons', 'aside', 'grades', 'looks', 'asks', 'loading', 'walks'])('%s.json', (name) => {
  test.each(vectors(name).map((vector) => [vector.name, vector] as const))('%s', (_, vector) => check(vector));
});
