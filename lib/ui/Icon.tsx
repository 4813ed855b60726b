import type { JSX } from 'preact';

const PATHS = {
  copy: 'M7 6.5V4.8A1.8 1.8 0 0 1 8.8 3h6.4A1.8 1.8 0 0 1 17 4.8v6.4a1.8 1.8 0 0 1-1.8 1.8h-1.7M4.8 7h6.9a1.8 1.8 0 0 1 1.8 1.8v6.4a1.8 1.8 0 0 1-1.8 1.8H4.8A1.8 1.8 0 0 1 3 15.2V8.8A1.8 1.8 0 0 1 4.8 7Z',
  check: 'm4 10.8 4 4 8-9.6',
  film: 'M3.5 5.8A1.8 1.8 0 0 1 5.3 4h9.4a1.8 1.8 0 0 1 1.8 1.8v8.4a1.8 1.8 0 0 1-1.8 1.8H5.3a1.8 1.8 0 0 1-1.8-1.8Zm5 1.9v4.6l3.9-2.3Z',
  qr: 'M3.5 3.5h5v5h-5Zm8 0h5v5h-5Zm-8 8h5v5h-5Zm8.2.2h1.6m1.6 0h1.6m-3.2 2.4h1.6m-3.2 2.2h1.6m1.6 0h1.6',
  share:
    'M10 12.4V3m0 0L6.6 6.4M10 3l3.4 3.4M6 9H4.8A1.3 1.3 0 0 0 3.5 10.3v5.4A1.3 1.3 0 0 0 4.8 17h10.4a1.3 1.3 0 0 0 1.3-1.3v-5.4A1.3 1.3 0 0 0 15.2 9H14',
  warning: 'M10 3.2 2.6 16.1h14.8Zm0 5.1v3.6m0 2v.1',
  options:
    'M3 6h6.6m4.1 0H17M3 14h2.9m4.1 0h7M11.7 8.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM8 16.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z',
} as const;
export type IconName = keyof typeof PATHS;

/** A line icon in the text's colour. It only decorates: what it stands for is said in words beside it. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
