import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Status } from '../../lib/browser/message-map';
import { NAME_MAX } from '../../lib/core/wire/fields';
import { Notice } from '../../lib/ui/Notice';
import { TextField } from '../../lib/ui/TextField';
import { useWords } from '../../lib/ui/words';
import { obstacleText } from './obstacle';
import { PageLine } from './PageLine';
import { Present, RecentRooms } from './RoomsBefore';
import type { Obstacle, PageHere, PopupActions } from './types';

interface NoRoomProps {
  readonly page: PageHere;
  readonly name: string;
  /** What was typed or pasted to join with: kept over a problem. */
  readonly typed: string;
  /** Rooms that there were. */
  readonly before: Status['before'];
  readonly actions: PopupActions;
}

/** Make a room for this tab's film, or join a friend's. */
export function NoRoom({ page, name, typed, before, actions }: NoRoomProps): JSX.Element {
  const t = useWords();
  const [createObstacle, setCreateObstacle] = useState<Obstacle>();
  const [joinObstacle, setJoinObstacle] = useState<Obstacle>();
  const nameInput = useRef<HTMLInputElement>(null);
  const inviteInput = useRef<HTMLInputElement>(null);
  // Enter makes a room from here, and a name can be typed at once.
  useEffect(() => nameInput.current?.focus(), []);
  const createSaidAbove = createObstacle === page.state;
  const joinSaidAbove = joinObstacle === page.state;
  const create = async (event: Event) => {
    event.preventDefault();
    setJoinObstacle(undefined);
    setCreateObstacle(await actions.create());
  };
  const join = async (event: Event) => {
    event.preventDefault();
    setCreateObstacle(undefined);
    const obstacle = await actions.join(typed);
    setJoinObstacle(obstacle);
    if (obstacle !== undefined) inviteInput.current?.focus();
  };

  return (
    <main class="state">
      <h1 class="unseen">{t('extensionName')}</h1>
      {before?.present ? <Present room={before.present} actions={actions} /> : null}
      <PageLine page={page} insist={createSaidAbove || joinSaidAbove} allowAccess={actions.allowAccess} />
      <form class="stack" onSubmit={create}>
        <TextField
          label={t('yourName')}
          placeholder={t('yourNameHint')}
          value={name}
          maxLength={NAME_MAX}
          inputRef={nameInput}
          onInput={actions.setName}
        />
        <button type="submit" class="primary">
          {t('createRoom')}
        </button>
        {createObstacle && !createSaidAbove ? <Notice role="alert">{obstacleText(createObstacle, t)}</Notice> : null}
      </form>
      <p class="divider">{t('orJoin')}</p>
      <form onSubmit={join}>
        <TextField
          label={t('inviteOrCode')}
          value={typed}
          literal
          inputRef={inviteInput}
          error={joinSaidAbove ? undefined : obstacleText(joinObstacle, t)}
          onInput={(text) => {
            actions.setTyped(text);
            setJoinObstacle(undefined);
          }}
        >
          <button type="submit">{t('join')}</button>
        </TextField>
      </form>
      {before ? <RecentRooms before={before} actions={actions} /> : null}
      <button type="button" class="link" onClick={async () => setCreateObstacle(await actions.connectByHand())}>
        {t('connectByHand')}
      </button>
    </main>
  );
}
