/** Of a drawing, the thing that is chosen: where it lies in numbers, turned, walked one way, taken away. */
import { tell } from '../messages/desk';
import { bent, moved, turned, walkedOneWay, type Sketch } from './floor-sketch';

export function Chosen({ sketch, code, change, remove }: { sketch: Sketch; code: string; change: (next: Sketch) => void; remove: (() => void) | null }) {
  const way = sketch.ways.find((one) => one.code === code);
  const stand = sketch.stands.find((one) => one.code === code);
  if (!way && !stand) return null;
  const field = (name: string, word: string, value: number, set: (value: number) => Sketch) => (
    <label class="search" key={name}>
      {word}
      <input
        type="number"
        name={name}
        step={100}
        value={value}
        onChange={(event) => {
          const said = event.currentTarget.valueAsNumber;
          if (Number.isSafeInteger(said)) change(set(said));
        }}
      />
    </label>
  );
  return (
    <fieldset class="filters chosen-thing" data-role="chosen-thing">
      <legend class="code">{code}</legend>
      {way && [
        field('x1', tell('col_x1_mm'), way.x1, (x) => bent(sketch, code, 1, [x, way.y1])),
        field('y1', tell('col_y1_mm'), way.y1, (y) => bent(sketch, code, 1, [way.x1, y])),
        field('x2', tell('col_x2_mm'), way.x2, (x) => bent(sketch, code, 2, [x, way.y2])),
        field('y2', tell('col_y2_mm'), way.y2, (y) => bent(sketch, code, 2, [way.x2, y])),
      ]}
      {stand && [
        field('x', tell('place_x_mm'), stand.x, (x) => moved(sketch, code, [x - stand.x, 0])),
        field('y', tell('place_y_mm'), stand.y, (y) => moved(sketch, code, [0, y - stand.y])),
      ]}
      {way && (
        <>
          <label class="tick">
            <input type="checkbox" name="one_way" checked={way.oneWay} onChange={(event) => change(walkedOneWay(sketch, code, event.currentTarget.checked))} /> {tell('col_one_way')}
          </label>
          <button type="button" class="act" data-action="turn" onClick={() => change(turned(sketch, code))}>
            {tell('do_turn')}
          </button>
        </>
      )}
      {remove && (
        <button type="button" class="act" data-action="take-away" onClick={remove}>
          {tell('do_take_away')}
        </button>
      )}
    </fieldset>
  );
}
