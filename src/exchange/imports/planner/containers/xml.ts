/** As much of XML as the parts of a workbook are written in. */

/** A part that is written in a way that is not read here; another reader may know it. */
export class Unsure extends Error {}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text as it was before it was written into XML, and characters that workbooks write as `_x000D_`. */
export function unescaped(text: string): string {
  let plain = text
  if (plain.includes('&')) {
    plain = plain.replace(/&(#x[\da-f]+|#\d+|amp|lt|gt|quot|apos);/gi, (whole, name: string) => {
      if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? whole
      const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    })
  }
  if (plain.includes('_x')) {
    plain = plain.replace(/_x([\da-f]{4})_/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
  }
  return plain.includes('\r') ? plain.replaceAll('\r\n', '\n') : plain
}

/** One attribute of a tag, given without its brackets; undefined where it lacks. */
export function attribute(tag: string, name: string): string | undefined {
  const at = tag.indexOf(` ${name}=`)
  if (at < 0) return undefined
  const begin = at + name.length + 3
  const end = tag.indexOf(tag[begin - 1]!, begin)
  return end < 0 ? undefined : tag.slice(begin, end)
}

/** Start tags of one name in a whole part, without their brackets and with single spaces. */
export function tagsOf(xml: string, name: string): string[] {
  if (xml.includes('<!')) throw new Unsure('comments, types or character data')
  const found = xml.matchAll(new RegExp(`<${name}(?=[\\s/>])([^<>]*)>`, 'g'))
  return [...found].map(([, rest]) => spaced(rest!))
}

export const spaced = (tag: string): string => (/[\t\r\n]/.test(tag) ? tag.replace(/[\t\r\n]+/g, ' ') : tag)

/** The string that a shared or inline item shows: its text, or its runs; how it is pronounced is no part of it. */
export function shownText(item: string): string {
  if (item.lastIndexOf('<rPh') > item.lastIndexOf('</rPh>'))
    throw new Unsure('a pronunciation without its end')
  const plain = item.includes('<rPh') ? item.replace(/<rPh[\s>].*?<\/rPh>/gs, '') : item
  if (!plain.includes('<r>') && !plain.includes('<r ')) return unescaped(textBetween(plain, 0)?.text ?? '')
  let text = ''
  for (let found = textBetween(plain, 0); found; found = textBetween(plain, found.end)) text += found.text
  return unescaped(text)
}

function textBetween(xml: string, from: number): { text: string; end: number } | undefined {
  let at = xml.indexOf('<t', from)
  while (at >= 0 && !/[\s/>]/.test(xml[at + 2] ?? '')) at = xml.indexOf('<t', at + 2)
  if (at < 0) return undefined
  const begin = xml.indexOf('>', at)
  if (begin < 0) return undefined
  if (xml[begin - 1] === '/') return { text: '', end: begin }
  const end = xml.indexOf('</t>', begin)
  if (end < 0) throw new Unsure('a text without its end')
  return { text: xml.slice(begin + 1, end), end }
}

/**
 * Blocks, joined until they are as long as what still waits for its end: a piece of any length is searched each time
 * that it has doubled, and not with each block.
 */
export function* joined(blocks: Iterable<string>, waiting: () => number): Generator<string> {
  let text = ''
  for (const block of blocks) {
    text += block
    if (text.length < waiting()) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}
