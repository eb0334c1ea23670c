/** The floor drawn by hand: things are dragged on a grid, or moved by the arrow keys, and saved as one change. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useDeed } from '../board/deed';
import type { FloorPlan } from '../contract/setup';
import { tell, tellAny } from '../messages/desk';
import { redrawFloor } from '../sync/places';
import { ADDED, added, bent, beside, changesOf, frameOf, freeName, GRID_MM, howMany, isWay, moved, snap, turned, without, type Added, type Point, type Sketch } from './floor-sketch';
import { Refused } from './form';
import { Chosen } from './floor-chosen';
import { linesOf, NAME } from './floor-drawing';
import { count } from './format';

const MARGIN_MM = 6_000;
const KEYS: Record<string, Point> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** What is under the finger: a thing as a whole, one end of a way, or a new one. */
interface Drag {
  what: 'thing' | 1 | 2 | Added;
  code: string;
  from: Point;
  base: Sketch;
}

export function FloorEditor({ floor, saved, leave }: { floor: FloorPlan; saved: (now: FloorPlan) => void; leave: () => void }) {
  const [before] = useState<Sketch>({ ways: floor.ways, stands: floor.stations });
  const [sketch, setSketch] = useState(before);
  const [past, setPast] = useState<readonly Sketch[]>([]);
  const [chosen, setChosen] = useState('');
  const [tool, setTool] = useState<Added | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  const deed = useDeed();
  const changes = changesOf(before, sketch);
  // What was taken away keeps its name, and so do bins of an aisle that is not drawn any more.
  const taken = [...[...before.ways, ...before.stands].map(({ code }) => code), ...floor.groups.map(({ aisle }) => aisle), ...floor.taken];
  // While something is dragged the frame stands still under it.
  const { left, top, wide, deep } = frameOf(drag?.base ?? sketch, MARGIN_MM);
  const letter = Math.max(Math.min(wide, deep) / 36, 500);
  const up = (y: number): number => top - y;
  const line = linesOf(sketch.stands, letter);

  const change = (next: Sketch): void => {
    setPast([...past, sketch]);
    setSketch(next);
  };
  const undo = (): void => {
    const last = past[past.length - 1];
    if (!last) return;
    setSketch(last);
    setPast(past.slice(0, -1));
  };
  // A dock that goes is put out of use, on its own page; one that was just drawn is taken away again.
  const stays = (code: string): boolean => before.stands.some((one) => one.code === code);
  const remove = (): void => {
    change(without(sketch, chosen));
    setChosen('');
  };
  // A thing that was just added has the keys.
  useEffect(() => {
    if (chosen && !drag) svg.current?.querySelector<SVGGElement>(`[data-thing="${CSS.escape(chosen)}"]`)?.focus();
  }, [chosen, drag === null]);

  const pointOf = (event: PointerEvent): Point => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.current!.getScreenCTM()!.inverse());
    return [at.x + left, top - at.y];
  };
  const begin = (event: PointerEvent, what: 'thing' | 1 | 2, code: string): void => {
    if (tool || drag || event.button !== 0) return;
    event.stopPropagation();
    svg.current?.setPointerCapture(event.pointerId);
    setChosen(code);
    setDrag({ what, code, from: pointOf(event), base: sketch });
  };
  const beginNew = (event: PointerEvent): void => {
    if (!tool) {
      setChosen('');
      return;
    }
    const [x, y] = pointOf(event);
    svg.current?.setPointerCapture(event.pointerId);
    setDrag({ what: tool, code: freeName(sketch, tool, taken), from: [snap(x), snap(y)], base: sketch });
  };
  /** The sketch as it is with the finger there. */
  const dragged = ({ what, code, from, base }: Drag, [x, y]: Point): Sketch => {
    if (what === 'thing') return moved(base, code, [snap(x - from[0]), snap(y - from[1])]);
    if (what === 1 || what === 2) return bent(base, code, what, [snap(x), snap(y)]);
    return added(base, what, code, from, [snap(x), snap(y)]);
  };
  const go = (event: PointerEvent): void => {
    if (drag) setSketch(dragged(drag, pointOf(event)));
  };
  const end = (event: PointerEvent): void => {
    if (!drag) return;
    setDrag(null);
    setTool(null);
    const next = dragged(drag, pointOf(event));
    const way = next.ways.find((one) => one.code === drag.code);
    // A tap is no aisle, and moves nothing.
    if (howMany(changesOf(drag.base, next)) === 0 || (way && Math.hypot(way.x2 - way.x1, way.y2 - way.y1) < GRID_MM)) {
      setSketch(drag.base);
      return;
    }
    setPast([...past, drag.base]);
    setSketch(next);
    setChosen(drag.code);
  };
  const add = (event: MouseEvent, what: Added): void => {
    if (event.detail > 0) {
      setTool(tool === what ? null : what);
      return;
    }
    // By the keyboard it stands beside the rest, and the arrows carry it on.
    const code = freeName(sketch, what, taken);
    change(added(sketch, what, code, ...beside(sketch, what)));
    setChosen(code);
  };
  const key = (event: KeyboardEvent, code: string): void => {
    const step = KEYS[event.key];
    const by = step && ([step[0] * GRID_MM, step[1] * GRID_MM] as const);
    const way = sketch.ways.find((one) => one.code === code);
    if (by && event.shiftKey && way) change(bent(sketch, code, 2, [way.x2 + by[0], way.y2 + by[1]]));
    else if (by) change(moved(sketch, code, by));
    else if (event.key === 'r' && way && !(event.ctrlKey || event.metaKey || event.altKey)) change(turned(sketch, code));
    else if (event.key === 'Delete' && !stays(code)) remove();
    else if (event.key === 'z' && (event.ctrlKey || event.metaKey)) undo();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const save = (): void => void deed.run(async () => saved(await redrawFloor(floor.version, changes)));
  const thing = (code: string, label: string) => ({
    'data-thing': code,
    tabIndex: 0,
    role: 'button' as const,
    'aria-pressed': chosen === code,
    'aria-label': label,
    onFocus: () => setChosen(code),
    onKeyDown: (event: KeyboardEvent) => key(event, code),
    onPointerDown: (event: PointerEvent) => begin(event, 'thing', code),
  });
  return (
    <section class="floor-editor" data-role="floor-editor">
      <div class="filters" role="toolbar" aria-label={tell('draw_tools')}>
        {(Object.keys(ADDED) as Added[]).map((what) => (
          <button key={what} type="button" class={tool === what ? 'act primary' : 'act'} data-action={`draw-${what}`} aria-pressed={tool === what} onClick={(event) => add(event, what)}>
            {tellAny('draw_', what)}
          </button>
        ))}
      </div>
      <p class="hint">{tell(tool ? (isWay(tool) ? 'draw_drag' : 'draw_tap') : 'draw_hint')}</p>
      <svg
        ref={svg}
        class={`floor-drawing ${tool ? 'adding' : ''}`}
        viewBox={`0 0 ${wide} ${deep}`}
        role="group"
        aria-label={tell('floor_now')}
        preserveAspectRatio="xMidYMid meet"
        onPointerDown={beginNew}
        onPointerMove={go}
        onPointerUp={end}
        onPointerCancel={() => drag && (setDrag(null), setSketch(drag.base))}
      >
        {sketch.ways.map((way) => (
          <g key={way.code} class={`thing ${chosen === way.code ? 'chosen' : ''}`} {...thing(way.code, `${tell(way.kind === 'cross' ? 'way_across' : 'aisle')} ${way.code}, ${metres(way.x2 - way.x1, way.y2 - way.y1)} m`)}>
            <line class="grip" x1={way.x1 - left} y1={up(way.y1)} x2={way.x2 - left} y2={up(way.y2)} />
            <line class={`way ${way.kind} ${way.isNew ? 'new' : ''}`} x1={way.x1 - left} y1={up(way.y1)} x2={way.x2 - left} y2={up(way.y2)} />
            <text class="aisle-name" {...nameAt(way, letter, left, up)} font-size={letter} text-anchor="middle">
              {way.code}
            </text>
          </g>
        ))}
        {sketch.stands.map((one) => (
          <g key={one.code} class={`thing stand ${one.kind} ${chosen === one.code ? 'chosen' : ''}`} {...thing(one.code, `${tellAny('kind_of_place_', one.kind)} ${one.code}`)}>
            <rect x={one.x - left - letter * 0.6} y={up(one.y) - letter * 0.4} width={letter * 1.2} height={letter * 0.8} rx={letter * 0.2} />
            <text x={one.x - left} y={up(one.y) + letter * (1.2 + NAME * (line.get(one.code) ?? 0))} font-size={letter * NAME} text-anchor="middle">
              {one.code}
            </text>
          </g>
        ))}
        {sketch.ways
          .filter((way) => way.code === chosen)
          .flatMap((way) => [
            <circle key={1} class="handle" data-end={1} cx={way.x1 - left} cy={up(way.y1)} r={letter * 0.45} onPointerDown={(event) => begin(event, 1, way.code)} />,
            <circle key={2} class="handle" data-end={2} cx={way.x2 - left} cy={up(way.y2)} r={letter * 0.45} onPointerDown={(event) => begin(event, 2, way.code)} />,
          ])}
      </svg>
      <Chosen sketch={sketch} code={chosen} change={change} remove={stays(chosen) ? null : remove} />
      <div class="actions">
        <button type="button" class="act primary" data-action="save-drawing" disabled={deed.busy || howMany(changes) === 0} onClick={save}>
          {howMany(changes) ? tell('do_save_drawing', { n: count(howMany(changes)) }) : tell('do_save')}
        </button>
        <button type="button" class="act" data-action="undo" disabled={past.length === 0} onClick={undo}>
          {tell('do_undo')}
        </button>
        <button type="button" class="act" data-action="leave-drawing" onClick={leave}>
          {tell('do_leave_it')}
        </button>
      </div>
      <Refused problem={deed.problem} />
    </section>
  );
}

/** An aisle's name stands over it, that of a way across at its right end; one up and down has its own in its middle, away from corners where others end. */
function nameAt({ kind, x1, y1, x2, y2 }: FloorPlan['ways'][number], letter: number, left: number, up: (y: number) => number): { x: number; y: number } {
  if (kind !== 'cross') return { x: x1 - left, y: up(Math.max(y1, y2)) - letter * 0.5 };
  if (Math.abs(x2 - x1) < Math.abs(y2 - y1)) return { x: x1 - left + letter * 0.9, y: up((y1 + y2) / 2) };
  const [x, y] = x2 > x1 ? [x2, y2] : [x1, y1];
  return { x: x - left + letter, y: up(y) };
}

const metres = (dx: number, dy: number): string => count(Math.round(Math.hypot(dx, dy) / 100) / 10);
