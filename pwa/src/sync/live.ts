/** The websocket that brings work the moment it is there. It only ever hastens: what it loses, the next pull brings. */
import { readLive, type LiveMessage, type Reader } from '../contract';

export interface LiveWorld<M = LiveMessage> {
  connect(url: string): WebSocket;
  said(message: M): void;
  /** The connection stands; whatever was missed must be pulled now. */
  opened(): void;
  /** `signedOut`: the server does not know this session any more. */
  closed(signedOut: boolean): void;
  random(): number;
}

/** Open a websocket; a test hands in its own. */
export const openSocket = (url: string): WebSocket => new WebSocket(url);

const NOT_SIGNED_IN = 4401;
const SHORTEST_WAIT_MS = 500;
/** Work has to go on within five seconds of the server's return, so nobody waits longer than that. */
const LONGEST_WAIT_MS = 3_000;
/** A network that swallows everything must not hold the connection for minutes. */
const CONNECT_MS = 4_000;

export class Live<M = LiveMessage> {
  private socket: WebSocket | null = null;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private connecting: ReturnType<typeof setTimeout> | undefined;
  private wanted = false;

  constructor(
    private readonly url: string,
    private readonly world: LiveWorld<M>,
    /** What the messages of this address are; a handheld's unless said otherwise. */
    private readonly read: Reader<M> = readLive as unknown as Reader<M>,
  ) {}

  /** Connect, and stay connected until `stop`. */
  start(): void {
    this.wanted = true;
    if (!this.socket) this.open();
  }

  stop(): void {
    this.wanted = false;
    clearTimeout(this.timer);
    clearTimeout(this.connecting);
    this.socket?.close();
    this.socket = null;
  }

  /** The network is back or the screen is lit again: do not wait out the pause. */
  hurry(): void {
    this.failures = 0;
    if (!this.wanted || this.socket) return;
    clearTimeout(this.timer);
    this.open();
  }

  /** Other requests get no answer: a socket that is dead without saying so is given up for a new one. */
  renew(): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    this.failures = Math.max(this.failures, 2);
    this.giveUp(this.socket);
  }

  private open(): void {
    const socket = this.world.connect(this.url);
    this.socket = socket;
    clearTimeout(this.connecting);
    this.connecting = setTimeout(() => socket.readyState === WebSocket.CONNECTING && this.giveUp(socket), CONNECT_MS);
    socket.onopen = () => {
      // It may have opened in the moment in which it was given up.
      if (this.socket !== socket) return socket.close();
      this.failures = 0;
      this.world.opened();
    };
    socket.onmessage = (event) => {
      if (this.socket !== socket) return;
      try {
        this.world.said(this.read(JSON.parse(String(event.data)), 'ws'));
      } catch {
        // A message we cannot read is a message we have missed.
        this.world.opened();
      }
    };
    socket.onclose = (event) => {
      if (this.socket !== socket) return;
      this.socket = null;
      const signedOut = event.code === NOT_SIGNED_IN;
      this.world.closed(signedOut);
      if (this.wanted && !signedOut) this.again();
    };
  }

  private giveUp(socket: WebSocket): void {
    if (this.socket !== socket) return;
    this.socket = null;
    socket.close();
    this.world.closed(false);
    if (this.wanted) this.again();
  }

  /** Many devices lose one server at the same moment; each comes back at its own. */
  private again(): void {
    const longest = Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** this.failures);
    this.failures += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), longest * (0.5 + this.world.random() / 2));
  }
}
