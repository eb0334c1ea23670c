/** Nothing is said before its words are learnt: the first part of English holds what the first bundle says by itself. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seldom } from '../../src/messages/en-seldom';

const src = new URL('../../src/', import.meta.url);
/** Where the first bundle speaks; the engine, the store and the sync only name codes. */
const SPEAKING = /^(components|input|screens|work|main)\b/;
/** Named but not said, said there only after `learnTheRest`, or for steps whose script has made them learnt. */
const LEARNT_FIRST: Record<string, readonly string[]> = {
  'input/health.ts': ['gs1_unknown_ai'],
  'work/barred.ts': ['bad_date', 'check_digit'],
  'work/told.ts': ['not_allowed'],
  'work/floor.ts': ['check_digit', 'task_closed', 'taken_over', 'taken_elsewhere', 'shift_refused'],
  'work/instruction.ts': Object.keys(seldom).filter((code) => /^put_/.test(code) || code === 'order_cancelled'),
  'screens/task.tsx': ['do_finish_anyway', 'do_next_container'],
};

/** The files that main.tsx brings with it: what is imported with `import()` is not among them. */
function bundled(file = 'main.tsx', found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const text = readFileSync(new URL(file, src), 'utf8');
  for (const [, type, path] of text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'"]*?\sfrom\s)?'(\.[^']*)'/gm)) {
    if (type || path!.endsWith('.css')) continue;
    const whole = new URL(path!, new URL(file, src)).href.slice(src.href.length).replace(/\/$/, '');
    const name = ['.ts', '.tsx', '/index.ts', '/index.tsx', 'index.ts'].map((end) => whole + end).find((one) => existsSync(new URL(one, src)));
    bundled(name, found);
  }
  return found;
}

describe('the first bundle', () => {
  const files = [...bundled()];

  it('is what main.tsx imports, without what is loaded later', () => {
    expect(files).toEqual(expect.arrayContaining(['work/floor.ts', 'screens/task.tsx', 'engine/kinds/take.ts', 'messages/en.ts']));
    for (const later of ['messages/en-seldom.ts', 'messages/de.ts', 'screens/about.tsx', 'screens/scanner-check.tsx', 'engine/kinds/collect.ts', 'office/index.tsx']) expect(files).not.toContain(later);
  });

  it('says nothing that it has not learnt', () => {
    const codes = Object.keys(seldom);
    const early = files.filter((file) => SPEAKING.test(file)).flatMap((file) => {
      const said = new Set(Array.from(readFileSync(new URL(file, src), 'utf8').matchAll(/'([a-z]\w*)'/g), ([, code]) => code!));
      return codes.filter((code) => code.includes('_') && said.has(code) && !LEARNT_FIRST[file]?.includes(code)).map((code) => `${file}: ${code}`);
    });
    expect(early).toEqual([]);
  });
});
