/** One screen, one sentence: what a picker reads at each step. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/contract';
import type { Script, State } from '../../src/engine';
import { inPacks, instructionOf } from '../../src/work/instruction';
import { Names } from '../../src/work/names';
import { apply, EMPTY, SCRIPT } from './ground';

const names = new Names(0);
const script = SCRIPT as unknown as Script;
let count = 0;

/** The instruction after these codes and events. */
function after(...deeds: (string | JsonObject)[]) {
  const state = deeds.reduce<JsonObject>((now, deed) => {
    const event = typeof deed === 'string' ? { kind: 'scan', code: deed } : deed;
    return apply(SCRIPT, now, { id: `e${(count += 1)}`, ...event }, null);
  }, EMPTY);
  return instructionOf(script, state as unknown as State, names);
}

describe('the instruction', () => {
  it('says where to go, and draws the place by itself', () => {
    expect(after()).toMatchObject({ sentence: 'Go to A-12-04', before: 'Go to', place: { aisle: 'A', bay: '12', level: '04' }, cue: 'Scan the place', ahead: 'B-03-01' });
  });

  it('says what to take in the packs that the goods come in', () => {
    expect(after('A-12-04')).toMatchObject({ sentence: 'Take 2 cases + 2 pieces from A-12-04', thing: { name: 'White heart', detail: '85123A' }, cue: 'Scan the item', pad: null });
  });

  it('counts down, and takes a typed total in the pack that was scanned', () => {
    const instruction = after('A-12-04', '15012345678907');
    expect(instruction?.sentence).toBe('Take another 1 case + 2 pieces from A-12-04');
    expect(instruction?.pad).toEqual({ type: 'quantity', pack: 'case', most: 2 });
  });

  it('goes to the other bin when this one is short', () => {
    expect(after('A-12-04', { kind: 'action', action: 'short', left: 0 })?.sentence).toBe('Take 2 cases from A-12-05');
  });

  it('asks for the lot that it wants', () => {
    const taken = ['A-12-04', '05012345678900', { kind: 'quantity', qty: 10 }, 'B-03-01', '04006381333931'] as const;
    expect(after(...taken)).toMatchObject({ sentence: 'Which lot? Take lot L77', pad: { type: 'lot' } });
  });

  it('ends with where to bring it', () => {
    const all = ['A-12-04', '05012345678900', { kind: 'quantity', qty: 10 }, 'B-03-01', '04006381333931', 'L77', '04006381333931'] as const;
    expect(after(...all)?.sentence).toBe('Bring it to DOCK-1 and scan it');
    expect(after(...all, 'DOCK-1')).toBe(null);
  });

  it('never gives a quantity without its pack word', () => {
    expect([inPacks(3, 12, script), inPacks(4, 12, script), inPacks(9, 12, script), inPacks(0, 12, script)]).toEqual(['3 pieces', '1 case', '2 cases + 1 piece', '0 pieces']);
  });
});

describe('a pallet that is taken whole', () => {
  const take = { id: 'take3', kind: 'take', item: 12, qty: 48, place: 40, lot: null, only_lot: true, into: { container: 'LP000101' }, line: 7, pin: 3, alternatives: [], prove: 'item', allow: ['short'], why: { code: 'whole', params: { container: 'LP000101', pieces: 48 } } };
  const bring = { id: 'bring', kind: 'put', allow: [], what: { container: 'LP000101' }, from: null, prove: false, to: { places: [9], kinds: ['station'], zones: null, refuse: [] } };
  const pallet = { ...SCRIPT, codes: { ...(SCRIPT['codes'] as JsonObject), '05012345678900': { kind: 'taken' }, '15012345678907': { kind: 'taken' }, LP000101: { item: 12, qty: 48, pack: 'pallet' } }, steps: [take, bring] } as unknown as JsonObject;
  const seen = (state: JsonObject) => instructionOf(pallet as unknown as Script, state as unknown as State, names);

  it('is one pallet, by its plate', () => {
    expect(seen(EMPTY)).toMatchObject({
      sentence: 'Take 1 pallet from A-12-04', thing: { name: 'White heart', detail: '85123A · in LP000101' }, cue: 'Scan LP000101', pad: null,
      why: 'All of it goes to one order, 48 pieces. If it holds fewer, tap Short and say how many are on it.',
    });
    const taken = apply(pallet, EMPTY, { id: 'w1', kind: 'scan', code: 'LP000101' }, null);
    expect(seen(taken)?.sentence).toBe('Put LP000101 in DOCK-1');
  });

  it('is not said to be in the hand where it may not have been there, before the server has heard of it', () => {
    const short = apply(pallet, EMPTY, { id: 'w2', kind: 'action', action: 'short', left: 0 }, null);
    expect(seen(short)?.sentence).toBe('Bring LP000101 if it is there. Scan DOCK-1 to finish');
  });
});

describe('how much is done', () => {
  const lines = [{ id: 1, item: 12, qty: 80, lot: null }, { id: 2, item: 13, qty: 2, lot: null }];
  const step = { id: 'c', kind: 'collect', allow: ['done'], lines, blind: false, open: false, over: 'refuse', capture: false, into: { var: 'tote' }, auto: true, expect: true };
  const of = (kind: string) => instructionOf({ ...SCRIPT, kind, steps: [step] } as unknown as Script, EMPTY as unknown as State, names);

  it('is told in units of what has come', () => {
    expect(of('receive')).toMatchObject({ sentence: 'Scan each item', progress: { done: 0, total: 82 } });
  });

  it('is not told of what a person moves by themselves', () => {
    expect(of('move')).toMatchObject({ sentence: 'Scan what you take', progress: null });
  });

  it('is not told of what somebody finds in a tote that a colleague left, nor when they are asked whether that was all', () => {
    const sure = { id: 'sure', kind: 'confirm', allow: [], scan: null, why: { code: 'counted_all', params: { container: 'T0901' } } };
    const open = { ...step, lines: [], blind: true, open: true, over: 'accept', expect: false, auto: false };
    const left = { ...SCRIPT, kind: 'takeover', steps: [open, sure] } as unknown as Script;
    const found = (state: JsonObject) => instructionOf(left, state as unknown as State, names);
    expect(found(EMPTY)?.progress).toBeNull();
    const asked = apply(left as unknown as JsonObject, EMPTY, { id: 't1', kind: 'action', action: 'done' }, null);
    expect(found(asked)).toMatchObject({ sentence: 'Was that everything in T0901?', progress: null });
  });
});

describe('loading a truck', () => {
  const step = { id: 'load', kind: 'collect', allow: ['done'], lines: [], load: { LP000001: {}, LP000002: {} }, others: {}, leave: 'QUAR-1' };
  const truck = { ...SCRIPT, vocabulary: 5, kind: 'load', steps: [step] } as unknown as JsonObject;
  const seen = (state: JsonObject) => instructionOf(truck as unknown as Script, state as unknown as State, names);

  it('asks for the next parcel, and whether the rest stays without asking for it beside', () => {
    const one = apply(truck, EMPTY, { id: 'l1', kind: 'scan', code: 'LP000001' }, null);
    expect(seen(one)).toMatchObject({ sentence: 'Load parcel 2 of 2', cue: 'Scan plate or label', progress: { done: 1, total: 2 } });
    const asked = apply(truck, one, { id: 'l2', kind: 'action', action: 'done' }, null);
    expect(seen(asked)).toMatchObject({ sentence: 'Leave without LP000002?', cue: null, asksToClose: true });
  });
});

describe('on a cart', () => {
  const share = (position: number, qty: number) => ({ into: { var: `tote${position}` }, qty, line: position, pin: position, position });
  const tote = (position: number) => ({ id: `tote${position}`, kind: 'take', allow: [], container: { kinds: ['tote'], var: `tote${position}`, fresh: true, position } });
  const take = { id: 'deal', kind: 'take', item: 12, qty: 7, place: 40, lot: null, only_lot: true, into: null, line: null, pin: null, shares: [share(1, 2), share(2, 5)], alternatives: [], prove: 'item', allow: ['short', 'full'] };
  const leave = { id: 'leave2', kind: 'put', what: { var: 'tote2' }, prove: true, to: { places: [9] }, why: { code: 'order_cancelled', params: { order: 'Order 1043', position: 2 } }, allow: [] };
  const bring = { id: 'bring', kind: 'put', what: { cart: true }, prove: false, to: { places: [9] }, allow: [] };
  const CART: JsonObject = { ...SCRIPT, vocabulary: 2, steps: [tote(1), tote(2), take, leave, bring] as never };
  const seen = (...codes: string[]) => {
    const state = codes.reduce<JsonObject>((now, code) => apply(CART, now, { id: `e${(count += 1)}`, kind: 'scan', code }, null), EMPTY);
    return instructionOf(CART as unknown as Script, state as unknown as State, names);
  };
  const totes = ['T0001', 'T0002'];

  it('asks for an empty tote at each position', () => {
    expect(seen('T0001')).toMatchObject({ sentence: 'Put an empty tote at position 2', position: { number: 2, plate: null } });
  });

  it('names all that the bin gives, then how many go into which tote', () => {
    expect(seen(...totes)?.sentence).toBe('Take 1 case + 3 pieces from A-12-04');
    const first = seen(...totes, '05012345678900');
    expect(first).toMatchObject({ sentence: 'Put 2 pieces into tote 1', position: { number: 1, plate: 'T0001' }, cue: 'Scan tote T0001', pad: { type: 'quantity', pack: 'piece' } });
    const second = seen(...totes, '05012345678900', 'T0001');
    expect(second).toMatchObject({ sentence: 'Put 1 case + 1 piece into tote 2', position: { number: 2, plate: 'T0002' } });
    expect(second?.deals.map(({ number, qty, got, atHand }) => [number, qty, got, atHand])).toEqual([[1, 2, 2, false], [2, 5, 0, true]]);
  });

  it('tells which tote comes off the cart, and brings the rest', () => {
    const dealt = [...totes, '05012345678900', 'T0001', 'T0002'];
    expect(seen(...dealt)).toMatchObject({ sentence: 'Order 1043 is cancelled. Take tote 2 off the cart', position: { number: 2, plate: 'T0002' } });
    expect(seen(...dealt, 'T0002')?.sentence).toBe('Order 1043 is cancelled. Leave tote T0002 at DOCK-1');
    expect(seen(...dealt, 'T0002', 'DOCK-1')?.sentence).toBe('Bring the cart to DOCK-1');
  });
});
