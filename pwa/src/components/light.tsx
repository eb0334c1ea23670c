/** The light that always tells the truth: all sent, so many waiting and why, or not saved. */
import { say } from '../messages';
import type { Floor } from '../work/floor';

export function Light({ floor }: { floor: Floor }) {
  const { outbox } = floor.device;
  const waiting = outbox.waiting.value;
  const broken = outbox.broken.value;
  const online = floor.sync.online.value;
  const state = broken ? 'broken' : waiting ? 'waiting' : online ? 'sent' : 'away';
  return (
    <span class={`light ${state}`} data-role="light" data-waiting={waiting} data-online={online} aria-live="polite">
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {state === 'sent' && <path d="M3 8.5 6.5 12 13 4.5" fill="none" stroke="currentColor" stroke-width="2.5" />}
        {state === 'away' && <path d="M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2M4 12 12 4" fill="none" stroke="currentColor" stroke-width="2" />}
        {state === 'waiting' && <path d="M8 13V4M4 7.5 8 3.5l4 4" fill="none" stroke="currentColor" stroke-width="2.5" />}
        {state === 'broken' && <path d="M4 4l8 8M12 4l-8 8" fill="none" stroke="currentColor" stroke-width="2.5" />}
      </svg>
      {broken ? say('not_saved_short') : waiting ? waits(floor, waiting) : say('all_sent')}
    </span>
  );
}

/** How many wait; and where they wait for a person rather than for the network, for what. */
function waits(floor: Floor, count: number): string {
  return say(floor.sync.drainer.trouble.value === 'sign_in' ? 'some_waiting_sign_in' : 'some_waiting', { count });
}
