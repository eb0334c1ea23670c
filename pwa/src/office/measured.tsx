/** What was measured of goods as they came in: their weight in all and each, their temperature, and the limit it broke. */
import type { Measured } from '../contract/purchase';
import { tell } from '../messages/desk';
import { degreesOf } from './degrees';
import { kilos } from './containers';
import { count, dayTime } from './format';
import { Num } from './rows';

export function MeasuredRows({ measured }: { measured: Measured[] }) {
  return (
    <>
      <h2>{tell('measured')}</h2>
      <table class="rows" data-role="measured">
        <tbody>
          {measured.map((one) => (
            <tr key={one.id}>
              <td class="main">
                <span class="code">{one.sku}</span> {[one.lot, one.container].filter(Boolean).join(' · ')}
              </td>
              <Num label={tell('qty')}>{count(one.qty)}</Num>
              <td class="number">{one.weightG !== null && tell('measured_weight', { kg: kilos(one.weightG) })}</td>
              <td class="number hint">{one.weightG !== null && one.qty > 1 && tell('measured_each', { kg: kilos(Math.round(one.weightG / one.qty)) })}</td>
              <td class="number">{one.tempTenths !== null && tell('measured_temperature', { degrees: degreesOf(one.tempTenths) })}</td>
              <td>
                {one.limitTenths !== null && <b>{tell('measured_outside', { degrees: degreesOf(one.limitTenths) })}</b>} {one.heldAt && tell('measured_held', { place: one.heldAt })}
              </td>
              <td>{one.person}</td>
              <td>{dayTime(one.at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
