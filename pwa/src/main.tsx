/** Starts the app: the desk pages by their address, else the handheld with what its device holds. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import './tokens.css';
import './app.css';
import type { JsonObject } from './contract';
import { run, type Script, type State, type Thing } from './engine';
import { wear } from './components/look';
import { voice } from './feedback/voice';
import { Floor } from './work/floor';
import { Handheld } from './screens';
import { prepare } from './screens/prepare';
import { learnTheRest } from './messages';
import type { DeskName } from './screens/desk';
import { Device, holdTab, photosWait, tab } from './store';
import { Sync, Work } from './sync';
import { registerWorker } from './worker/register';

/** By then the first screen has been drawn, or its drawing has begun. */
const FIRST_FRAME_MS = 40;

/** One event on top of a state; what is not accepted any more changes nothing. */
function apply(script: JsonObject, state: JsonObject, event: JsonObject, seen: JsonObject | null): JsonObject {
  return run(script as unknown as Script, state as unknown as State, event, seen as Thing | null).state as unknown as JsonObject;
}

async function startHandheld(root: HTMLElement): Promise<void> {
  let begun = false;
  effect(() => {
    if (tab.value !== 'elsewhere') return;
    // What a tab holds in memory is out of date once another scans: it begins anew, and waits.
    if (begun) location.reload();
    else {
      void Promise.all([import('./screens/other-tab'), learnTheRest()]).then(([{ OtherTab }]) => begun || render(<OtherTab />, root));
      // The tab that scans has taken an update; this one's files are gone.
      navigator.serviceWorker?.addEventListener('controllerchange', () => location.reload(), { once: true });
    }
  });
  await holdTab();
  begun = true;
  const device = await Device.open();
  let floor: Floor;
  const invited = location.hash ? await followInvitation(device) : '';
  const work = await Work.open(device, apply, (ended) => floor.ended(ended), (stopped) => floor.stopped(stopped), prepare);
  floor = new Floor(device, work);
  const sync = new Sync(device, work, { said: (note) => floor.hear(note), setAside: (verdicts) => floor.setAside(verdicts) });
  floor.sync = sync;
  await floor.begin();
  floor.watch.start();
  render(<Handheld floor={floor} />, root);
  if (invited) floor.hear({ code: invited, params: {} });
  // Few want it spoken; the others never load it.
  effect(() => (voice.value ? speaking(floor) : undefined));
  effect(() => {
    if (device.room.low.value) floor.hear({ code: 'room_low', params: {} });
  });
  // The first screen is seen before anything is asked of the network: five requests cost a slow device a tenth of a second.
  setTimeout(() => {
    sync.start();
    // What is not sent yet must not be cleared by a browser that wants space, nor meet a full disk unannounced.
    void device.room.watch();
    void photosWait().then((wait) => (wait ? import('./work/evidence').then((part) => part.sendPhotos(floor)) : undefined));
    if (device.author.peek()) void sync.refreshCatalogue().then((fresh) => (fresh ? floor.loadNames() : undefined));
  }, FIRST_FRAME_MS);
}

/** Whoever opens an invitation has a network. */
async function followInvitation(device: Device): Promise<string> {
  try {
    return await (await import('./work/invitation')).follow(device);
  } catch {
    return 'no_network';
  }
}

/** Speak what the floor asks for, until the answer is called. */
function speaking(floor: Floor): () => void {
  let stop: (() => void) | null = null;
  let wanted = true;
  void Promise.all([import('./work/spoken'), learnTheRest()]).then(([{ speakFor }]) => wanted && (stop = speakFor(floor)));
  return () => {
    wanted = false;
    stop?.();
  };
}

/** The desk page that an address names, or null for the handheld. */
function deskOf(path: string): DeskName | null {
  const [, first] = path.split('/');
  return first === 'board' || first === 'office' ? first : null;
}

wear();
const root = document.getElementById('app');
if (root) {
  const desk = deskOf(location.pathname);
  if (desk) void import('./screens/desk').then(({ Desk }) => render(<Desk name={desk} />, root));
  else void startHandheld(root);
  void registerWorker();
}
