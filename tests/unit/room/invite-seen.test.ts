import { beforeEach, describe, expect, test } from 'vitest';
import { names, Person, Place } from './people';

let place: Place;
beforeEach(() => {
  place = new Place();
});

const told = ({ toasts }: Person) => toasts.filter((toast) => toast.endsWith('invite-seen'));

async function join(name: string, seen: boolean) {
  const person = new Person(place, name);
  person.seen = seen;
  const opening = person.open(false);
  await place.wait(2_000);
  await opening;
  return person;
}

describe('SC-13: an invite that a page may have read', () => {
  test('is told to the host as its member comes in, and to nobody else', async () => {
    const [ann, ben] = (await place.party(['Ann', 'Ben'])) as [Person, Person];
    const cleo = await join('Cleo', true);
    const dora = await join('Dora', false);
    expect(told(ann)).toEqual(['Cleo invite-seen']);
    for (const other of [ben, cleo, dora]) expect(told(other)).toEqual([]);
  });

  test('is told once, whatever becomes of the member', async () => {
    const [ann] = (await place.party(['Ann'])) as [Person];
    const cleo = await join('Cleo', true);
    cleo.die();
    const again = new Person(place, 'Cleo');
    again.seen = true;
    void again.open(false, cleo.record);
    await place.wait(3_000);
    expect(told(ann)).toEqual(['Cleo invite-seen']);
  });

  test('is not told where nobody comes in unasked', async () => {
    const [ann] = (await place.party(['Ann'])) as [Person];
    ann.room?.powers?.setDoor({ approves: true });
    const cleo = new Person(place, 'Cleo');
    cleo.seen = true;
    const opening = cleo.open(false);
    await place.wait(2_000);
    ann.room?.powers?.letIn(ann.room.powers.knocks[0]?.id ?? '', true);
    await place.wait(1_000);
    await opening;
    expect([names(ann), told(ann)]).toEqual([['Ann', 'Cleo'], []]);
  });

  test('is a bounded number of words, from whoever says it under ever new keys', async () => {
    const [ann] = (await place.party(['Ann'])) as [Person];
    for (let n = 0; n < 70; n++) {
      const eve = await place.stranger(`Eve ${n}`);
      for (let i = 0; i < 5; i++) eve.says({ kind: 'invite-seen', deep: { x: 1 } });
      await place.wait(200);
      eve.says({ kind: 'leave' });
      await place.wait(200);
    }
    expect(told(ann)).toHaveLength(64);
  });
});
