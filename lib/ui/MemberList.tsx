import type { JSX } from 'preact';
import type { MemberView, Path, Reached } from '../core/ports/room-view';
import { SUBJECT_WORDS } from './cause';
import { MemberMenu } from './MemberMenu';
import { OwnColour } from './OwnColour';
import { STATE_WORDS } from './state';
import { type MessageKey, type Translate, useWords } from './words';

const PATH_WORDS: { readonly [P in Path]: MessageKey } = {
  direct: 'pathDirect',
  turn: 'pathTurn',
  relay: 'pathRelay',
  'public-relay': 'pathPublicRelay',
};

/** How a member is connected; where the path is direct, by whom it was introduced. */
function reachedText({ path, by }: Reached, t: Translate): string {
  const words = t(PATH_WORDS[path]);
  return by === 'trystero' || by === 'manual' ? `${words} (${t(SUBJECT_WORDS[by])})` : words;
}

/** A drift as people read it: `+12 ms` ahead of the room, `−4 ms` behind it, `±0 ms`. @param driftMs in ms */
export function driftText(driftMs: number): string {
  const rounded = Math.round(driftMs);
  const sign = rounded === 0 ? '±' : rounded > 0 ? '+' : '−';
  return `${sign}${measureText(Math.abs(rounded))}`;
}

/** Seconds from ten seconds on: five digits of ms tell nobody more. */
const measureText = (ms: number) => (ms < 10_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 1000)} s`);

function Measure({ label, text }: { readonly label: string; readonly text: string }): JSX.Element {
  return (
    <span class="measure" title={label}>
      <span class="unseen">{label} </span>
      <bdi dir="ltr">{text}</bdi>
    </span>
  );
}

interface MemberListProps {
  readonly members: readonly MemberView[];
  /** The room stands still for somebody. */
  readonly waits: boolean;
  /** What the host here can do with the others; absent for everybody else. */
  readonly powers?: Omit<Parameters<typeof MemberMenu>[0], 'member'> | undefined;
}

function Row({
  member,
  waits,
  powers,
}: { readonly member: MemberView } & Omit<MemberListProps, 'members'>): JSX.Element {
  const t = useWords();
  const path = member.reached ? [reachedText(member.reached, t)] : [];
  return (
    <li class="member" data-state={member.state}>
      <span class="member-dot" aria-hidden="true" />
      <div class="member-words">
        <div class="member-who">
          <OwnColour colour={member.colour} />
          <span class="member-name" dir="auto" title={member.name}>
            {member.name}
          </span>
          {member.self ? <span class="tag">{t('memberYou')}</span> : null}
          {member.isHost ? <span class="tag">{t('memberHost')}</span> : null}
        </div>
        <div class="member-how">
          <span>{t(waits && member.state === 'paused' ? 'state_paused_waits' : STATE_WORDS[member.state])}</span>
          {member.driftMs === undefined ? null : <Measure label={t('drift')} text={driftText(member.driftMs)} />}
          {member.rttMs === undefined ? null : (
            <Measure
              label={[t('roundTrip', measureText(member.rttMs / 2)), ...path].join('; ')}
              text={`rtt ${measureText(member.rttMs)}`}
            />
          )}
        </div>
      </div>
      {powers && !member.self ? <MemberMenu member={member} {...powers} /> : null}
    </li>
  );
}

/** Who is in the room and how they are, in words; a colour only repeats what the words say. */
export function MemberList({ members, waits, powers }: MemberListProps): JSX.Element {
  const t = useWords();
  return (
    <section class="members">
      <div class="field-head">
        <h2 class="label">{t('members')}</h2>
        <span class="count">{members.length}</span>
      </div>
      {/* It scrolls when the party is big, so it has to be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled list is scrolled by arrow keys */}
      <ul class="scrolled" aria-label={t('members')} tabIndex={0}>
        {members.map((member) => (
          <Row key={member.id} member={member} waits={waits} powers={powers} />
        ))}
      </ul>
    </section>
  );
}
