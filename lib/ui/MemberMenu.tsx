import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { MemberView } from '../core/ports/room-view';
import { Switch } from './Switch';
import { useWords } from './words';

/** What a host can do with a member. */
export interface MemberActions {
  readonly makeHost: (id: string) => void;
  readonly removeMember: (id: string) => void;
  readonly setDriver: (id: string, may: boolean) => void;
}

interface MemberMenuProps {
  readonly member: MemberView;
  /** Who may drive is chosen one by one. */
  readonly chosen: boolean;
  readonly actions: MemberActions;
}

/** A host's menu of a member: a button that opens what can be done, below the row, so that nothing is covered. */
export function MemberMenu({ member, chosen, actions }: MemberMenuProps): JSX.Element {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const { id, name } = member;
  /** The focus goes back to what has opened the menu. */
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  return (
    <div class="member-menu" data-open={open}>
      <button
        type="button"
        ref={opener}
        class="plain"
        aria-expanded={open}
        aria-label={t('memberMenu', name)}
        title={t('memberMenu', name)}
        onClick={() => setOpen(!open)}
      >
        <span aria-hidden="true">⋯</span>
      </button>
      {open ? (
        <fieldset
          class="member-acts"
          aria-label={t('memberMenu', name)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            // It would close the popup.
            event.preventDefault();
            close();
          }}
        >
          <button
            type="button"
            onClick={() => {
              close();
              actions.makeHost(id);
            }}
          >
            {t('makeHost')}
          </button>
          <button
            type="button"
            class="leave"
            onClick={() => {
              close();
              actions.removeMember(id);
            }}
          >
            {t('remove')}
          </button>
          {chosen ? (
            <Switch
              label={t('mayDrive')}
              checked={member.drives === true}
              onChange={(may) => actions.setDriver(id, may)}
            />
          ) : null}
        </fieldset>
      ) : null}
    </div>
  );
}
