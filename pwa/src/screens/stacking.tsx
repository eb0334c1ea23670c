/** The carton that is proposed at a packing, and the picture of how goods stand in it. */
import { useState } from 'preact/hooks';
import { Button } from '../components/button';
import { Sheet } from '../components/sheet';
import { view, type Script, type State } from '../engine';
import { say } from '../messages';
import { fromBehind, isNewParcel, parcelAt, parcelsOf, whyNone, type Box, type Parcel } from '../work/parcels';

export function Stacking({ script, state }: { script: Script; state: State }) {
  const [shows, setShows] = useState(false);
  const parcels = parcelsOf(script);
  const why = whyNone(script);
  if (why) {
    return (
      <p class="why" data-role="no-carton">
        {why}
      </p>
    );
  }
  const seen = view(script, state);
  if (!parcels.length || !seen) return null;
  // All goods are in: what is left to do before it is weighed and closed.
  if (seen.kind !== 'take' && seen.kind !== 'collect') return <Fill parcel={parcels.at(-1)!} />;
  const packed = seen.lines.reduce((sum, { count }) => sum + count, 0);
  const at = parcelAt(parcels, packed);
  const parcel = parcels[at]!;
  const isNew = seen.need === 'item' && isNewParcel(parcels, packed) && packed < parcels.reduce((sum, { boxes }) => sum + boxes.length, 0);
  return (
    <>
      {isNew ? (
        <p class="why" data-role="next-carton">
          {say('carton_next', { carton: parcel.carton })}
        </p>
      ) : (
        <p data-role="carton">{parcels.length > 1 ? say('carton_of', { carton: parcel.carton, n: at + 1, total: parcels.length, pieces: parcel.boxes.length }) : say('carton_holds_all', { carton: parcel.carton, pieces: parcel.boxes.length })}</p>
      )}
      <Fill parcel={isNew ? parcels[at - 1]! : parcel} />
      <div class="row">
        <Button action="stacking" onTap={() => setShows(true)}>
          {say('do_stacking')}
        </Button>
      </div>
      {shows && <Steps parcel={parcel} script={script} onClose={() => setShows(false)} />}
    </>
  );
}

/** What goes round the goods; where nobody has said with what, or next to no room is left, nothing is said. */
function Fill({ parcel: { carton, fill } }: { parcel: Parcel }) {
  return fill ? <p data-role="fill">{say('carton_fill', { carton, litres: fill.litres, kind: fill.kind })}</p> : null;
}

/** The carton as it is filled, unit by unit; first as it is when all stand in it. */
function Steps({ parcel, script, onClose }: { parcel: Parcel; script: Script; onClose: () => void }) {
  const total = parcel.boxes.length;
  const [shown, setShown] = useState(total);
  const newest = parcel.boxes[shown - 1]!;
  const name = script.items[String(newest.item)]?.name ?? '';
  return (
    <Sheet title={say('carton_title', { carton: parcel.carton })} name="stacking" onClose={onClose}>
      <Picture parcel={parcel} shown={shown} />
      <p class="stacking-now" data-role="stacking">
        <b>{say('progress_short', { done: shown, total })}</b> {name}
      </p>
      <div class="row">
        <Button action="earlier" onTap={() => setShown(shown > 1 ? shown - 1 : total)}>
          {say('do_earlier')}
        </Button>
        <Button action="later" look="primary" onTap={() => setShown(shown < total ? shown + 1 : 1)}>
          {say('do_later')}
        </Button>
      </div>
    </Sheet>
  );
}

const COS = Math.cos(Math.PI / 6);
type Point = readonly [number, number, number];
/** Where a point of the carton is on the paper: along goes down to the left, across down to the right, up is up. */
const onPaper = ([x, y, z]: Point): string => `${((y - x) * COS).toFixed(1)},${((x + y) / 2 - z).toFixed(1)}`;
const area = (...points: Point[]): string => points.map(onPaper).join(' ');

function Picture({ parcel, shown }: { parcel: Parcel; shown: number }) {
  const [length, width, height] = parcel.size;
  const stands = parcel.boxes.slice(0, shown);
  const newest = stands.at(-1);
  const edge = Math.max(length, width, height) / 60;
  const left = -length * COS - edge;
  const top = -height - edge;
  return (
    <svg class="stacking" viewBox={`${left} ${top} ${(length + width) * COS + 2 * edge} ${(length + width) / 2 + height + 2 * edge}`} role="img" aria-label={say('carton_title', { carton: parcel.carton })} stroke-width={edge / 3}>
      <g class="carton">
        <polygon points={area([0, 0, 0], [length, 0, 0], [length, width, 0], [0, width, 0])} />
        <polygon points={area([0, 0, 0], [length, 0, 0], [length, 0, height], [0, 0, height])} />
        <polygon points={area([0, 0, 0], [0, width, 0], [0, width, height], [0, 0, height])} />
      </g>
      {fromBehind(stands).map((box) => (
        <Solid key={stands.indexOf(box)} box={box} number={stands.indexOf(box) + 1} isNew={box === newest} />
      ))}
    </svg>
  );
}

function Solid({ box, number, isNew }: { box: Box; number: number; isNew: boolean }) {
  const [x, y, z] = [box.x, box.y, box.z];
  const [x2, y2, z2] = [x + box.along, y + box.across, z + box.upright];
  const [centreX, centreY] = onPaper([(x + x2) / 2, (y + y2) / 2, z2]).split(',');
  return (
    <g class={isNew ? 'goods-box newest' : 'goods-box'}>
      <polygon class="side" points={area([x2, y, z], [x2, y2, z], [x2, y2, z2], [x2, y, z2])} />
      <polygon class="front" points={area([x, y2, z], [x2, y2, z], [x2, y2, z2], [x, y2, z2])} />
      <polygon class="top" points={area([x, y, z2], [x2, y, z2], [x2, y2, z2], [x, y2, z2])} />
      <text x={centreX} y={centreY} font-size={Math.max(12, Math.min(box.along, box.across) / 2)}>
        {number}
      </text>
    </g>
  );
}
