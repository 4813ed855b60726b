import type { JSX } from 'preact';

/** The drawing of `assets/icon.svg`: two play signs in step. Decoration: the name stands beside it. */
export function Mark(): JSX.Element {
  const front = 'M13.5 11.8v14.4L25 19z';
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" stroke-linejoin="round">
      <rect width="32" height="32" rx="7.5" fill="#4250d8" />
      <path d="M8.5 5.8v14.4L20 13z" fill="#a9b2ff" stroke="#a9b2ff" stroke-width="2.2" />
      <path d={front} fill="#4250d8" stroke="#4250d8" stroke-width="5.4" />
      <path d={front} fill="#fff" stroke="#fff" stroke-width="2.2" />
    </svg>
  );
}
