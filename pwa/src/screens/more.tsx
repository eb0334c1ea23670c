/** What can be done at a step beside what stands on its screen. */
import { Button } from '../components/button';
import { Sheet } from '../components/sheet';
import { say } from '../messages';

export interface MoreProps {
  title: string;
  actions: string[];
  wordOf: (action: string) => string;
  tap: (action: string) => void;
  onCamera: () => void;
  onHome: () => void;
  onClose: () => void;
}

export function More({ title, actions, wordOf, tap, onCamera, onHome, onClose }: MoreProps) {
  return (
    <Sheet title={title} name="more" onClose={onClose}>
      <div class="grid">
        {actions.map((action) => (
          <Button key={action} action={action} onTap={() => tap(action)}>
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
