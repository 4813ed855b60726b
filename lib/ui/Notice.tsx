import type { ComponentChildren, JSX } from 'preact';
import { Icon } from './Icon';

export interface NoticeProps {
  /** `alert` is read out at once: for the answer to a press. `status` waits its turn. */
  readonly role?: 'alert' | 'status';
  readonly children: ComponentChildren;
}

/** Something is not as it should be: in words, with what to do. */
export function Notice({ role, children }: NoticeProps): JSX.Element {
  return (
    <div class="notice" {...(role ? { role } : {})}>
      <Icon name="warning" />
      <div>{children}</div>
    </div>
  );
}
