/** A photo that is kept as evidence: of what was just told, or of what somebody says that it shows. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Button } from '../components/button';
import { Sheet } from '../components/sheet';
import { PhotoCamera } from '../input/photo-camera';
import { say, type Code } from '../messages';
import { aboutOf, keepPhoto, type Shows } from '../work/evidence';
import type { Floor } from '../work/floor';

/** What goods are photographed for where nothing has been told of them. */
const CHOICES: readonly Shows[] = ['no_scan', 'label', 'damaged', 'other'];

interface EvidenceProps {
  floor: Floor;
  /** What it shows, where that is known already. */
  shows?: Shows | null;
  /** The scan that it is about; else what was last done at the task. */
  of?: string;
  onClose: () => void;
}

export function Evidence({ floor, shows = null, of, onClose }: EvidenceProps) {
  const about = useMemo(() => aboutOf(floor), []);
  const [photo, setPhoto] = useState<Blob | null>(null);
  const keep = (taken: Blob, what: Shows): void => {
    onClose();
    void keepPhoto(floor, taken, what, about, of);
  };
  return (
    <Sheet title={say(photo ? 'ask_shows' : 'do_photo')} name="photo" onClose={onClose}>
      {photo ? (
        <>
          <Taken photo={photo} />
          <div class="grid">
            {CHOICES.map((what) => (
              <Button key={what} action={`shows-${what}`} onTap={() => keep(photo, what)}>
                {say(`shows_${what}` as Code)}
              </Button>
            ))}
          </div>
        </>
      ) : (
        <PhotoCamera onPhoto={(taken) => (shows ? keep(taken, shows) : setPhoto(taken))} />
      )}
    </Sheet>
  );
}

/** What was taken, small, so that somebody sees whether it shows what it should. */
export function Taken({ photo }: { photo: Blob }) {
  const [address, setAddress] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(photo);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [photo]);
  return address ? <img class="taken" src={address} alt="" data-role="taken" /> : null;
}
