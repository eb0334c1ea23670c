/**
 * The handheld's screens, and the one frame that they stand in.
 *
 * Hooks that tests may rely on:
 *   main[data-screen]        sign-in, home, task, lookup, tasks, about, scanner, locked
 *   main[data-feedback]      idle, right, wrong, attention, done; data-count grows with each answer
 *   main[data-step-kind]     go, take, put, collect, capture, decide, confirm (task screen); data-step its id, data-task the task
 *   [data-role=sentence]     the instruction; [data-role=said] what the last scan or tap led to (red, amber, green, blue)
 *   [data-role=light]        data-waiting = unsent events, data-online
 *   [data-role=notice]       something from the server that waits for OK
 *   button[data-action]      next, tasks, camera, type, quantity, done, confirm, choose-…, short, damaged, skip, undo, full, open,
 *                            unknown, blocked, park, park-here, take-over, more, home, ok, close, back, sign-in, sign-out, save, start[data-task], open[data-code];
 *                            know, name, search, other-pack, pack-…, item[data-item]; actions that are not on the task screen stand under data-action=more
 *   [data-sheet]             quantity, left, damaged, unknown, lot, expiry, serial, weight_g, more, camera, code, park, take-over, help, naming
 *   button[data-key]         0-9, letters, delete, digits, letters; [data-action=ok] ends; [data-role=typed] shows what was typed
 *   [data-step]              device, badge, pin on the sign-in screen; badge, pin on the locked one
 */
import { useEffect, useState } from 'preact/hooks';
import { Button, keepFocus } from '../components/button';
import { later } from '../components/later';
import { Light } from '../components/light';
import { Words } from '../components/words';
import { flawOf } from '../input/health';
import { lastScan } from '../input/last-scan';
import { ScannerField } from '../input/scanner-field';
import type { WedgeScan } from '../input/wedge';
import { say } from '../messages';
import type { Felt, Floor } from '../work/floor';
import { updateReady } from '../worker/register';
import { Home } from './home';
import { SignIn } from './sign-in';
import { TaskScreen } from './task';
import { headingOf } from '../work/title';

// Between sign-in and a finished pick nobody needs these.
const About = later(() => import('./about').then((part) => part.About));
const Camera = later(() => import('./camera').then((part) => part.CameraSheet));
const ScannerCheck = later(() => import('./scanner-check').then((part) => part.ScannerCheck));
const LookupScreen = later(() => import('./lookup').then((part) => part.LookupScreen));
const TypeCode = later(() => import('./type-code').then((part) => part.TypeCode));
const Update = later(() => import('../components/update').then((part) => part.Update));
const Tasks = later(() => import('./tasks').then((part) => part.Tasks));
const Locked = later(() => import('./locked').then((part) => part.Locked));
const Notice = later(() => import('./notice').then((part) => part.Notice));
const Strange = later(() => import('./strange').then((part) => part.Strange));
const TakeOver = later(() => import('./take-over').then((part) => part.TakeOver));

export function Handheld({ floor }: { floor: Floor }) {
  const [typed, setTyped] = useState('');
  const [camera, setCamera] = useState(false);
  const [typing, setTyping] = useState(false);
  const screen = floor.screen.value;
  const felt = floor.felt.value;
  const locked = screen.name === 'locked';
  const atHand = floor.atHand.value;
  useEffect(() => setCamera(false), [locked]);
  useBackButton(floor);
  useEffect(() => {
    document.addEventListener('mousedown', keepFocus);
    return () => document.removeEventListener('mousedown', keepFocus);
  }, []);

  const scanned = (code: string, source: 'wedge' | 'camera' | 'keypad', symbology = ''): void => {
    setCamera(false);
    setTyping(false);
    // After a failed save nothing may be scanned: it could not be kept.
    if (!floor.device.outbox.broken.peek()) void floor.scan(code, source, symbology);
  };
  const wedged = (scan: WedgeScan): void => {
    const { scanner } = floor.device;
    lastScan.value = scan;
    scanner.count(flawOf(scan, scanner.profile.peek(), floor.knows(scan.code)));
    scanned(scan.code, 'wedge');
  };
  return (
    <main
      class={`screen ${felt.tone}`}
      data-screen={screen.name}
      data-feedback={felt.tone}
      data-count={felt.count}
      data-step={atHand?.instruction?.step}
      data-step-kind={atHand?.instruction?.kind}
      data-task={atHand?.shown.task.id}
    >
      {/* Only the home screen shows what is being typed; elsewhere a key must not cost a rendering. */}
      <ScannerField memory={floor.device.scanner} isWhole={(code) => floor.knows(code)} take={wedged} hear={(sofar) => floor.screen.peek().name === 'home' && setTyped(sofar)} />
      <header class="bar">
        <span class="title">
          <Words text={title(floor)} />
        </span>
        <Light floor={floor} />
      </header>
      <Said felt={felt} floor={floor} />
      {screen.name === 'sign-in' && <SignIn floor={floor} badge={screen.badge} onCamera={() => setCamera(true)} />}
      {screen.name === 'locked' && <Locked floor={floor} badge={screen.badge} onCamera={() => setCamera(true)} />}
      {screen.name === 'home' && <Home floor={floor} typed={typed} onCamera={() => setCamera(true)} onType={() => setTyping(true)} />}
      {screen.name === 'task' && <TaskScreen floor={floor} onCamera={() => setCamera(true)} />}
      {screen.name === 'lookup' && <LookupScreen floor={floor} code={screen.code} found={screen.found} />}
      {screen.name === 'tasks' && <Tasks floor={floor} />}
      {screen.name === 'about' && <About floor={floor} />}
      {screen.name === 'scanner' && <ScannerCheck floor={floor} />}
      {camera && <Camera floor={floor} onCode={(code, aim) => scanned(code, 'camera', aim)} onClose={() => setCamera(false)} />}
      {typing && !locked && <TypeCode onDone={(code) => scanned(code, 'keypad')} onClose={() => setTyping(false)} />}
      {!locked && floor.offer.value && <TakeOver floor={floor} />}
      <Refusal felt={felt} floor={floor} />
      {!locked && floor.notices.value.length > 0 && <Notice floor={floor} />}
      <NotSaved floor={floor} />
    </main>
  );
}

/** Screens that show nobody's work. */
const AT_THE_DOOR = new Set(['sign-in', 'locked']);

function title(floor: Floor): string {
  const atHand = floor.atHand.value;
  if (atHand) return headingOf(atHand.shown.task);
  const author = floor.device.author.value;
  return author && !AT_THE_DOOR.has(floor.screen.value.name) ? author.session.person.name : 'Pickface';
}

const SHAPES = { right: 'M5 13l5 5L20 7', done: 'M3 13l4.5 4.5L15 8M11 16l1.500 1.500L21 8', attention: 'M12 3v11M12 18.500v1.500' } as const;

/** What the last scan led to, where it is not red: an edge, a shape and a word. */
function Said({ felt, floor }: { felt: Felt; floor: Floor }) {
  const { tone, sentence } = felt;
  if (tone === 'idle' || tone === 'wrong') return null;
  return (
    <div class={`said ${tone}`} role="status">
      <svg class={felt.count % 2 ? 'odd' : ''} viewBox="0 0 24 24" aria-hidden="true">
        <path d={SHAPES[tone]} fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" />
      </svg>
      <span data-role="said">
        <Words text={sentence} />
      </span>
      {tone === 'done' && updateReady.value && <Update floor={floor} />}
    </div>
  );
}

/** The whole screen is red until the right scan, or until somebody says that it has been read. */
function Refusal({ felt, floor }: { felt: Felt; floor: Floor }) {
  if (felt.tone !== 'wrong' || floor.device.outbox.broken.value) return null;
  return (
    <section class="refusal" role="alert">
      <svg viewBox="0 0 48 48" aria-hidden="true">
        <path d="M10 10l28 28M38 10L10 38" stroke="currentColor" stroke-width="7" stroke-linecap="round" />
      </svg>
      <p data-role="said">
        <Words text={felt.sentence} />
      </p>
      {felt.strange && <Strange key={felt.strange.id} floor={floor} of={felt.strange} />}
      <Button action="ok" look="primary" wide onTap={() => floor.calm()}>
        {say('do_ok')}
      </Button>
    </section>
  );
}

function NotSaved({ floor }: { floor: Floor }) {
  if (!floor.device.outbox.broken.value) return null;
  return (
    <section class="refusal" role="alert" data-role="not-saved">
      <svg viewBox="0 0 48 48" aria-hidden="true">
        <path d="M16 4h16l12 12v16L32 44H16L4 32V16zM24 13v14M24 33v2" fill="none" stroke="currentColor" stroke-width="5" />
      </svg>
      <p data-role="said">{say('not_saved')}</p>
      <p class="more">{say('not_saved_why')}</p>
      <Button action="try-again" look="primary" wide onTap={() => void floor.tryAgain()}>
        {say('do_try_again')}
      </Button>
    </section>
  );
}

/** The device's own Back goes home, never out of the app. */
function useBackButton(floor: Floor): void {
  const away = floor.screen.value.name !== 'home' && !AT_THE_DOOR.has(floor.screen.value.name);
  useEffect(() => {
    if (!away) return;
    history.pushState({ away: true }, '');
    const back = (): void => floor.go(floor.device.author.peek() ? { name: 'home' } : { name: 'sign-in', badge: '' });
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, [away]);
}
