/** What is said aloud: where first, in parts, then what to do there. */
import { describe, expect, it } from 'vitest';
import type { Instruction } from '../../src/work/instruction';
import { spokenOf } from '../../src/work/spoken';

const at = { code: 'D-13-02', aisle: 'D', bay: '13', level: '02' };
const instruction = (some: Partial<Instruction>) => ({ before: '', place: null, after: '', sentence: '', amount: '', ...some }) as Instruction;

describe('the voice', () => {
  it('says a place by its aisle, bay and level, without zeros in front', () => {
    expect(spokenOf(instruction({ before: 'Go to', place: at }))).toBe('Go to aisle D, bay 13, level 2');
    expect(spokenOf(instruction({ before: 'Go to', place: { ...at, level: '' } }))).toBe('Go to aisle D, bay 13');
  });

  it('says where before how many, since feet come before hands', () => {
    expect(spokenOf(instruction({ before: 'Take 3 pieces from', place: at, amount: '3 pieces' }))).toBe('aisle D, bay 13, level 2, Take 3 pieces');
  });

  it('says a station by its name, and what has no place as it stands', () => {
    expect(spokenOf(instruction({ before: 'Bring it to', place: { code: 'PACK-1', aisle: '', bay: '', level: '' }, after: 'and scan it' }))).toBe('Bring it to PACK-1 and scan it');
    expect(spokenOf(instruction({ sentence: 'Scan each item' }))).toBe('Scan each item');
  });
});
