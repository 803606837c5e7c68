import { isOurs } from '../own-sheets.ts'
import type { Refusal, RefusalCode, Text } from '../plan-types.ts'
import type { Container, Table } from '../table.ts'
import { type Bytes, inMemory } from './bytes.ts'
import { type Encoded, tellEncoding, textOf } from './encoding.ts'
import { BOOK_BYTES_MAX, TEXT_BYTES_MAX, WHOLE_ROWS_MAX } from './limits.ts'
import { withPlainSpans } from './page-spans.ts'
import { withWholeTags } from './page-tags.ts'
import { readDelimited } from './read-csv.ts'
import { readJsonLines } from './read-jsonl.ts'
import { isOle, readWorkbook } from './read-workbook.ts'
import { readXlsx } from './read-xlsx.ts'
import { wholeTable } from './walked.ts'
import { AT_ONCE, checkContents, readZipDirectory, STREAMED, type ZipProblem } from './zip-guard.ts'

/** A file as tables of exact cell texts. */
export type Reading = { container: Container; tables: Table[] }

export type ReadResult = { reading: Reading } | { refusal: Refusal }

const LINES_NAMES = new Set(['jsonl', 'ndjson'])
const TEXT_NAMES = new Set(['csv', 'txt', 'tsv', ...LINES_NAMES])
const BOOK_NAMES = new Set(['xlsx', 'xlsm', 'xlsb', 'xls', 'et', 'ods'])
const START_BYTES = 4_096
const PAGE_NAMES = new Set(['xls', 'html', 'htm'])

/**
 * Bytes of a sheet to tables, or why they are not read. The file's own bytes decide what it is, and its name
 * must not contradict them. Refuses: empty, too large, encrypted, broken and suspicious files, files that are
 * no spreadsheet, and text whose encoding cannot be told.
 */
export async function readFile(
  file: Uint8Array | Bytes,
  fileName: string,
  told: { encoding?: string | undefined; delimiter?: string | undefined } = {},
): Promise<ReadResult> {
  const source = 'read' in file ? file : inMemory(file)
  if (source.size === 0) return refuse('file_empty')
  if (source.size > TEXT_BYTES_MAX) return refuse('file_too_large')
  const ending = /\.([a-z0-9]+)$/i.exec(fileName.trim())?.[1]?.toLowerCase() ?? ''
  const start = source.read(0, Math.min(source.size, START_BYTES)).slice()
  const whole = () => source.read(0, source.size)
  const large = source.size > BOOK_BYTES_MAX
  if (isOle(start)) return large ? refuse('file_too_large') : readOle(whole(), ending)
  if (startsWith(start, [0x50, 0x4b, 0x03, 0x04]) || startsWith(start, [0x50, 0x4b, 0x05, 0x06])) {
    return large ? refuse('file_too_large') : readZip(whole(), ending)
  }
  if (isOtherKind(start)) return refuse('not_a_spreadsheet')
  const encoded = tellEncoding(source, told.encoding)
  if (!encoded)
    return refuse(hasNul(start) || !TEXT_NAMES.has(ending) ? 'not_a_spreadsheet' : 'encoding_unknown')
  const text = () => textOf(source, encoded)
  const [first = ''] = text()
  if (/^\s*(<!doctype html|<html|<table|<head|<meta|<div|<style)/i.test(first)) {
    if (large) return refuse('file_too_large')
    return readPage({ ...encoded, text: [...text()].join('') }, ending)
  }
  if (/^\s*(<\?xml|<|MIME-Version:|\{\\rtf|%PDF)/i.test(first)) return refuse('not_a_spreadsheet')
  if (BOOK_NAMES.has(ending)) return refuse('content_mismatch', mismatch(ending, '文本', 'plain text'))
  return readText(text, encoded, ending, told.delimiter)
}

/** A reading with every row in memory, for plans that look back and forth; refuses more rows than that allows. */
export function wholeReading({ container, tables }: Reading): Reading | { refusal: Refusal } {
  const whole: Table[] = []
  for (const table of tables) {
    const one = wholeTable(table, WHOLE_ROWS_MAX)
    if (!one) return refuse('too_many_rows')
    whole.push(one)
  }
  return { container, tables: whole }
}

function readText(
  text: () => Generator<string>,
  { encoding, bom }: Encoded,
  ending: string,
  delimiter: string | undefined,
): ReadResult {
  if (text().every((block) => block.trim() === '')) return refuse('file_empty')
  if (LINES_NAMES.has(ending)) return readLines(text, { encoding, bom })
  const format = ending === 'txt' ? 'txt' : 'csv'
  const read = readDelimited(text, format, delimiter)
  if ('problem' in read) {
    if (read.problem === 'too_many_rows') return refuse('too_many_rows')
    return refuse('file_corrupt', broken(read.line))
  }
  const container = { format, encoding, bom, delimiter: read.delimiter, date1904: false } as const
  return { reading: { container, tables: [read.table] } }
}

function readLines(text: () => Iterable<string>, how: { encoding: string; bom: boolean }): ReadResult {
  const read = readJsonLines(text, 'jsonl')
  if ('problem' in read) {
    return read.problem === 'too_many_rows'
      ? refuse('too_many_rows')
      : refuse('file_corrupt', noObject(read.line))
  }
  const { encoding, bom } = how
  return {
    reading: {
      container: { format: 'jsonl', encoding, bom, delimiter: null, date1904: false },
      tables: [read.table],
    },
  }
}

// Pages are written by programs that often do not say what they are in; the bytes do.
async function readPage(
  decoded: { text: string; encoding: string; bom: boolean },
  ending: string,
): Promise<ReadResult> {
  if (ending !== '' && !PAGE_NAMES.has(ending)) {
    return refuse('content_mismatch', mismatch(ending, '网页', 'a web page'))
  }
  if (!/<table/i.test(decoded.text)) return refuse('not_a_spreadsheet')
  const page = withPlainSpans(await withWholeTags(decoded.text))
  if (page === null) return refuse('archive_suspicious')
  const read = await readWorkbook(page)
  if ('problem' in read) return refuse(codeOf(read.problem))
  const container = {
    format: 'html',
    encoding: decoded.encoding,
    bom: decoded.bom,
    delimiter: null,
    date1904: false,
  } as const
  const tables = read.tables.map((table, at) => ({ ...table, name: at === 0 ? 'html' : `html${at + 1}` }))
  return { reading: { container, tables } }
}

async function readZip(bytes: Uint8Array, ending: string): Promise<ReadResult> {
  const directory = readZipDirectory(bytes, STREAMED)
  if ('problem' in directory) return refuse(codeOf(directory.problem))
  const names = new Set(directory.entries.map((entry) => entry.name))
  const format = names.has('xl/workbook.xml')
    ? 'xlsx'
    : names.has('xl/workbook.bin')
      ? 'xlsb'
      : names.has('content.xml') && names.has('mimetype')
        ? 'ods'
        : null
  if (!format) return refuse('not_a_spreadsheet')
  if (ending !== '' && !BOOK_NAMES.has(ending)) {
    return refuse('content_mismatch', mismatch(ending, '工作簿', 'a workbook'))
  }
  if (format === 'xlsx') {
    const read = readXlsx(bytes, directory.entries)
    if ('problem' in read) return refuse(codeOf(read.problem))
    if ('tables' in read) return { reading: readingOf(format, read) }
  }
  const whole = readZipDirectory(bytes, AT_ONCE)
  if ('problem' in whole) return refuse(codeOf(whole.problem))
  const problem = checkContents(bytes, whole.entries)
  if (problem) return refuse(codeOf(problem))
  return readBook(bytes, format)
}

async function readOle(bytes: Uint8Array, ending: string): Promise<ReadResult> {
  const streams = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const has = (name: string) => streams.includes(Buffer.from(name, 'utf16le'))
  if (has('EncryptedPackage') || has('DRMEncryptedDataSpace')) return refuse('file_encrypted')
  if (!has('Workbook') && !has('Book')) return refuse('not_a_spreadsheet')
  if (ending !== '' && !BOOK_NAMES.has(ending)) {
    return refuse('content_mismatch', mismatch(ending, '工作簿', 'a workbook'))
  }
  return readBook(bytes, 'xls')
}

async function readBook(bytes: Uint8Array, format: Container['format']): Promise<ReadResult> {
  const read = await readWorkbook(bytes)
  if ('problem' in read) return refuse(codeOf(read.problem))
  return { reading: readingOf(format, read) }
}

/** Sheets of a workbook, but those that this product wrote beside them. */
const readingOf = (
  format: Container['format'],
  { tables, date1904 }: { tables: Table[]; date1904: boolean },
): Reading => ({
  container: { format, encoding: null, bom: false, delimiter: null, date1904 },
  tables: tables.filter((table) => !isOurs(table)),
})

function codeOf(problem: ZipProblem | 'too_many_rows'): RefusalCode {
  if (problem === 'encrypted') return 'file_encrypted'
  if (problem === 'suspicious') return 'archive_suspicious'
  return problem === 'too_many_rows' ? 'too_many_rows' : 'file_corrupt'
}

const OTHER_KINDS = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x25, 0x50, 0x44, 0x46],
  [0x1f, 0x8b],
  [0x37, 0x7a, 0xbc, 0xaf],
  [0x52, 0x61, 0x72, 0x21],
  [0x7f, 0x45, 0x4c, 0x46],
  [0x4d, 0x5a, 0x90],
]

function isOtherKind(bytes: Uint8Array): boolean {
  return OTHER_KINDS.some((magic) => startsWith(bytes, magic))
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, at) => bytes[at] === byte)
}

function hasNul(bytes: Uint8Array): boolean {
  return bytes.includes(0)
}

function broken(line: number | null): Text | undefined {
  if (line === null) return undefined
  return {
    zh: `第 ${line} 行附近的引号没有配对，无法分清单元格。请在 Excel 中打开并重新另存为 CSV UTF-8。`,
    en: `A quote near line ${line} is never closed, so cells cannot be told apart. Save the sheet again as CSV UTF-8.`,
  }
}

function noObject(line: number | null): Text {
  return {
    zh: `第 ${line} 行不是一个简单的 JSON 对象（一行一个对象，值为文字、数字、真假或 null）。请改正后再上传。`,
    en: `Line ${line} is no plain JSON object (one object a line, of texts, numbers, booleans and null). Correct it and upload again.`,
  }
}

function mismatch(ending: string, zh: string, en: string): Text {
  return {
    zh: `文件名以 .${ending} 结尾，内容却是${zh}。请在 Excel 或 WPS 中打开，另存为 .xlsx 或 CSV 后再上传。`,
    en: `The name ends in .${ending} but the content is ${en}. Open it in a spreadsheet program, save it as .xlsx or CSV, and upload that.`,
  }
}

const MESSAGES: Partial<Record<RefusalCode, Text>> = {
  file_empty: {
    zh: '文件是空的。请确认选对了文件后再上传。',
    en: 'The file is empty. Check that the right file was chosen.',
  },
  file_too_large: {
    zh: '文件过大（工作簿和网页最多 64 MB，文本最多 256 MB）。请拆成几份，或只保留要导入的工作表。',
    en: 'The file is too large (64 MB for workbooks and pages, 256 MB for text). Split it, or keep only the sheet to import.',
  },
  not_a_spreadsheet: {
    zh: '这不是电子表格（可接受 CSV、JSON Lines、XLSX、XLS、ODS 和表格网页）。请从 Excel 或 WPS 另存后再上传。',
    en: 'This is not a spreadsheet (CSV, JSON Lines, XLSX, XLS, ODS and HTML tables are read). Save it from a spreadsheet program first.',
  },
  content_mismatch: {
    zh: '文件名后缀与内容不符。请另存为 .xlsx 或 CSV 后再上传。',
    en: 'The file name and the content disagree. Save the sheet as .xlsx or CSV and upload that.',
  },
  file_encrypted: {
    zh: '文件有密码，无法读取。请在 Excel 中取消“用密码进行加密”，保存后再上传。',
    en: 'The file is protected by a password. Remove the password in Excel, save, and upload again.',
  },
  file_corrupt: {
    zh: '文件已损坏或不完整，无法读取。请重新下载，或在 Excel 中打开并另存一份。',
    en: 'The file is damaged or incomplete. Download it again, or open it in Excel and save a copy.',
  },
  archive_suspicious: {
    zh: '文件解压后异常庞大或内部结构不正常，未予读取。请在 Excel 中打开，另存为新的 .xlsx。',
    en: 'The file would inflate to an abnormal size or has an abnormal structure and was not read. Save a fresh .xlsx from Excel.',
  },
  encoding_unknown: {
    zh: '文字编码无法识别（既不是 UTF-8，也不像 GBK/GB18030）。请在 Excel 中另存为“CSV UTF-8”，或在导入方案里指明编码。',
    en: 'The text encoding cannot be told (neither UTF-8 nor plausible GBK/GB18030). Save as CSV UTF-8, or name the encoding in the profile.',
  },
  too_many_rows: {
    zh: '表格的行数或列数超过限度：1 048 576 行（XLS、XLSB、ODS、网页以及名册和记录表为 300 000 行）、1 000 列。请拆成几份后分别导入。',
    en: 'The sheet has too many rows or columns: at most 1,048,576 rows (300,000 in XLS, XLSB, ODS and web pages, and of rosters and records) and 1,000 columns. Split it and import the parts.',
  },
}

function refuse(code: RefusalCode, message?: Text): { refusal: Refusal } {
  return { refusal: { code, message: message ?? MESSAGES[code] ?? { zh: code, en: code } } }
}
