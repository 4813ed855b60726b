import type { JSX } from 'preact';
import type { MemberView, RoomView } from '../core/ports/room-view';
import { painted } from './colours';
import { driftText } from './MemberList';
import { useWords } from './words';

type Lines = Extract<RoomView, { state: 'room' }>['drift'];
type Points = Lines[number]['points'];

const WIDTH = 320;
const HEIGHT = 88;
const MINUTE_MS = 60_000;
/** The scale is never finer: a few ms up and down would look like a storm. */
const SCALE_MIN_MS = 20;
/** Points are a second apart: over a longer gap nothing was measured, and nothing is drawn (SPEC ME-2), ms. */
const GAP_MS = 2_500;
/** With the colour, so that nobody has to tell lines apart by it alone. */
const DASHES = ['', '6 3', '2 3', '8 3 2 3', '1 4', '12 4'];
export const LINE_KINDS = DASHES.length;

/** Pieces of a line without a gap. */
function runsOf(points: Points): readonly Points[] {
  const starts = points.flatMap(({ ageMs }, i) => (i === 0 || (points[i - 1]?.ageMs ?? 0) - ageMs > GAP_MS ? [i] : []));
  return starts.map((start, i) => points.slice(start, starts[i + 1]));
}

/** The member's own colour; without one, that of the kind of line. */
const strokeOf = ({ colour }: MemberView) => (colour ? { stroke: painted(colour) } : {});

/** Everybody's drift over the last minute: drawn, and told in words to who does not see it. */
export function DriftGraph({
  members,
  lines,
}: {
  readonly members: readonly MemberView[];
  readonly lines: Lines;
}): JSX.Element | null {
  const t = useWords();
  const drawn = members.flatMap((member, index) => {
    const points = lines.find((line) => line.id === member.id)?.points ?? [];
    return points.length > 1 ? [{ member, points, kind: index % DASHES.length }] : [];
  });
  if (drawn.length === 0) return null;
  const peak = Math.max(SCALE_MIN_MS, ...drawn.flatMap(({ points }) => points.map((p) => Math.abs(p.driftMs))));
  const x = (ageMs: number) => WIDTH * (1 - Math.min(1, ageMs / MINUTE_MS));
  const y = (driftMs: number) => HEIGHT / 2 - (driftMs / peak) * (HEIGHT / 2 - 6);
  const latest = drawn.flatMap(({ member, points }) => {
    const last = points.at(-1);
    return last && last.ageMs <= GAP_MS ? [`${member.name} ${driftText(last.driftMs)}`] : [];
  });
  return (
    <details class="drift">
      <summary>{t('driftGraph')}</summary>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('driftGraphWords', latest.join(', ') || '–')}>
        <line class="drift-zero" x1="0" x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} />
        <text x="2" y="10">
          {driftText(peak)}
        </text>
        <text x="2" y={HEIGHT - 3}>
          {driftText(-peak)}
        </text>
        {drawn.flatMap(({ member, points, kind }) =>
          runsOf(points).map((run, i) => (
            <polyline
              key={`${member.id} ${i}`}
              class={`drift-line drift-line-${kind}`}
              stroke-dasharray={DASHES[kind]}
              style={strokeOf(member)}
              points={run.map((p) => `${x(p.ageMs).toFixed(1)},${y(p.driftMs).toFixed(1)}`).join(' ')}
            />
          )),
        )}
      </svg>
      <ul class="drift-key">
        {drawn.map(({ member, kind }) => (
          <li key={member.id}>
            <svg viewBox="0 0 24 6" aria-hidden="true">
              <line
                class={`drift-line drift-line-${kind}`}
                stroke-dasharray={DASHES[kind]}
                style={strokeOf(member)}
                x1="0"
                x2="24"
                y1="3"
                y2="3"
              />
            </svg>
            <bdi>{member.name}</bdi>
          </li>
        ))}
      </ul>
    </details>
  );
}
