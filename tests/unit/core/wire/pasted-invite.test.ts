import { describe, expect, it } from 'vitest';
import { inviteLink, inviteText, makeRoomCode } from '../../../../lib/core/wire/invite';
import { parsePasted } from '../../../../lib/core/wire/pasted-invite';

const code = makeRoomCode(Uint8Array.from({ length: 15 }, (_, i) => i * 17));
const server = 'http://127.0.0.1:9000';
const page = 'https://v.example/w?x=1&y=(2)#t=10';
const link = inviteLink(page, { code, server });
const plain = inviteLink(page, { code });
const found = { ok: true, invite: { code, server }, page };
const bare = { ok: true, invite: { code }, page };

describe('INV-6: a link is found', () => {
  it.each([
    ['alone', (it: string) => it],
    ['in space', (it: string) => `  \n${it}\t`],
    ['in brackets', (it: string) => `(${it})`],
    ['in angle brackets', (it: string) => `<${it}>`],
    ['in square brackets', (it: string) => `[${it}]`],
    ['in Markdown', (it: string) => `[Big Buck Bunny](${it}).`],
    ['in bold', (it: string) => `**${it}**`],
    ['in straight quotes', (it: string) => `"${it}"`],
    ['in single quotes', (it: string) => `'${it}'`],
    ['in curly quotes', (it: string) => `“${it}”`],
    ['in French quotes', (it: string) => `« ${it} »`],
    ['in Japanese', (it: string) => `ここで見よう「${it}」。`],
    ['at the end of a sentence', (it: string) => `Watch with me: ${it}.`],
    ['within a sentence', (it: string) => `Watch with me (here: ${it}), get Lockstep first!`],
    ['within lines', (it: string) => `Watch with me:\n ${it}\nGet Lockstep first.`],
    ['between spaces that do not break', (it: string) => `Hier\u00a0${it}\u00a0bitte`],
    ['with what nobody sees', (it: string) => `\u200b${it.replace('#', '\u2060#')}\ufeff`],
    ['after another link', (it: string) => `https://lockstep.example/ then ${it}`],
    ['after a link that only looks like one', (it: string) => `https://v.example/#lockstep=hello ${it}`],
  ])('%s', (_, around) => {
    expect(parsePasted(around(link))).toEqual(found);
    expect(parsePasted(around(plain))).toEqual(bare);
  });

  it.each([
    ['once', encodeURIComponent(link)],
    ['twice', encodeURIComponent(encodeURIComponent(link))],
    ['in a messenger’s own link', `https://l.example/l.php?u=${encodeURIComponent(link)}&h=AT0&s=1`],
    ['in a mail’s own link', `https://mail.example/?url=${encodeURIComponent(link)}&data=05%7C01%7C%25%7C`],
  ])('percent-encoded, %s', (_, text) => expect(parsePasted(text)).toEqual(found));

  it('with the tilde encoded', () => {
    expect(parsePasted(link.replace('~', '%7E'))).toEqual(found);
  });

  it('beside another that came before it in the same address', () => {
    expect(parsePasted(`https://v.example/#lockstep=hello&lockstep=${code}`)).toEqual({
      ok: true,
      invite: { code },
      page: 'https://v.example/',
    });
  });
});

describe('INV-3, INV-6: without a page to go to', () => {
  const good = { ok: true, invite: { code } };
  const withServer = { ok: true, invite: { code, server } };

  it.each([
    [code, good],
    [code.toLowerCase().replaceAll('-', ' '), good],
    [` ${code}\n`, good],
    [`${code}.`, good],
    [`The code is ${code}, type it.`, good],
    [`(${code})`, good],
    [`“${code.toLowerCase()}”`, good],
    [`The code is ${inviteText({ code, server })}.`, withServer],
    [`${code}~${server}`, withServer],
    [`lockstep=${code}`, good],
    [`#lockstep=${code}`, good],
    [`#x&lockstep=${inviteText({ code, server })}`, withServer],
    [`x&lockstep=${code}`, good],
    // In a query a server has read it: no link of ours, but the code is one.
    [`https://v.example/?lockstep=${code}`, good],
    [`ftp://v.example/#lockstep=${code}`, good],
    [`https://me:secret@v.example/#lockstep=${code}`, good],
  ])('%s', (text, expected) => expect(parsePasted(text)).toEqual(expected));

  it.each([
    ['', 'code-malformed'],
    ['hello', 'code-malformed'],
    ['https://v.example/', 'code-malformed'],
    ['https://v.example/?lockstep=1', 'code-malformed'],
    ['https://v.example/#lockstep=', 'code-malformed'],
    ['https://v.example/#lockstep=hello', 'code-malformed'],
    ['100%', 'code-malformed'],
    ['lockstep%3D%zz', 'code-malformed'],
    [`lockstep%2525253D${code}`, 'code-malformed'],
    ['%E0%A4%A', 'code-malformed'],
    [`${code}~carrier-pigeon`, 'version-ours-old'],
    [`https://v.example/#lockstep=U${code.slice(1)}`, 'code-typo'],
    [`The code is U${code.slice(1)}.`, 'code-typo'],
    ['x'.repeat(1e6), 'code-malformed'],
    ['%25'.repeat(1e5), 'code-malformed'],
    ['AAAA-'.repeat(1e5), 'code-malformed'],
  ])('%.60s is refused in words', (text, problem) => expect(parsePasted(text)).toEqual({ ok: false, problem }));
});
