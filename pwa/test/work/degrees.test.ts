import { expect, test } from 'vitest';
import { tenthsOf } from '../../src/input/degrees';

test.each([
  ['4', false, 40], ['4.5', false, 45], ['18', true, -180], ['0.5', true, -5], ['0', true, 0], ['100.0', false, 1000],
])('%s, below zero %s, is %i tenths', (typed, minus, tenths) => {
  expect(tenthsOf(typed, minus)).toBe(tenths);
});
