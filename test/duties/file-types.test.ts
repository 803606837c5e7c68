import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { typeOf } from '../../src/duties/attachments/file-types.ts'
import { PDF } from '../support/service-kinds.ts'

const zipped = (parts: Record<string, string>) =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]))))
const zip = (...names: string[]) => zipped(Object.fromEntries(names.map((name) => [name, '<x/>'])))
const TYPES = '[Content_Types].xml'
const OOXML = 'application/vnd.openxmlformats-officedocument'
const RELATED = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const DOCUMENT = { part: 'word/document.xml', type: `${OOXML}.wordprocessingml.document.main+xml` }
const WORKBOOK = { part: 'xl/workbook.xml', type: `${OOXML}.spreadsheetml.sheet.main+xml` }

/** An office file with its table of types and its relationships; `more` adds to them or takes their place. */
function office(
  { part, type } = DOCUMENT,
  more: Record<string, string> = {},
  types = '',
  related = '',
): Buffer {
  return zipped({
    [TYPES]: `<Types><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${part}" ContentType="${type}"/>${types}</Types>`,
    '_rels/.rels': `<Relationships><Relationship Id="r" Type="${RELATED}/officeDocument" Target="${part}"/></Relationships>`,
    [`${part.split('/')[0]}/_rels/main.xml.rels`]: `<Relationships>${related}</Relationships>`,
    [part]: '<x/>',
    ...more,
  })
}
const related = (type: string, rest = '') =>
  `<Relationship Id='s' Type='${RELATED}/${type}' Target='x' ${rest}/>`

describe('the type of a file by its bytes', () => {
  it.each<[string, Buffer, RegExp | undefined]>([
    ['a PDF', PDF, /pdf$/],
    ['a PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]), /png$/],
    ['a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), /jpeg$/],
    ['a DOCX', office(), /wordprocessingml\.document$/],
    ['an XLSX', office(WORKBOOK), /spreadsheetml\.sheet$/],
    ['a DOCX whose main part has another name', office({ ...DOCUMENT, part: 'w/m.xml' }), /document$/],
    [
      'a DOCX that links to a page',
      office(DOCUMENT, {}, '', related('hyperlink', 'TargetMode="External"')),
      /document$/,
    ],
    [
      'a DOCX that speaks of vbaProject.bin',
      office({ ...DOCUMENT }, { 'word/a.xml': 'vbaProject.bin' }),
      /document$/,
    ],
    ['text', Buffer.from('情况说明\r\n一、'), /^text\/plain/],
    ['text with an escape', Buffer.from('a\u001b[2J'), undefined],
    ['text with a control of two bytes', Buffer.from('a\u0085b'), undefined],
    ['text with tabs and pages', Buffer.from('甲\t乙\f\u00a0丙\r\n'), /^text\/plain/],
    ['another zip', zip('a.txt'), undefined],
    ['parts without their types', zip(TYPES, 'word/document.xml'), undefined],
    [
      'macros under another name, by their type',
      office(
        DOCUMENT,
        { 'word/x.bin': 'x' },
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>',
      ),
      undefined,
    ],
    [
      'macros under another name, by their relationship',
      office(DOCUMENT, { 'word/x.bin': 'x' }, '', related('vbaProject')),
      undefined,
    ],
    [
      'macros whose type is spelled with references',
      office(
        DOCUMENT,
        {},
        '<Override PartName="/x" ContentType="application/vnd.ms-office.&#118;baProject"/>',
      ),
      undefined,
    ],
    [
      'a document for macros',
      office({ ...DOCUMENT, type: 'application/vnd.ms-word.document.macroEnabled.main+xml' }),
      undefined,
    ],
    [
      'a template from elsewhere',
      office(DOCUMENT, {}, '', related('attachedTemplate', 'TargetMode="External"')),
      undefined,
    ],
    [
      'a control',
      office(DOCUMENT, {}, '<Override PartName="/c" ContentType="application/vnd.ms-office.activeX+xml"/>'),
      undefined,
    ],
    ['two tables of types', office(DOCUMENT, { '[content_types].xml': '<Types/>' }), undefined],
    ['types with types of their own', office(DOCUMENT, { [TYPES]: '<!DOCTYPE x><Types/>' }), undefined],
    [
      'slides',
      office({ part: 'ppt/presentation.xml', type: `${OOXML}.presentationml.presentation.main+xml` }),
      undefined,
    ],
    ['an old office file', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), undefined],
    ['a program', Buffer.from('MZ\u0090\u0000\u0003'), undefined],
    ['text that is no UTF-8', Buffer.from([0xc7, 0xeb, 0xbc, 0xd9]), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', async (_what, bytes, type) => {
    if (type) expect(await typeOf(bytes)).toMatch(type)
    else expect(await typeOf(bytes)).toBeUndefined()
  })
})
