import type { TypedPort } from '../browser/ports';
import {
  type FromPairPage,
  PAIR_PROBLEMS,
  type PairProblem,
  type PairView,
  parseFromPairPage,
  type ToPairPage,
} from '../core/ports/pair-port';
import type { HandRoom } from '../room/hand-room';
import { TransportError } from '../transport/transport';
import type { ByHand } from '../transport/way';
import { roomOfOffer } from './by-hand';

/** What is asked of the room service. */
interface Service {
  readonly byHand: HandRoom | undefined;
  onChanged(listener: () => void): () => void;
}

/** Why a code was of no use, as the page says it. */
function problemOf(error: unknown): PairProblem {
  const word: unknown = error instanceof TransportError ? error.reason : Object(error).problem;
  return PAIR_PROBLEMS.find((known) => known === word) ?? 'failed';
}

/**
 * Serves one page *by hand* (SPEC TR-33): makes codes, takes those of friends, and shows how things are.
 *
 * @param rest the page is gone
 */
export function servePair(port: TypedPort<unknown, ToPairPage>, service: Service, rest: () => void): void {
  let codes: ByHand | undefined;
  let stopHearing = () => {};
  let code: string | undefined;
  let wrong: PairProblem | undefined;
  let busy = false;
  let came = 0;

  function show() {
    const room = service.byHand;
    if (room?.codes !== codes) {
      stopHearing();
      codes = room?.codes;
      stopHearing = codes?.onAnswer(show) ?? (() => {});
      code = wrong = undefined;
      came = 0;
    }
    port.post({ type: 'view', view: view(room) });
  }

  function view(room: HandRoom | undefined): PairView {
    const answer = room?.standing === 'joining' ? codes?.answer : undefined;
    const leftMs = answer && Math.max(0, answer.endsAt - performance.now());
    const own = room?.standing === 'host' ? code : answer?.code;
    return {
      // Whose pair is lost begins anew, with the code of whoever is host now.
      room: !room || room.standing === 'lost' ? 'none' : room.standing,
      ...(own === undefined ? {} : { code: own }),
      ...(leftMs === undefined ? {} : { leftMs }),
      ...(wrong === undefined ? {} : { wrong }),
      ...(busy ? { busy: true } : {}),
      came,
    };
  }

  /** One thing after another, with what went wrong in words. */
  async function attempt(work: () => Promise<void>) {
    if (busy) return;
    busy = true;
    wrong = undefined;
    show();
    try {
      await work();
    } catch (error) {
      wrong = problemOf(error);
    }
    busy = false;
    show();
  }

  async function hear(message: FromPairPage) {
    const room = service.byHand;
    if (message.type === 'fresh') return room?.codes?.fresh();
    if (message.type === 'offer') {
      if (room?.standing !== 'host') return;
      await attempt(async () => {
        if (!room.codes) throw new TransportError('no-path');
        await room.open();
        code = await room.codes.offerCode();
      });
      return;
    }
    await attempt(async () => {
      if (room?.standing !== 'host') {
        port.post({ type: 'offered', code: await roomOfOffer(message.text), text: message.text });
        return;
      }
      await room.codes?.acceptAnswer(message.text);
      code = undefined;
      came++;
    });
  }

  const stopWatching = service.onChanged(show);
  port.onMessage((message) => {
    const said = parseFromPairPage(message);
    if (said) void hear(said);
  });
  port.onClose(() => {
    stopWatching();
    stopHearing();
    rest();
  });
  show();
}
