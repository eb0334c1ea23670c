/** The board kept current: pulled whole whenever a connection begins or something was missed, and pushed row by row in between. */
import { computed, signal } from '@preact/signals';
import { Problem } from '../contract';
import { readBoardMessage, type BoardMessage } from '../contract/board';
import { Live, openSocket } from '../sync/live';
import { fetchBoard } from '../sync/office';
import { explain } from '../office/session';
import { NOTHING, takeBoard, takeNews, type HeldBoard } from './state';

/** What ages by itself (late orders, today's counts) is read again this often. */
const REFRESH_MS = 60_000;
const RETRY_MS = 3_000;
const TICK_MS = 10_000;

export class LiveBoard {
  readonly held = signal<HeldBoard>(NOTHING);
  /** The socket stands. */
  readonly online = signal(false);
  /** Why the board could not be read, or ''. */
  readonly trouble = signal('');
  readonly loaded = computed(() => this.held.value.at > 0);
  /** The server's clock, near enough for ages. */
  readonly now = signal(Date.now());
  private ahead = 0;
  private pulling = false;
  private pullAgain = false;
  private stopped = false;
  private timers: ReturnType<typeof setInterval>[] = [];
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly live: Live<BoardMessage>;
  private readonly wake = (): void => {
    if (document.visibilityState === 'visible') {
      this.live.hurry();
      void this.pull();
    }
  };

  constructor() {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    this.live = new Live<BoardMessage>(
      `${scheme}://${location.host}/ws?topics=board`,
      {
        connect: openSocket,
        said: (message) => this.hear(message),
        opened: () => {
          this.online.value = true;
          void this.pull();
        },
        closed: (signedOut) => {
          this.online.value = false;
          // The request says it as the page understands it.
          if (signedOut) void this.pull();
        },
        random: Math.random,
      },
      readBoardMessage,
    );
  }

  start(): void {
    this.live.start();
    void this.pull();
    this.timers = [setInterval(() => void this.pull(), REFRESH_MS), setInterval(() => this.tick(), TICK_MS)];
    addEventListener('online', this.wake);
    document.addEventListener('visibilitychange', this.wake);
  }

  stop(): void {
    this.stopped = true;
    this.live.stop();
    this.timers.forEach(clearInterval);
    clearTimeout(this.retry);
    removeEventListener('online', this.wake);
    document.removeEventListener('visibilitychange', this.wake);
  }

  /** Read the whole board; while one reading is under way, one more is enough for all who ask. */
  async pull(): Promise<void> {
    if (this.pulling) {
      this.pullAgain = true;
      return;
    }
    this.pulling = true;
    try {
      const board = await fetchBoard();
      this.set(takeBoard(this.held.peek(), board), board.serverTime);
      this.trouble.value = '';
    } catch (problem) {
      this.trouble.value = explain(problem);
      clearTimeout(this.retry);
      if (problem instanceof Problem && problem.passing && !this.stopped) this.retry = setTimeout(() => void this.pull(), RETRY_MS);
    } finally {
      this.pulling = false;
    }
    if (this.pullAgain && !this.stopped) {
      this.pullAgain = false;
      await this.pull();
    }
  }

  private hear(message: BoardMessage): void {
    if (message.type === 'pull') void this.pull();
    else if (message.type === 'board') this.set(takeNews(this.held.peek(), message.rows), message.rows.serverTime);
  }

  private set(held: HeldBoard, serverTime: number): void {
    this.ahead = serverTime - Date.now();
    this.held.value = held;
    this.tick();
  }

  private tick(): void {
    this.now.value = Date.now() + this.ahead;
  }
}
