/** Starts the app: the desk pages by their address, else the handheld with what its device holds. */
import { render } from 'preact';
import './tokens.css';
import './app.css';
import type { JsonObject } from './contract';
import { run, type Script, type State, type Thing } from './engine';
import { Handheld } from './screens';
import { Desk, deskOf } from './screens/desk';
import { claimTab, Device } from './store';
import { Sync, Work } from './sync';
import { Floor } from './work/floor';
import { registerWorker } from './worker/register';

/** One event on top of a state; what is not accepted any more changes nothing. */
function apply(script: JsonObject, state: JsonObject, event: JsonObject, seen: JsonObject | null): JsonObject {
  return run(script as unknown as Script, state as unknown as State, event, seen as Thing | null).state as unknown as JsonObject;
}

async function startHandheld(root: HTMLElement): Promise<void> {
  claimTab();
  const device = await Device.open();
  let floor: Floor;
  const work = await Work.open(device, apply, (ended) => floor.ended(ended), (stopped) => floor.stopped(stopped));
  floor = new Floor(device, work);
  const sync = new Sync(device, work, { said: (note) => floor.hear(note), setAside: (verdicts) => floor.setAside(verdicts) });
  floor.sync = sync;
  await floor.begin();
  floor.watch.start();
  render(<Handheld floor={floor} />, root);
  sync.start();
  // What is not sent yet must not be cleared by a browser that wants space.
  void navigator.storage?.persist?.();
  if (device.author.peek()) void sync.refreshCatalogue().then((fresh) => (fresh ? floor.loadNames() : undefined));
}

const root = document.getElementById('app');
if (root) {
  const desk = deskOf(location.pathname);
  if (desk) render(<Desk name={desk} />, root);
  else void startHandheld(root);
  void registerWorker();
}
