import { beforeEach, describe, expect, test } from 'vitest';
import { names, type Person, Place } from './people';

let place: Place;
beforeEach(() => {
  place = new Place();
});

/** Ann lets nobody drive; Ben has asked her to. */
async function asked() {
  const [ann, ben] = (await place.party(['Ann', 'Ben'])) as [Person, Person];
  ann.room?.powers?.setControl('host');
  await place.wait(1_000);
  ben.room?.asks?.toDrive();
  await place.wait(500);
  return { ann, ben };
}

describe('RO-19: a guest asks to drive', () => {
  test('the host hears who, and lets it: its presses count from then on', async () => {
    const { ann, ben } = await asked();
    expect(ann.toasts).toContain('Ben asks-to-drive');
    expect(ann.room?.powers?.asks.map(({ name }) => name)).toEqual(['Ben']);
    expect([ben.room?.canControl, ben.room?.asks?.isAsking]).toEqual([false, true]);
    ann.room?.powers?.letDrive(ben.room?.self ?? '', true);
    await place.wait(500);
    expect([ben.room?.canControl, ben.room?.asks?.isAsking]).toEqual([true, false]);
    expect(ann.room?.powers?.asks).toEqual([]);
    ben.play(300);
    await place.wait(500);
    expect(ann.position).toBeGreaterThan(299);
  });

  test('or not, in words; and may ask again after a minute', async () => {
    const { ann, ben } = await asked();
    const [{ id } = { id: '' }] = ann.room?.powers?.asks ?? [];
    ann.room?.powers?.letDrive(id, false);
    await place.wait(500);
    expect(ben.toasts).toContain('Ann declined');
    expect([ben.room?.canControl, ben.room?.asks?.isAsking]).toEqual([false, false]);
    ben.room?.asks?.toDrive();
    await place.wait(500);
    expect(ann.room?.powers?.asks).toEqual([]);
    await place.wait(61_000);
    ben.room?.asks?.toDrive();
    await place.wait(500);
    expect(ann.room?.powers?.asks).toHaveLength(1);
  });

  test('a host that says nothing is asked again after a minute, and once only until then', async () => {
    const { ann, ben } = await asked();
    for (let i = 0; i < 50; i++) ben.room?.asks?.toDrive();
    await place.wait(500);
    expect(ann.toasts.filter((toast) => toast === 'Ben asks-to-drive')).toHaveLength(1);
    await place.wait(60_000);
    expect(ben.room?.asks?.isAsking).toBe(false);
  });

  test('another host is another to ask, and nobody asks itself', async () => {
    const [ann, ben, cleo] = (await place.party(['Ann', 'Ben', 'Cleo'])) as [Person, Person, Person];
    ann.room?.powers?.setControl('host');
    await place.wait(1_000);
    cleo.room?.asks?.toDrive();
    await place.wait(500);
    ann.room?.close();
    await place.wait(3_000);
    expect(names(ben)).toEqual(['Ben', 'Cleo']);
    expect([ben.room?.asks, cleo.room?.asks?.isAsking]).toEqual([undefined, false]);
    cleo.room?.asks?.toDrive();
    await place.wait(500);
    expect(ben.room?.powers?.asks.map(({ name }) => name)).toEqual(['Cleo']);
  });

  test('a stranger that asks and asks moves nothing', async () => {
    const [ann] = (await place.party(['Ann'])) as [Person];
    ann.room?.powers?.setControl('host');
    const eve = await place.stranger('Eve');
    eve.pings(10_000);
    for (let i = 0; i < 20; i++) eve.says({ kind: 'ask-to-drive', to: 'steer', deep: { x: 1 } });
    await place.wait(1_000);
    expect(ann.room?.powers?.asks).toHaveLength(1);
    expect(ann.toasts.filter((toast) => toast === 'Eve asks-to-drive')).toHaveLength(1);
    expect(ann.room?.facts.control).toBe('host');
  });
});
