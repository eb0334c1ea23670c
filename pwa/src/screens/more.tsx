/** What can be done at a step beside what stands on its screen. */
import { Button } from '../components/button';
import { Sheet } from '../components/sheet';
import { say } from '../messages';
import type { Asked } from './question';

/** In this order, where a step allows them; a photo is always possible. */
const ACTIONS = ['short', 'open', 'full', 'damaged', 'no_scan', 'stray', 'unknown', 'skip', 'blocked', 'park'];
/** These ask how many before they happen. */
const ASKED = ['no_scan', 'stray'];

export interface MoreProps {
  title: string;
  allow: string[];
  /** What stands on the screen itself. */
  first: string[];
  wordOf: (action: string) => string;
  tap: (action: string) => void;
  ask: (asked: Asked) => void;
  onCamera: () => void;
  onHome: () => void;
  onClose: () => void;
}

export function More({ title, allow, first, wordOf, tap, ask, onCamera, onHome, onClose }: MoreProps) {
  const actions = [...ACTIONS.filter((action) => allow.includes(action)), 'photo'].filter((action) => !first.includes(action));
  return (
    <Sheet title={title} name="more" onClose={onClose}>
      <div class="grid">
        {actions.map((action) => (
          <Button key={action} action={action} onTap={() => (ASKED.includes(action) ? ask(action as Asked) : tap(action))}>
            {wordOf(action)}
          </Button>
        ))}
        <Button action="camera" onTap={onCamera}>
          {say('do_camera')}
        </Button>
        <Button action="home" onTap={onHome}>
          {say('do_home')}
        </Button>
      </div>
    </Sheet>
  );
}
