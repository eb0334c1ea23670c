/** Goods whose code nobody knows: a photo tells the office what a sentence cannot. */
import { useState } from 'preact/hooks';
import { Button } from '../components/button';
import { say } from '../messages';
import type { Floor } from '../work/floor';
import { Evidence } from './evidence';

/** `of`: the scan of the code. */
export function Strange({ floor, of }: { floor: Floor; of: string }) {
  const [taking, setTaking] = useState(false);
  return (
    <>
      <Button action="photo" wide onTap={() => setTaking(true)}>
        {say('do_photo')}
      </Button>
      {taking && <Evidence floor={floor} shows="unknown" of={of} onClose={() => setTaking(false)} />}
    </>
  );
}
