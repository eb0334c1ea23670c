/** The words that are printed on the command card and on the test sheet: those of the screen, in the person's language. */
import { COMMANDS } from '../input/commands';
import { TRIALS } from '../input/trials';
import { say } from '../messages';

export function cardWords(): Record<string, string> {
  return Object.fromEntries(COMMANDS.map((command) => [command, command === 'next' ? say('do_next') : say(`do_${command}`)]));
}

export function sheetWords(): Record<string, string> {
  return { title: say('check_title'), hint: say('check_hint'), ...Object.fromEntries(TRIALS.map(({ name }) => [name, say(`trial_${name}`)])) };
}
