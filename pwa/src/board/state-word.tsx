/** A state as a word with a shape of its own, so that it is not told by colour alone. */
import { tellAny } from '../messages/desk';

const SHAPES: Record<string, string> = {
  ready: 'M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z',
  begun: 'M3 2.5 13 8 3 13.5Z',
  parked: 'M4 2h5a4 4 0 0 1 0 8H6.500v4H4ZM6.500 4.300v3.400H9a1.700 1.700 0 0 0 0-3.400Z',
  held: 'M3 2.5h3.5v11H3ZM9.5 2.5H13v11H9.5Z',
  offered: 'M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3Zm0 1.8a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4Z',
  set_aside: 'M8 1.5 15 14H1Z',
  refused: 'M3.5 2 8 6.5 12.5 2 14 3.5 9.5 8 14 12.5 12.5 14 8 9.5 3.5 14 2 12.5 6.5 8 2 3.5Z',
  booked: 'M2 8.5 3.5 7 6.5 10 12.5 3.5 14 5 6.5 13Z',
};

export function StateWord({ state, word }: { state: string; word?: string }) {
  const shape = SHAPES[state];
  return (
    <span class={`state ${state}`}>
      {shape && (
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d={shape} fill="currentColor" fill-rule="evenodd" />
        </svg>
      )}
      {word ?? tellAny('state_', state)}
    </span>
  );
}
