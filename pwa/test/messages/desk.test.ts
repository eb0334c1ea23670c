/** What the office says reads as a sentence, whatever the names in it, and each code says one thing. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tell, tellAny } from '../../src/messages/desk';

describe('a sentence of the office', () => {
  it('ends in one stop, also behind a name that ends in one', () => {
    expect(tell('buying_ordered', { number: 'PO-1', supplier: 'Drewniak Zabawki Sp. z o.o.' })).toBe('PO-1 is ordered from Drewniak Zabawki Sp. z o.o.');
    expect(tell('buying_ordered', { number: 'PO-1', supplier: 'Lumera' })).toBe('PO-1 is ordered from Lumera.');
    expect(tell('desk_supplier_not_found', { supplier: 'wait...' })).toBe('There is no supplier wait....');
  });
});

describe('what software may', () => {
  it('is told in words, whatever the server calls it', () => {
    const table = readFileSync(new URL('../../../server/pickface/people/permissions.py', import.meta.url), 'utf8');
    const folders = new Set(Array.from(table.matchAll(/^ {4}"(\w+)\.\w+":/gm), ([, name]) => name!));
    expect(folders.size).toBeGreaterThan(30);
    expect([...folders].filter((name) => tellAny('scope_', name) === name.replaceAll('_', ' '))).toEqual([]);
  });
});

describe('the files of sentences', () => {
  const folder = new URL('../../src/messages/', import.meta.url);
  const code = /^ {2}(\w+): /gm;

  // They are spread into one another: the second one of a code would be said in the first one's place as well.
  it('say each code once', () => {
    const desk = readFileSync(new URL('desk.ts', folder), 'utf8');
    const files = Array.from(desk.matchAll(/from '\.\/([\w-]+)';/g), ([, name]) => `${name}.ts`).filter((name) => name !== 'index.ts');
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(files));
    const codes = ['desk.ts', ...files].flatMap((name) => Array.from(readFileSync(new URL(name, folder), 'utf8').matchAll(code), ([, one]) => one!));
    expect(codes.length).toBeGreaterThan(2000);
    expect(codes.filter((one, n) => codes.indexOf(one) < n)).toEqual([]);
  });
});
