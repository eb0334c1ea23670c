/** The command card at work: what a scanned button does, wherever it is scanned. Nothing of it is resolved or journaled; what it leads to is. */
import { feel, voice } from '../feedback';
import { isDigit, wantsTwice, type Command } from '../input/commands';
import { offer } from '../input/hands';
import { say } from '../messages';
import type { Floor } from './floor';
import { dismiss } from './notices';

/** What these lead to is answered by its own sound. */
const ANSWERED = new Set<Command>(['done', 'skip', 'undo', 'next']);

export class Card {
  /** A button that waits for its second scan. */
  private waiting: Command | null = null;

  constructor(private readonly floor: Floor) {}

  /** Something else happened: a second scan would not be meant for the first any more. */
  forget(): void {
    this.waiting = null;
  }

  obey(command: Command): void {
    const { floor, waiting } = this;
    this.waiting = null;
    // Red stays until it is read; a button says that it has been.
    const wasRed = floor.felt.peek().tone === 'wrong';
    if (wasRed) floor.calm();
    if (command === 'done' && (wasRed || this.dismissed())) return;
    if (command === 'voice') this.speakOrNot();
    else if (wantsTwice(command) && waiting !== command) this.askAgain(command);
    else if (offer(command)) {
      if (!ANSWERED.has(command)) feel('right');
    }
    else this.otherwise(command);
  }

  /** True when a notice waited for its OK, and has it now. */
  private dismissed(): boolean {
    return this.floor.screen.peek().name !== 'locked' && dismiss(this.floor);
  }

  private speakOrNot(): void {
    voice.value = !voice.peek();
    this.floor.tell('right', say(voice.peek() ? 'voice_on' : 'voice_off'));
  }

  private askAgain(command: Command): void {
    const allowed = this.floor.atHand.peek()?.instruction?.allow.includes(command);
    if (!allowed) {
      this.floor.tell('wrong', say('not_here'));
      return;
    }
    this.waiting = command;
    this.floor.tell('attention', say(command === 'short' ? 'scan_short_again' : 'scan_damaged_again'));
  }

  /** What no pad and no screen has taken. */
  private otherwise(command: Command): void {
    const { floor } = this;
    const { name } = floor.screen.peek();
    const atWork = floor.atHand.peek()?.instruction;
    if (name === 'locked') floor.tell('wrong', say('command_locked'));
    else if (command === 'help') floor.tell('attention', atWork?.sentence ?? say(name === 'sign-in' ? 'sign_in_hint' : 'home_hint'));
    else if (command === 'next' && name !== 'sign-in' && !atWork) void floor.next();
    else floor.tell('wrong', say(isDigit(command) ? 'command_no_pad' : 'command_not_here'));
  }
}
