/** A jam: papers that a packer wants and that do not come out of their printer. Loaded with what packing needs. */
import { effect } from '@preact/signals';
import { Problem } from '../contract';
import type { OtherPrinter, WantedPaper } from '../contract/jams';
import { feel } from '../feedback';
import { fetchMine, fetchOthers, sayPrinted, wantAgain } from '../sync/jams';
import type { Floor } from './floor';

/** The papers of one printer that did not come for one reason, oldest first, and the printers that could take them instead. */
export class Jam {
  constructor(
    readonly papers: readonly WantedPaper[],
    readonly others: readonly OtherPrinter[],
  ) {}
}

/** Something is still to be printed: the push that tells of it may be lost. */
const OPEN_MS = 3_000;
/** Nothing tries it any more: somebody at a desk may. */
const FAILED_MS = 15_000;
/** Pushes come in bursts. */
const SOON_MS = 300;
/** Which printers take a paper. */
const TAKES: Record<string, string> = { parcel_label: 'labels', packing_slip: 'documents' };
/** It may come by itself: nobody has to do anything. */
const COMES = new Set(['', 'label_awaited']);

let watched: Floor | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** From now on the floor shows what of its person's papers does not come. */
export function watchPrinting(floor: Floor): void {
  if (watched === floor) return;
  watched = floor;
  effect(() => {
    void [floor.work.heard.value, floor.sync.online.value, floor.device.author.value];
    if (isThere(floor)) lookIn(floor, SOON_MS);
    else show(floor, null);
  });
}

/** Print all of a jam again, on another printer where one is named; or say that it is on paper after all. */
export async function end(floor: Floor, { papers }: Jam, how: { on: number | null } | 'printed'): Promise<void> {
  try {
    for (const { id } of papers) await (how === 'printed' ? sayPrinted(id) : wantAgain(id, how.on));
  } catch (error) {
    // It is being tried at this moment, or the network is gone: what is still so is shown again.
    if (!(error instanceof Problem)) throw error;
  }
  await look(floor);
}

/** What of these papers needs a person: of the printer that the oldest waits for. */
export function jamOf(wanted: readonly WantedPaper[], printers: readonly OtherPrinter[]): Jam | null {
  const jammed = wanted.filter(isJammed).reverse();
  const [first] = jammed;
  if (!first) return null;
  const papers = jammed.filter(({ printer, paper, problem }) => printer === first.printer && paper === first.paper && problem === first.problem);
  const others = printers.filter(({ id, kind, takes, active, problem }) => id !== first.printer && kind === 'raw' && active && !problem && takes === TAKES[first.paper]);
  return new Jam(papers, others);
}

function isJammed({ paper, problem, state }: WantedPaper): boolean {
  return paper in TAKES && (state === 'failed' || !COMES.has(problem));
}

function isThere(floor: Floor): boolean {
  return floor.sync.online.peek() && floor.device.author.peek() !== null;
}

function lookIn(floor: Floor, ms: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => void look(floor), ms);
}

async function look(floor: Floor): Promise<void> {
  clearTimeout(timer);
  const shift = floor.device.author.peek()?.shift;
  let wanted: WantedPaper[] = [];
  let jam: Jam | null = null;
  try {
    wanted = await fetchMine();
    jam = jamOf(wanted, wanted.some(isJammed) ? await fetchOthers() : []);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
  // Somebody else may have signed in meanwhile, or the network is gone.
  if (floor.device.author.peek()?.shift !== shift || !isThere(floor)) return;
  show(floor, jam);
  const open = wanted.filter(({ kind }) => kind === 'raw');
  if (open.length) lookIn(floor, open.some(({ state }) => state !== 'failed') ? OPEN_MS : FAILED_MS);
}

function show(floor: Floor, jam: Jam | null): void {
  const before = floor.notices.peek().find((one) => one instanceof Jam);
  if (JSON.stringify(before ?? null) === JSON.stringify(jam)) return;
  const others = floor.notices.peek().filter((one) => one !== before);
  floor.notices.value = jam ? [...others, jam] : others;
  if (jam && jam.papers.some(({ id }) => !before?.papers.some((one) => one.id === id))) feel('attention');
}
