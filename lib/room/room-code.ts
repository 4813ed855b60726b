import { parseRoomCode } from '../core/wire/invite';
import type { RoomDependencies } from './dependencies';
import type { Reach } from './reach';

/** The code under which a room is met: another one once somebody was sent away (SPEC RO-17). */
export class RoomCode {
  private before: string | undefined;
  private moving: Promise<void> = Promise.resolve();

  /** @param now canonical @param changed the room is met under another code from here on */
  constructor(
    private readonly parts: Pick<RoomDependencies, 'sealing' | 'makeCode'>,
    private code: string,
    private readonly reach: Reach,
    private readonly changed: () => void,
  ) {}

  get now(): string {
    return this.code;
  }

  /** What is kept of it. */
  get kept() {
    return { code: this.code, ...(this.before ? { formerly: this.before } : {}) };
  }

  /** A host makes a new one. @param tell opens the ways under it, and tells it to those who stay */
  renew(isWanted: () => boolean, tell: (code: string) => Promise<void>) {
    this.moving = this.moving.then(async () => {
      const code = this.parts.makeCode();
      if (await this.take(code, isWanted)) await tell(code);
    });
  }

  /** A host says that the room has moved. @returns whether it has, from what this member knew */
  async follow(told: string, isWanted: () => boolean): Promise<boolean> {
    const parsed = parseRoomCode(told);
    return parsed.ok && parsed.code !== this.code && this.take(parsed.code, isWanted);
  }

  private async take(code: string, isWanted: () => boolean): Promise<boolean> {
    const secrets = await this.parts.sealing.derive(code);
    if (!isWanted()) return false;
    this.before = this.code;
    this.code = code;
    this.reach.move(secrets);
    this.changed();
    return true;
  }
}
