/** Places as such: what a renaming comes to. */
import { list, record, text, type Reader } from './shape';

export interface Named {
  code: string;
  bins: { old: string; new: string }[];
  /** Codes that are not made of the name. */
  kept: string[];
}

export const readNamed: Reader<Named> = record<Named>({
  code: ['code', text],
  bins: ['bins', list(record({ old: ['old', text], new: ['new', text] }))],
  kept: ['kept', list(text)],
});
