// The only names from outside the language that the pure core may use: both are in every browser,
// in workers and in Node, and neither has an effect.
declare class URL {
  constructor(url: string, base?: string);
  hash: string;
  host: string;
  hostname: string;
  href: string;
  readonly origin: string;
  readonly password: string;
  pathname: string;
  protocol: string;
  search: string;
  readonly username: string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes: Uint8Array): string;
}
