/**
 * How many watch without a seat, as their host knows it (SPEC AU-4). It asks a share of them, and multiplies: about as many
 * answer in a room of a million as in one of fifty, and nothing is kept of any of them.
 */
export interface HeadCount {
  /** Who answers: each with this chance. */
  readonly share: number;
  /** So many have. */
  readonly answers: number;
  /** The last count. */
  readonly people: number;
  /** Everybody was asked, and nobody was there: so often in a row. */
  readonly silences: number;
}

/** Of ten thousand these are 150, and a few hundred can be counted after two more beats. */
const FIRST_SHARE = 1 / 64;
const STEP = 8;
/** Fewer tell too little while not everybody is asked: a count of 16 is off by a quarter. */
const FEW = 16;
/** More are asked in vain. */
const MANY = 64;

export const firstCount: HeadCount = { share: FIRST_SHARE, answers: 0, people: 0, silences: 0 };

export const answered = (count: HeadCount): HeadCount => ({ ...count, answers: count.answers + 1 });

/** The answers of one round are in; the next is to be asked with the share that comes back. */
export function counted({ share, answers, people: before, silences }: HeadCount): HeadCount {
  const isAll = share === 1;
  const isEnough = isAll || answers >= FEW;
  const people = isEnough ? Math.round(answers / share) : before;
  const next =
    answers > MANY ? Math.min(1, ((FEW + MANY) / 2) * (share / answers)) : answers < FEW ? share * STEP : share;
  return {
    share: Math.min(1, next),
    answers: 0,
    people,
    silences: isAll && answers === 0 ? silences + 1 : 0,
  };
}

/** A word may be lost on its way: nobody is there when twice nobody has answered. */
export const isNobody = ({ silences }: HeadCount): boolean => silences >= 2;
