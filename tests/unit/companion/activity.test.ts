import { describe, expect, test } from 'vitest';
import { activityOf, isSameActivity } from '../../../companion/discord/activity.mjs';
import { parseMessage } from '../../../companion/messages.mjs';
import { parsePresence } from '../../../companion/presence.mjs';
import { complaintAbout } from '../../helpers/discord-activity.mjs';

const party = { id: 'p-1', size: 2, max: 8 };
const full = {
  title: 'Sample film',
  titleUrl: 'https://example.org/watch?v=1',
  state: 'Watching together',
  party,
  secret: '1~AAAAAAAAAAAAAAAAAAAAAA~peer.example',
  playing: { startMs: 1_900_000_000_000, endMs: 1_900_000_600_000 },
  image: { url: 'https://example.org/poster.png', text: 'P' },
};

describe('a presence (DI-8)', () => {
  test('is taken as it is, of the named fields alone', () => {
    const foreign = { ...full, code: 'ABCDE-12345', instance: true, party: { ...party, privacy: 1 } };
    expect(parsePresence(foreign)).toEqual(full);
    expect(parsePresence({})).toEqual({});
  });

  test.each([
    [{ secret: 'x' }, 'presence.secret has to be 2 to 128 printable characters'],
    [{ secret: 'é'.repeat(10) }, 'presence.secret has to be 2 to 128 printable characters'],
    [{ party: null }, 'presence.party has to be an object'],
    [{ party: { ...party, max: 65 } }, 'presence.party.max has to be a whole number from 1 to 64'],
    [{ party: { ...party, id: '' } }, 'presence.party.id has to be 1 to 128 printable characters'],
    [{ playing: { startMs: 0 } }, 'presence.playing.startMs has to be a whole number from 1 to 4102444800000'],
    [{ image: { url: 'http://example.org/a.png' } }, 'presence.image.url has to be an https address'],
    [{ image: { url: '../a' } }, 'presence.image.url has to be an https address'],
    [{ titleUrl: `https://example.org/${'x'.repeat(512)}` }, 'presence.titleUrl has to be an https address'],
    [{ titleUrl: `https://example.org/${'é'.repeat(200)}` }, 'presence.titleUrl has to be an https address'],
  ])('%j is refused: %s', (wrong, words) => expect(() => parsePresence({ ...full, ...wrong })).toThrow(words));

  test.each([
    ['all of it', full],
    ['nothing', {}],
    ['a live stream', { ...full, playing: { startMs: 1_900_000_000_000 } }],
    ['a button without a ticket', { title: 'M', button: { label: 'é'.repeat(15), url: 'https://example.org/' } }],
    ['a named image', { image: { url: 'logo' } }],
    ['texts at their bound', { ...full, title: 'x'.repeat(128), state: '👍'.repeat(64) }],
    ['texts beyond it', { ...full, title: 'x'.repeat(2_000), state: '👍'.repeat(500) }],
  ])('with %s becomes an activity that Discord takes', (_, presence) => {
    const activity = activityOf(parsePresence(presence), { canAsk: true });
    expect(complaintAbout(activity)).toBeUndefined();
    expect(activity).toMatchObject({ type: 3, instance: false });
    expect('secrets' in activity && 'buttons' in activity).toBe(false);
  });

  test('has no ticket where nobody hears who asks', () => {
    const activity = activityOf(full, { canAsk: false });
    expect(activity).not.toHaveProperty('secrets');
    expect(activity).not.toHaveProperty('supported_platforms');
    expect(activity).toMatchObject({
      details: 'Sample film',
      details_url: full.titleUrl,
      party: { id: 'p-1', size: [2, 8] },
    });
  });
});

describe('the same activity', () => {
  const activity = activityOf(full, { canAsk: true });
  const at = (startMs: number, endMs?: number) =>
    activityOf({ ...full, playing: endMs === undefined ? { startMs } : { startMs, endMs } }, { canAsk: true });

  test.each([
    ['itself', activity, true],
    ['a start that drifted by less than 2 s', at(1_900_000_001_999, 1_900_000_600_000), true],
    ['a start that jumped', at(1_900_000_002_000, 1_900_000_602_000), false],
    ['no end', at(1_900_000_000_000), false],
    ['a pause', activityOf({ ...full, playing: undefined } as never, { canAsk: true }), false],
    ['another size', activityOf({ ...full, party: { ...party, size: 3 } }, { canAsk: true }), false],
    ['nothing', undefined, false],
  ])('is or is not %s', (_, other, same) => {
    expect(isSameActivity(activity, other)).toBe(same);
    expect(isSameActivity(other, activity)).toBe(same);
  });
});

describe('a message', () => {
  test('is of the named fields alone', () => {
    expect(parseMessage({ v: 1, type: 'ping', presence: 1 })).toEqual({ message: { type: 'ping' } });
    const clientId = '1234567890123456789';
    expect(parseMessage({ v: 1, type: 'hello', clientId, x: 1 })).toEqual({ message: { type: 'hello', clientId } });
  });

  test.each([
    [{ v: '1', type: 'ping' }, 'version'],
    [{ v: 1.5, type: 'ping' }, 'version'],
    [{ v: 1, type: 'hello', clientId: 1_234_567_890_123_456 }, 'shape'],
    [{ v: 1, type: 'hello', clientId: '0123456789012345' }, 'shape'],
    [{ v: 1, type: 'hello', clientId: '12345678901234567890123' }, 'shape'],
    [{ v: 1, type: 'answer', userId: '53908232506183680', letIn: 'yes' }, 'shape'],
    [{ v: 1, type: 'answer', userId: '1', letIn: true }, 'shape'],
    [{ v: 1, type: 'presence' }, 'shape'],
    [undefined, 'not-json'],
  ])('%j is refused for its %s', (value, reason) => {
    const parsed = parseMessage(value);
    expect(parsed).toMatchObject({ reason });
  });
});
