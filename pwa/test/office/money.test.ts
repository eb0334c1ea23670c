import { describe, expect, it } from 'vitest';
import { minorUnits, money, typedAmount } from '../../src/office/money';

describe('money at a desk', () => {
  it('has as many digits as its currency', () => {
    expect(money(123450, 'EUR')).toBe('€1,234.50');
    expect(money(1234, 'JPY')).toBe('¥1,234');
  });

  it('is typed with a point or a comma, and is whole minor units', () => {
    expect(minorUnits('12.50', 'EUR')).toBe(1250);
    expect(minorUnits('12,5', 'EUR')).toBe(1250);
    expect(minorUnits('0.1', 'EUR')).toBe(10);
    expect(minorUnits('300', 'JPY')).toBe(300);
  });

  it('is nothing when it is no amount', () => {
    for (const typed of ['', ' ', 'ten', '-1', '1.2.3']) expect(minorUnits(typed, 'EUR')).toBeNull();
  });

  it('comes out of a field as it went in', () => {
    expect(typedAmount(60000, 'EUR')).toBe('600.00');
    expect(typedAmount(600, 'JPY')).toBe('600');
  });
});
