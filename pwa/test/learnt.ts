/** What a device loads when it needs it is there from the beginning. */
import { learnKinds } from '../src/engine';
import { learnTheRest } from '../src/messages';

await Promise.all([learnKinds(), learnTheRest()]);
