import { describe, expect, test } from 'vitest';
import { FORMS, type FormPage, insistOn } from '../helpers/page-forms';
import { formPage } from './form-page';
import type { Member } from './member';
import { plain, playing } from './people';

/** A load is young for so long after it is in step (SPEC IN-17). */
const SETTLED_MS = 8_000;
/** A player that its page takes elsewhere is brought back at once this often, and is then where the room is. */
const APART_MS = 6_000;
const LOOK_MS = 20;
/** `timeupdate`s are so far apart at the most. */
const TIMEUPDATE_MS = 250;
const JUMP_MAX_S = 0.15;
const IN_STEP_S = 0.05;
/** A nudge is no other speed. */
const NUDGE_MAX = 0.1;
const GUESTS = ['guest', 'host'] as const;

/** Looks at a film from now on for what nobody has pressed. */
function watchFilm({ video, world }: Member) {
  const seen = { jumpS: 0, stops: 0, rates: [] as number[] };
  const look = () => ({ at: world.time.now, position: video.truePosition, moves: video.moving });
  let last = look();
  video.addEventListener('pause', () => seen.stops++);
  video.addEventListener('ratechange', () => {
    if (Math.abs(video.playbackRate - 1) > NUDGE_MAX) seen.rates.push(video.playbackRate);
  });
  const again = () => {
    const now = look();
    const wentS = last.moves && now.moves ? ((now.at - last.at) / 1_000) * video.playbackRate : 0;
    seen.jumpS = Math.max(seen.jumpS, Math.abs(now.position - last.position - wentS));
    last = now;
    world.time.after(LOOK_MS, again);
  };
  again();
  return seen;
}

/** Its video tells where it is while it plays. */
function pageOf(member: Member): FormPage {
  const { video, world } = member;
  const tick = () => {
    if (video.moving)
      member.machine.perform(() => video.by('site', () => video.dispatchEvent(new Event('timeupdate'))));
    world.time.after(TIMEUPDATE_MS, tick);
  };
  tick();
  return formPage(member);
}

async function meet(names: readonly string[]) {
  const [host = '', ...guests] = names;
  const [world, ...members] = await playing(7, plain(host), ...guests.map((name) => plain(name)));
  await world.run(SETTLED_MS);
  const named = (name: string) => members.find((member) => member.name === name) as Member;
  return { world, well: named('well'), odd: named('odd'), odd2: named('odd2') };
}
const inRoles = (role: (typeof GUESTS)[number]) => meet(role === 'host' ? ['odd', 'well'] : ['well', 'odd']);

function expectUndisturbed(seen: ReturnType<typeof watchFilm>) {
  expect(seen).toEqual({ jumpS: expect.any(Number), stops: 0, rates: [] });
  expect(seen.jumpS).toBeLessThan(JUMP_MAX_S);
}
const apartS = (one: Member, other: Member) => Math.abs(one.video.truePosition - other.video.truePosition);

describe.each(GUESTS)('the page of the %s does by itself', (role) => {
  test.each(FORMS)('$name: the other notices nothing (IN-8, IN-15, IN-16)', async ({ does, size, lastsMs }) => {
    const { world, well, odd } = await inRoles(role);
    const seen = watchFilm(well);
    const page = pageOf(odd);
    page.after(0, () => does(page, size));
    await world.run(lastsMs + APART_MS);
    expectUndisturbed(seen);
    expect(apartS(well, odd)).toBeLessThan(IN_STEP_S);
  });

  test.each([
    [1, 20],
    [1, 1_000],
    [1.25, 100],
    [1.25, 400],
    [0.75, 280],
    [2, 1_000],
  ])('IN-18, IN-25: rate %d by a timer of %d ms: the room changes its speed once at most', async (rate, everyMs) => {
    const { world, well, odd } = await inRoles(role);
    const page = pageOf(odd);
    page.after(0, () => insistOn(page, rate, everyMs));
    await world.run(2_000);
    const wanted = rate === 1 ? 1.5 : 1;
    well.video.by('person', (video) => {
      video.playbackRate = wanted;
    });
    await world.run(1_500);
    const seen = watchFilm(well);
    await world.run(8_000);
    expect(well.frame.watch.order?.playback?.rate).toBe(wanted);
    expect(seen.stops).toBe(0);
    const view = well.service.view();
    expect(view.state === 'room' && view.members.find(({ name }) => name === 'odd')).toMatchObject({
      state: 'page-insists',
    });
  });
});

test.each([1.25, 0.5])(
  'IN-25: rate %d is insisted on where only the host may drive: nobody else is moved',
  async (rate) => {
    const { world, well, odd } = await inRoles('guest');
    well.service.perform({ type: 'set-control', control: 'host' });
    await world.run(1_000);
    const seen = watchFilm(well);
    const page = pageOf(odd);
    page.after(0, () => insistOn(page, rate, 100));
    await world.run(12_000);
    expectUndisturbed(seen);
    const view = well.service.view();
    expect(view.state === 'room' && view.members.find(({ name }) => name === 'odd')).toMatchObject({
      state: 'page-insists',
    });
  },
);

/** Each form meets another one, each time after another while. */
const GAPS_MS = [40, 70, 200, 600, 1_500];
const PAIRS = FORMS.map((form, i) => {
  const other = FORMS[(7 * i + 3) % FORMS.length] ?? form;
  return { form, other, gapMs: GAPS_MS[i % GAPS_MS.length] ?? 0, role: GUESTS[i % 2] ?? 'guest' };
});

test.each(PAIRS)(
  'IN-16: $form.name, and $gapMs ms later $other.name, at the $role: the other notices nothing',
  async ({ form, other, gapMs, role }) => {
    const { world, well, odd } = await inRoles(role);
    const seen = watchFilm(well);
    const page = pageOf(odd);
    page.after(0, () => form.does(page, form.size));
    page.after(gapMs, () => other.does(page, other.size));
    await world.run(Math.max(form.lastsMs, gapMs + other.lastsMs) + APART_MS);
    expectUndisturbed(seen);
    // Of a piece that is skipped again and again, its page may have it stand at the end yet.
    if (!form.isOffered && !other.isOffered) expect(apartS(well, odd)).toBeLessThan(IN_STEP_S);
  },
);

test.each(PAIRS)(
  'IN-16: $form.name at the host, and $gapMs ms later $other.name at a guest: a third notices nothing',
  async ({ form, other, gapMs }) => {
    const { world, well, odd, odd2 } = await meet(['odd', 'odd2', 'well']);
    const seen = watchFilm(well);
    const [page, page2] = [pageOf(odd), pageOf(odd2)];
    page.after(0, () => form.does(page, form.size));
    page2.after(gapMs, () => other.does(page2, other.size));
    await world.run(Math.max(form.lastsMs, gapMs + other.lastsMs) + APART_MS);
    expectUndisturbed(seen);
  },
);
