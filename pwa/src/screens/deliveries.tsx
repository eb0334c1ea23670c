/** The deliveries that a receiver expects. */
import type { Delivery } from '../contract';
import { say } from '../messages';
import type { Floor } from '../work/floor';

export function Deliveries({ expected, floor }: { expected: Delivery[]; floor: Floor }) {
  return (
    <section class="deliveries">
      <h2>{say('deliveries')}</h2>
      <ul class="list">
        {expected.map(({ number, supplier, lines }) => (
          <li key={number}>
            <button type="button" class="line" data-action="open" data-code={number} onClick={() => void floor.openCode(number)}>
              <b>{number}</b>
              <span>{supplier}</span>
              <small>{say('lines', { count: lines })}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
