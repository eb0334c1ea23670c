/** Which papers need a packer, and which printers could take them instead. */
import { expect, it } from 'vitest';
import type { OtherPrinter, WantedPaper } from '../../src/contract/jams';
import { jamOf } from '../../src/work/jam';

const paper = (id: number, more: Partial<WantedPaper> = {}): WantedPaper => ({ id, paper: 'parcel_label', container: `P-${id}`, printer: 1, printerName: 'ZEBRA', kind: 'raw', state: 'waiting', problem: 'no_answer', ...more });
const printer = (id: number, more: Partial<OtherPrinter> = {}): OtherPrinter => ({ id, name: `PRINTER-${id}`, kind: 'raw', takes: 'labels', active: true, problem: '', ...more });

it('tells of all papers of the printer that the oldest waits for', () => {
  const slip = paper(3, { paper: 'packing_slip', printer: 2 });
  expect(jamOf([slip, paper(2), paper(1)], [])?.papers.map(({ id }) => id)).toEqual([1, 2]);
});

it('is quiet about what comes by itself, what is no paper of a parcel, and what a browser prints', () => {
  expect(jamOf([paper(1, { problem: '' }), paper(2, { problem: 'label_awaited' }), paper(3, { paper: 'test' }), paper(4, { problem: '', kind: 'browser' })], [])).toBeNull();
  expect(jamOf([paper(1, { problem: 'label_awaited', state: 'failed' })], [])?.papers).toHaveLength(1);
});

it('names printers that take such paper and go', () => {
  const printers = [printer(1), printer(2, { takes: 'documents' }), printer(3, { problem: 'stuck' }), printer(4, { active: false }), printer(5, { kind: 'browser' }), printer(6)];
  expect(jamOf([paper(1)], printers)?.others.map(({ id }) => id)).toEqual([6]);
});
