/** What the screen shows of loading a truck: how many parcels are on it, the last one, and at the end those that stay. */
import type { View } from '../view';
import { placeView } from '../view';
import { own } from '../steps';
import { isOn, stays, type LoadingStep, type LoadingSub } from './loading';
import type { Shown } from './shown';

export const LOADING_SHOWN: Shown<LoadingStep> = {
  preview: (script, _state, step) => ({ place: placeView(script, step.into?.place) }),
  details: (_script, _state, step, sub) => loadingDetails(step, sub as unknown as LoadingSub),
};

function loadingDetails(step: LoadingStep, sub: LoadingSub): Partial<View> {
  const all = Object.keys(step.load);
  const done = all.filter((plate) => isOn(step, sub, plate)).length;
  const staying = stays(step, sub).map((plate) => own(step.load, plate)?.label || plate);
  const ask = sub.ask && staying.length > 0;
  return {
    loads: { done, total: all.length, staying, customer: step.customer ?? false },
    // Whether the rest may stay is one question; what is scanned all the same answers it.
    need: staying.length && !ask ? 'parcel' : null,
    into: sub.last,
    unit: 0,
    missing: staying.length,
    ask,
  };
}
