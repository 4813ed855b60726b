import { MOMENTS_MAX, type Sign, type ToldMoment } from '../wire/chat-words';

/** Reactions so near to each other are of one moment, s. */
export const MOMENT_S = 10;

/** One place of one film, one sign, and how often. The oldest first. */
export type Moments = readonly ToldMoment[];

const isSame = (a: ToldMoment, b: Pick<ToldMoment, 'film' | 'at' | 'sign'>) =>
  a.film === b.film && a.at === b.at && a.sign === b.sign;

/** One more reaction. The moment that was new longest ago makes room (SPEC CH-11). @param at place of the film, s */
export function addReaction(moments: Moments, film: number, at: number, sign: Sign): Moments {
  const of = { film, at: Math.floor(at / MOMENT_S) * MOMENT_S, sign };
  const known = moments.find((moment) => isSame(moment, of));
  if (known) return moments.map((moment) => (moment === known ? { ...known, count: known.count + 1 } : moment));
  return [...moments, { ...of, count: 1 }].slice(-MOMENTS_MAX);
}

/** What the host has counted, and what only this member has heard of. */
export function mergeMoments(own: Moments, told: Moments): Moments {
  const counted = told.map((moment) => {
    const known = own.find((other) => isSame(other, moment));
    return { ...moment, count: Math.max(moment.count, known?.count ?? 0) };
  });
  const unheard = own.filter((moment) => !told.some((other) => isSame(moment, other)));
  return [...unheard, ...counted].slice(-MOMENTS_MAX);
}
