/** What a device loads when it needs it is there from the beginning. */
import { learnKinds } from '../src/engine';
import { learnTheRest } from '../src/messages';
import { learnLines } from '../src/work/instruction';
import { SELDOM_LINES } from '../src/work/seldom-lines';

learnLines(SELDOM_LINES);
await Promise.all([learnKinds(), learnTheRest()]);
