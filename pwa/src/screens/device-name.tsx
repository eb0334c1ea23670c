/** What people call this device; asked once. */
import { useState } from 'preact/hooks';
import { Button } from '../components/button';
import { say } from '../messages';
import type { Floor } from '../work/floor';

export function DeviceName({ floor }: { floor: Floor }) {
  const [name, setName] = useState(`Handheld ${floor.device.id.slice(0, 4).toUpperCase()}`);
  const save = (): void => void (name.trim() && floor.device.rename(name.trim()));
  return (
    <form
      class="stack grow"
      data-step="device"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h1 class="sentence" data-role="sentence">
        {say('device_question')}
      </h1>
      <p class="hint">{say('device_hint')}</p>
      <input class="text-field" value={name} maxLength={40} aria-label={say('device_question')} data-role="device-name" onInput={(event) => setName(event.currentTarget.value)} />
      <div class="thumb">
        <Button action="save" look="primary" wide onTap={save}>
          {say('do_save')}
        </Button>
      </div>
    </form>
  );
}
