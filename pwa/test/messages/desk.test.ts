/** What the office says reads as a sentence, whatever the names in it. */
import { describe, expect, it } from 'vitest';
import { tell } from '../../src/messages/desk';

describe('a sentence of the office', () => {
  it('ends in one stop, also behind a name that ends in one', () => {
    expect(tell('buying_ordered', { number: 'PO-1', supplier: 'Drewniak Zabawki Sp. z o.o.' })).toBe('PO-1 is ordered from Drewniak Zabawki Sp. z o.o.');
    expect(tell('buying_ordered', { number: 'PO-1', supplier: 'Lumera' })).toBe('PO-1 is ordered from Lumera.');
    expect(tell('desk_supplier_not_found', { supplier: 'wait...' })).toBe('There is no supplier wait....');
  });
});
