/**
 * How written names, units and titles are compared. Spaces and the width of characters are noise; characters are
 * never corrected: a name that differs in one character is another name.
 */

const SPACES = /[\s\u00a0\u180e\u200b-\u200d\u2060\u3000\ufeff]+/g
const MIDDLE_DOTS = /[·•・‧∙⋅\u0387\u2e31\u30fb.]/g
const BRACKETED = /[([{（［｛【〔〈]([^)\]}）］｝】〕〉]*)[)\]}）］｝】〕〉]/g
const STRAY_MARKS = /^[*~#※★☆]+|[*~#※★☆]+$/g
const NAME_MAX = 40

/** The key a person is looked up by: no spaces, one code point for the middle dot, no case. */
export function normalizeName(text: string): string {
  return text
    .normalize('NFKC')
    .replace(SPACES, '')
    .replace(STRAY_MARKS, '')
    .replace(MIDDLE_DOTS, '·')
    .toLowerCase()
}

/** A name cell split into the name's key and what stands in brackets behind it, which is evidence. */
export function splitName(raw: string): { key: string; brackets: string[] } {
  const text = raw.normalize('NFKC')
  const brackets: string[] = []
  const rest = text.replace(BRACKETED, (_, inner: string) => {
    const word = inner.replace(SPACES, '')
    if (word) brackets.push(word)
    return ''
  })
  return { key: normalizeName(rest), brackets }
}

/** A name as it is written, without what stands in brackets behind it. */
export function withoutBrackets(raw: string): string {
  return raw.replace(BRACKETED, '').trim()
}

/** Offices mark who did not sign or is to be looked at; what a mark means, only they know. */
export function isMarked(raw: string): boolean {
  return /[*~#※★☆]/.test(raw.normalize('NFKC'))
}

/** A party in brackets behind a name: short or whole. */
export function isParty(word: string): boolean {
  return /^(中共|中共(预备)?党员|党员|民革|民盟|民建|民进|农工(民主)?党|致公党|九三(学社)?|台盟|无党派(民主)?(人士)?|群众|共?青?团员)(会员|盟员|成员|社员|党员)?$/.test(
    word,
  )
}

/** Sex and ethnic group stand behind names in official lists; they say nothing about which member is meant. */
export function isNameSuffix(word: string): boolean {
  return /^(男|女|.{1,5}族)([，,、]?(男|女|.{1,5}族))?$/.test(word)
}

/** Words beside a name that say that the person is not there as a member. */
export function saysGuest(text: string): boolean {
  return /嘉宾|非委员|不是委员|来宾|特邀代表|特邀专家|工作人员|邀请单位|guest/i.test(text)
}

/** Whether a text can be a person's name at all; footers and header words cannot. */
export function looksLikeName(raw: string): boolean {
  const { key } = splitName(raw)
  if (key.length < 2 || key.length > NAME_MAX) return false
  if (NOT_A_NAME.test(key)) return false
  return /^[\p{L}\p{M}·'’\-\ue000-\uf8ff]+$/u.test(key)
}

const NOT_A_NAME =
  /^(合计|总计|小计|共计|姓名|委员姓名|委员|名字|填表人|填报人|审核人|审核|制表人?|制表|备注|说明|注|签名|实到|应到|请假|缺席|出席|示例.*|例|以下空白|name)$/

/** Every number in a phone cell that can be one, digits alone. A rounded 1.99E+10 gives none. */
export function normalizeMobile(text: string): string[] {
  if (text === '') return []
  const found: string[] = []
  for (const piece of text.normalize('NFKC').split(/[/、,;|]/)) {
    const digits = piece.replace(/[\s\u200b\-()]/g, '').replace(/^(\+|00)?86(?=1\d{10}$)/, '')
    if (/^\d{7,15}$/.test(digits)) found.push(digits)
  }
  return found
}

/** A sector's word without spaces, brackets and the ending 界 or 界别. */
export function normalizeSector(text: string): string {
  const bare = normalizeUnit(text)
  return bare.replace(/界别?$/, '') || bare
}

/** A unit or body: letters and digits alone, no case. */
export function normalizeUnit(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}\p{M}\ue000-\uf8ff]+/gu, '')
    .toLowerCase()
}

/** A title without quotes, spaces, dashes, brackets and width: what is left must be equal. */
export function normalizeTitle(text: string): string {
  return normalizeUnit(text)
}

/** How alike two normalised texts are, from 0 to 1: the share of common pairs of characters. */
export function similarity(a: string, b: string): number {
  if (a === b) return a === '' ? 0 : 1
  const pairs = bigrams(a)
  const others = bigrams(b)
  if (pairs.size === 0 || others.size === 0) return 0
  let shared = 0
  for (const pair of pairs) if (others.has(pair)) shared += 1
  return (2 * shared) / (pairs.size + others.size)
}

function bigrams(text: string): Set<string> {
  const chars = [...text]
  const pairs = new Set<string>()
  for (let i = 0; i + 1 < chars.length; i += 1) pairs.add(`${chars[i]}${chars[i + 1]}`)
  return pairs
}

/** Eighteen digits (or seventeen and X) with a birthday inside: an ID-card number, which is never stored. */
export function looksLikeIdCard(text: string): boolean {
  const bare = text.normalize('NFKC').replace(/[\s'’]/g, '')
  return /^[1-9]\d{5}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]$/.test(bare)
}

/** True for a cell that states nothing: spaces, or the dash that offices write for it. */
export function isBlankText(text: string): boolean {
  return /^[\s\u200b\u3000]*[-–—/／]*[\s\u200b\u3000]*$/.test(text)
}
