import * as v from 'valibot';

/** Over this port the page *by hand* asks for codes, gives those of others, and is shown `PairView` at each change. */
export const PAIR_PORT = 'pair';

/** Why a pasted code is of no use, or none could be made; `lib/ui/pair-problem` says it in sentences (SPEC TR-21). */
export const PAIR_PROBLEMS = [
  'not-a-code',
  'mistyped',
  'version-ours-old',
  'version-theirs-old',
  'own-code',
  'other-room',
  'stale',
  'no-path',
  'no-network',
  'webrtc-disabled',
  'full',
  'failed',
] as const;
export type PairProblem = (typeof PAIR_PROBLEMS)[number];

/** What the page shows. */
export interface PairView {
  /** `none`: there is no room yet; `joining`: this end's code has to be carried to the host. */
  readonly room: 'none' | 'opening' | 'host' | 'joining' | 'guest';
  /** What the friend is to be given. */
  readonly code?: string;
  /** A joining end's code is good for so long from now on, ms; 0: it has ended. */
  readonly leftMs?: number;
  /** Of a friend's code that was pasted. */
  readonly wrong?: PairProblem;
  /** A friend's code is being used. */
  readonly busy?: true;
  /** So many friends came in by codes of this page. */
  readonly came: number;
}

export type FromPairPage =
  /** The host wants a code for one more friend. */
  | { readonly type: 'offer' }
  /** A friend's code was pasted: an answer to a host, an offer to whoever is in no room. */
  | { readonly type: 'take'; readonly text: string }
  /** The joining end wants a fresh code. */
  | { readonly type: 'fresh' };

/** As pasted: twice what the longest code has, and then it is none. */
const TEXT_MAX = 4_000;

const fromPageSchema = v.variant('type', [
  v.object({ type: v.literal('offer') }),
  v.object({ type: v.literal('take'), text: v.pipe(v.string(), v.maxLength(TEXT_MAX)) }),
  v.object({ type: v.literal('fresh') }),
]);

/** What the page is told: how things are; or that a friend's offer is one, and of which room. */
export type ToPairPage =
  | { readonly type: 'view'; readonly view: PairView }
  | { readonly type: 'offered'; readonly code: string; readonly text: string };

const code = v.pipe(v.string(), v.maxLength(TEXT_MAX));
const toPageSchema = v.variant('type', [
  v.object({
    type: v.literal('view'),
    view: v.object({
      room: v.picklist(['none', 'opening', 'host', 'joining', 'guest']),
      code: v.exactOptional(code),
      leftMs: v.exactOptional(v.pipe(v.number(), v.finite())),
      wrong: v.exactOptional(v.picklist(PAIR_PROBLEMS)),
      busy: v.exactOptional(v.literal(true)),
      came: v.pipe(v.number(), v.safeInteger()),
    }),
  }),
  v.object({ type: v.literal('offered'), code, text: code }),
]);

/** @returns undefined for what no page of ours says */
export function parseFromPairPage(message: unknown): FromPairPage | undefined {
  const result = v.safeParse(fromPageSchema, message);
  return result.success ? result.output : undefined;
}

/** @returns undefined for what no room place says */
export function parseToPairPage(message: unknown): ToPairPage | undefined {
  const result = v.safeParse(toPageSchema, message);
  return result.success ? result.output : undefined;
}
