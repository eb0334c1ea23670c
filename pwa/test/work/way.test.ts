/** Which way to go from one bin to another, as somebody says it who faces the shelf. */
import { describe, expect, it } from 'vitest';
import { aislesBetween, wayBetween } from '../../src/work/way';

/** An aisle away from the reader of the plan: odd bays on its left, even ones on its right, three levels each. */
const bin = (bay: number, level = 1) => ({ level: `0${level}`, x: bay % 2 ? 100 : 1_900, y: Math.ceil(bay / 2) * 1_000 });
const aisle = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((bay) => [1, 2, 3].map((level) => bin(bay, level)));

describe('the way between two bins', () => {
  it.each([
    ['the left shelf, further on', bin(1), bin(3), { to: 'right', count: 1 }],
    ['the left shelf, back', bin(7), bin(3), { to: 'left', count: 2 }],
    ['the right shelf, further on', bin(2), bin(8), { to: 'left', count: 3 }],
    ['the right shelf, back', bin(4), bin(2), { to: 'right', count: 1 }],
    ['the same bay, above', bin(4, 1), bin(4, 3), { to: 'up', count: 2 }],
    ['the same bay, below', bin(4, 2), bin(4, 1), { to: 'down', count: 1 }],
    ['the other shelf', bin(1), bin(2), { to: 'across', count: 1 }],
    ['the same bin', bin(1), bin(1), null],
  ])('%s', (_, from, to, way) => {
    expect(wayBetween(from, to, aisle)).toEqual(way);
  });

  it('turns with an aisle that runs along the plan', () => {
    const turned = ({ level, x, y }: ReturnType<typeof bin>) => ({ level, x: y, y: x });
    expect(wayBetween(turned(bin(1)), turned(bin(3)), aisle.map(turned))).toEqual({ to: 'left', count: 1 });
  });

  it('says nothing where the floor is not drawn, or a shelf stands on one side alone', () => {
    expect(wayBetween({ level: '01' }, bin(3), aisle)).toBeNull();
    const odd = aisle.filter(({ x }) => x === 100);
    expect(wayBetween(bin(1), bin(3), odd)).toBeNull();
  });
});

describe('the way to another aisle', () => {
  const hall = ['A', 'B', 'C', 'D'].flatMap((name, at) => aisle.map((spot) => ({ ...spot, aisle: name, x: spot.x + at * 4_000 })));

  it('counts the aisles, and names the first that is passed', () => {
    expect(aislesBetween('A', 'D', hall)).toEqual({ count: 3, past: 'B' });
    expect(aislesBetween('D', 'A', hall)).toEqual({ count: 3, past: 'C' });
    expect(aislesBetween('B', 'C', hall)).toEqual({ count: 1, past: '' });
  });

  it('counts two that lie behind each other once, and says nothing of the one that goes on where another ends', () => {
    const behind = [...hall, ...hall.map((spot) => ({ ...spot, aisle: `${spot.aisle}2`, y: spot.y + 9_000 }))];
    expect(aislesBetween('A', 'C', behind)?.count).toBe(2);
    expect(aislesBetween('A', 'A2', behind)).toBeNull();
    expect(aislesBetween('A', 'Z', behind)).toBeNull();
  });
});
