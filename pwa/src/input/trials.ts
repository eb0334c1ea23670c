/** The codes of the printed test sheet: what each looks like when nothing is wrong with a scanner's set-up. */

const GS = '\x1d';

/** A test code by the name it has on the sheet; `codes` are all forms in which it may rightly arrive. */
export interface Trial {
  name: 'text' | 'goods' | 'label' | 'matrix' | 'long';
  text: string;
  aim: string;
  /** Without the AIM identifier a GS1 code cannot be told from others. */
  wantsAim: boolean;
  /** What of it even a badly set up scanner leaves: by this the code is known again. */
  trace: RegExp;
}

/** The parts of the label: its GTIN, then a lot that only a separator ends. */
const LABEL = '010400638133393110AB';

export const TRIALS: readonly Trial[] = [
  // Letters and signs that a keyboard of another country moves.
  { name: 'text', text: 'Pickface-Test.1/Yz', aim: ']C0', wantsAim: false, trace: /ickf/i },
  { name: 'goods', text: '4006381333931', aim: ']E0', wantsAim: false, trace: /^\D{0,8}0?400638133393\d?\D{0,8}$/ },
  { name: 'label', text: `${LABEL}${GS}3710`, aim: ']C1', wantsAim: true, trace: /0?10400638133393110AB(?!.{0,6}21TEST)/is },
  { name: 'matrix', text: `${LABEL}${GS}21TEST-7`, aim: ']d2', wantsAim: true, trace: /0?10400638133393110AB.{0,6}21TEST/is },
  { name: 'long', text: '0123456789ABCDEFGHIJ0123456789ABCDEFGHIJ0123', aim: ']C0', wantsAim: false, trace: /6789ABCD|FGHIJ012/i },
];

/** The test code that this is, however badly it came. */
export function trialOf(raw: string): Trial | null {
  return TRIALS.find(({ trace }) => trace.test(raw)) ?? null;
}
