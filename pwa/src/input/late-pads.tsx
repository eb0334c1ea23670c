/** Letters, which few need before the first pick is finished; they are a moment away, and on the device. */
import { later } from '../components/later';

export const LetterPad = later(() => import('./letters').then((part) => part.LetterPad));
