import { unzipSync } from 'fflate'

/** What an office file is by its own table of types, and whether it would run or fetch something. Pure. */

const TYPES = '[content_types].xml'
const OFFICE = 'application/vnd.openxmlformats-officedocument'
/** Content types of main parts. */
const MAIN: Readonly<Record<string, string>> = {
  [`${OFFICE}.wordprocessingml.document.main+xml`]: `${OFFICE}.wordprocessingml.document`,
  [`${OFFICE}.spreadsheetml.sheet.main+xml`]: `${OFFICE}.spreadsheetml.sheet`,
}
/** Macros, sheets of macros and controls are known by their types, whatever their parts are called. */
const RUNS = /macro|vba|activex/i
/** What is fetched from elsewhere as the document opens. */
const FETCHED = /\/(?:attachedTemplate|oleObject|frame|subDocument)$/i
const PART_MAX = 1_048_576
const PARTS_MAX = 500

/** The type of a document or workbook that only shows something; undefined for every other zip. */
export function officeTypeOf(bytes: Buffer): string | undefined {
  const parts = partsOf(bytes)
  const types = parts?.get(TYPES)
  const root = parts?.get('_rels/.rels')
  if (!parts || types === undefined || root === undefined) return undefined
  const declared = elementsOf(types).map(({ contenttype = '' }) => contenttype)
  if (declared.some((type) => RUNS.test(type))) return undefined
  for (const [name, text] of parts) {
    if (name !== TYPES && elementsOf(text).some(runsOrFetches)) return undefined
  }
  const main = elementsOf(root).find(({ type }) => type?.endsWith('/officeDocument'))?.target
  const part = main?.replace(/^\//, '').toLowerCase()
  const of = elementsOf(types).find(({ partname }) => partname?.replace(/^\//, '').toLowerCase() === part)
  return part === undefined ? undefined : MAIN[of?.contenttype ?? '']
}

const runsOrFetches = ({ type = '', targetmode }: Attributes): boolean =>
  RUNS.test(type) || (FETCHED.test(type) && targetmode?.toLowerCase() === 'external')

/** The table of types and all relationships, by their names in small letters; undefined where one cannot be trusted. */
function partsOf(bytes: Buffer): Map<string, string> | undefined {
  const names: string[] = []
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        const part = name.toLowerCase()
        if (part !== TYPES && !part.endsWith('.rels')) return false
        // One reader would take the first of two, another the last.
        if (names.includes(part) || names.length >= PARTS_MAX || originalSize > PART_MAX) {
          throw new Error('not a document')
        }
        names.push(part)
        return true
      },
    })
    const texts = Object.entries(files).map(([name, part]) => [name.toLowerCase(), xmlOf(part)] as const)
    return new Map(texts)
  } catch {
    return undefined
  }
}

/** Only what every reader reads alike: UTF-8, and no types of its own. */
function xmlOf(part: Uint8Array): string {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(part)
  const encoding = /^<\?xml[^>]*encoding\s*=\s*["']([^"']*)/i.exec(text)?.[1]
  if (/<!DOCTYPE|\0/i.test(text) || (encoding && !/^utf-?8$/i.test(encoding)))
    throw new Error('not plain XML')
  return text
}

type Attributes = Readonly<Record<string, string>>

/** Attributes of each element, their names in small letters; a reference in one stands for any character. */
function elementsOf(xml: string): Attributes[] {
  return [...xml.matchAll(/<[A-Za-z][^<>]*>/g)].map(([element]) =>
    Object.fromEntries(
      [...element.matchAll(/([A-Za-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name, double, single]) => [
        name!.toLowerCase(),
        decoded(double ?? single ?? ''),
      ]),
    ),
  )
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const decoded = (value: string): string =>
  value.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name) return NAMED[name] ?? whole
    const point = Number.parseInt(hex ?? decimal, hex ? 16 : 10)
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })
