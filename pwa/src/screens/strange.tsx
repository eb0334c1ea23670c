/** Goods whose code nobody knows: whoever knows them says so, and a photo tells the office what a sentence cannot. */
import { useState } from 'preact/hooks';
import { Button } from '../components/button';
import { say } from '../messages';
import type { Floor } from '../work/floor';
import { asideOf, mayName, type Stranger } from '../work/naming';
import { Evidence } from './evidence';
import { Naming } from './naming';

/** `of`: the scan of the code, and the key that it is looked up by. */
export function Strange({ floor, of }: { floor: Floor; of: { id: string; key: string } }) {
  const [taking, setTaking] = useState(false);
  return (
    <>
      {floor.atHand.value?.instruction?.allow.includes('no_scan') && <p class="more">{say('or_no_scan')}</p>}
      <Known floor={floor} stranger={{ key: of.key, aside: null }} />
      <Button action="photo" wide onTap={() => setTaking(true)}>
        {say('do_photo')}
      </Button>
      {taking && <Evidence floor={floor} shows="unknown" of={of.id} onClose={() => setTaking(false)} />}
    </>
  );
}

/** Goods at the dock that are to be set aside, unless somebody knows them. */
export function Aside({ floor }: { floor: Floor }) {
  const stranger = asideOf(floor);
  return stranger && <Known key={stranger.key} floor={floor} stranger={stranger} />;
}

/** What stands here only for those who may say it, where they can be heard. */
function Known({ floor, stranger }: { floor: Floor; stranger: Stranger }) {
  const [naming, setNaming] = useState(false);
  if (!mayName(floor, stranger.key) && !naming) return null;
  return (
    <>
      <Button action="know" wide onTap={() => setNaming(true)}>
        {say('do_know')}
      </Button>
      {naming && <Naming floor={floor} stranger={stranger} onClose={() => setNaming(false)} />}
    </>
  );
}
