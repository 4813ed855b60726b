import { createRoom } from '../helpers/party.mjs';
import { closePopup } from './popup';
import type { Options, Person, Stage } from './stage';
import { clickPlay, expectInStep, expectPaused } from './watching';

export interface Party {
  readonly host: Person;
  readonly guest: Person;
  readonly invite: string;
}

/** A friend opens an invite. The film there is expected to play within this. */
const JOINED_WITHIN_MS = 10_000;

/** Two people in a room, the sample film playing. @param options of both */
export async function openParty(
  stage: Stage,
  options: Options = {},
  guestOf = (of: Stage): Promise<Person> => of.friend({}, options),
): Promise<Party> {
  const [host, guest] = await Promise.all([stage.host({}, options), guestOf(stage)]);
  await host.page.goto(stage.site);
  const invite = await createRoom(host.browser, host.page);
  await clickPlay(host);
  await join(guest, invite);
  await expectInStep(host, guest);
  return { host, guest, invite };
}

/** Opens an invite to a room in which a film plays. */
export async function join(person: Person, invite: string): Promise<void> {
  await closePopup(person);
  await person.page.goto(invite);
  await expectPaused(person, false, JOINED_WITHIN_MS);
}
