/** The build's own ground: what it is tested on is what it runs on. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const src = new URL('../src/', import.meta.url);
const texts = (ends: string): { file: string; text: string }[] =>
  readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ends))
    .map((file) => ({ file, text: readFileSync(new URL(file, src), 'utf8') }));

describe('the ground', () => {
  it('has the web crypto that signing needs', () => {
    expect(typeof crypto.subtle.sign).toBe('function');
  });
});

describe('styles', () => {
  // The build leaves out what would load a lazy file's styles with it.
  it('are brought by the first file and by the desk alone', () => {
    const by = [...texts('.ts'), ...texts('.tsx')].filter(({ text }) => /^import .*\.css/m.test(text)).map(({ file }) => file);
    expect(by.sort()).toEqual(['main.tsx', 'screens/desk.tsx']);
  });

  it('are all worn', () => {
    const worn = [...texts('main.tsx'), ...texts('desk.tsx'), ...texts('.css')].flatMap(({ text }) => Array.from(text.matchAll(/^(?:@import|import) .*?'(?:.*\/)?(\w+\.css)/gm), ([, name]) => name!));
    expect(worn.sort()).toEqual(texts('.css').map(({ file }) => file.replace(/^.*\//, '')).sort());
  });
});
