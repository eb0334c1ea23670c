/** The camera over any screen that takes scans; of several codes in one picture it says what each of them is here. */
import { useState } from 'preact/hooks';
import { parse } from '../engine';
import { Camera, type Seen } from '../input/camera';
import type { Floor } from '../work/floor';
import { Evidence } from './evidence';

/** Screens where nobody is there to answer for a photo. */
const AT_THE_DOOR = new Set(['sign-in', 'locked']);

interface CameraSheetProps {
  floor: Floor;
  onCode: (code: string, symbology: string) => void;
  onClose: () => void;
}

export function CameraSheet({ floor, onCode, onClose }: CameraSheetProps) {
  const [photo, setPhoto] = useState(false);
  if (photo) return <Evidence floor={floor} onClose={onClose} />;
  const answers = floor.device.author.peek() && !AT_THE_DOOR.has(floor.screen.peek().name);
  return <Camera onCode={onCode} onClose={onClose} means={(seen) => meaning(floor, seen)} online={() => floor.sync.online.peek()} onPhoto={answers ? () => setPhoto(true) : null} />;
}

/** The name of an item, or the code of a place or a container; '' for what nobody here knows. */
function meaning(floor: Floor, { text, aim }: Seen): string {
  const { key } = parse(text, aim);
  const names = floor.names.peek();
  const script = floor.atHand.peek()?.shown.task.script ?? null;
  const own = script?.['codes'] as Record<string, { item?: number; place?: number; container?: string }> | undefined;
  const known = (own && Object.hasOwn(own, key) ? own[key] : names.meaning(key)) as { item?: number; place?: number; container?: string } | null | undefined;
  if (known?.item !== undefined) return names.item(script, known.item)?.name ?? '';
  if (known?.place !== undefined) return names.place(script, known.place)?.code ?? '';
  return known?.container ?? '';
}
