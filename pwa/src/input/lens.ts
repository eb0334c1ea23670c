/** The camera itself: which of a device's lenses, with light or without, in focus. What was chosen is kept on the device. */

const LENS = 'camera-lens';
const LIGHT = 'camera-light';

/** What browsers tell of a lens beyond the standard's types. */
interface Abilities {
  torch?: boolean;
  focusMode?: string[];
}
type Wish = MediaTrackConstraintSet & { torch?: boolean; focusMode?: string };

export interface Lens {
  stream: MediaStream;
  /** Whether there is a light, and whether it is on. */
  light: boolean | null;
  /** Whether focusing can be asked for. */
  focuses: boolean;
  /** How many lenses the device has. */
  lenses: number;
}

/** Open the lens that was chosen last, else the one at the back. Rejects where the device gives none to the page. */
export async function openLens(): Promise<Lens> {
  const kept = localStorage.getItem(LENS);
  const size = { width: { ideal: 1920 }, height: { ideal: 1080 } };
  const back = { video: { ...size, facingMode: 'environment' } };
  const { mediaDevices } = navigator;
  const stream = kept
    ? // The lens of a camera that was taken off is not waited for.
      await mediaDevices.getUserMedia({ video: { ...size, deviceId: { exact: kept } } }).catch(() => mediaDevices.getUserMedia(back))
    : await mediaDevices.getUserMedia(back);
  const abilities = abilitiesOf(stream);
  const lit = Boolean(abilities.torch) && localStorage.getItem(LIGHT) === 'on';
  if (lit) await wish(stream, { torch: true });
  if (abilities.focusMode?.includes('continuous')) await wish(stream, { focusMode: 'continuous' });
  const lenses = (await mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput').length;
  return { stream, light: abilities.torch ? lit : null, focuses: Boolean(abilities.focusMode?.includes('single-shot')), lenses };
}

export function close({ stream }: Lens): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Choose the device's next lens; it is opened by whoever opens one next. */
export async function chooseNext({ stream }: Lens): Promise<void> {
  const all = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
  const now = stream.getVideoTracks()[0]?.getSettings().deviceId;
  const next = all[(all.findIndex(({ deviceId }) => deviceId === now) + 1) % all.length];
  if (next) localStorage.setItem(LENS, next.deviceId);
}

/** Turn the light on or off. */
export async function shine({ stream }: Lens, on: boolean): Promise<void> {
  localStorage.setItem(LIGHT, on ? 'on' : 'off');
  await wish(stream, { torch: on });
}

/** Focus once on what is in the middle now. */
export async function focus({ stream }: Lens): Promise<void> {
  await wish(stream, { focusMode: 'single-shot' });
}

function abilitiesOf(stream: MediaStream): Abilities {
  return (stream.getVideoTracks()[0]?.getCapabilities?.() ?? {}) as Abilities;
}

async function wish(stream: MediaStream, wanted: Wish): Promise<void> {
  // A lens that does not do after all what it says is still a camera.
  await stream.getVideoTracks()[0]?.applyConstraints({ advanced: [wanted] }).catch(() => undefined);
}
