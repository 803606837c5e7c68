import type { Text } from '../plan-types.ts'
import type { Fields } from './record-table.ts'

/** Cells that say several things of one record: who adopted it, and which leaders wrote on it. */

export type Parts = { value: readonly Fields[] } | { problem: { code: string; message: Text } }

const LEVELS: [RegExp, string][] = [
  [/^(全国|国家|中央|全国政协|国家级|中央级)$/, 'national'],
  [/^(省|自治区|直辖市|省政协)级?$/, 'province'],
  [/^(市|地|州|盟|设区市|市政协)级?$/, 'city'],
  [/^(区|县|旗|县市区|区县|本级|区政协|县政协)级?$/, 'district'],
]
const TAKEN = /(采用|录用|采纳)$/
const NOT_TAKEN = /^(未(被)?(采用|录用|采纳)|不采用|不予采用|留存|存档|否|无)$/
const NOBODY = /^(无|没有|未批示|无批示)$/

/** `区级、市级（综合）`: each level once; what stands in brackets says whether it was combined with others. */
export function readAdoptions(text: string): Parts {
  const adoptions: { level: string; kind: string }[] = []
  if (NOT_TAKEN.test(bare(text))) return { value: adoptions }
  for (const piece of levelPieces(text)) {
    const [, word = piece, bracket = ''] = /^(.*?)(?:\((.*)\))?$/.exec(piece.normalize('NFKC')) ?? []
    const level = LEVELS.find(([pattern]) => pattern.test(bare(word).replace(TAKEN, '')))?.[1]
    const kind = kindOf(bare(bracket))
    if (!level || !kind || adoptions.some((one) => one.level === level))
      return problem('unknown_level', LEVEL)
    adoptions.push({ level, kind })
  }
  return { value: adoptions }
}

function kindOf(word: string): string | null {
  if (word === '' || /^(单篇|单独|单条)(采用|录用)?$/.test(word)) return 'single'
  return /^(综合|合并|综合采用|综合录用)$/.test(word) ? 'combined' : null
}

const POST =
  /^(.*(?:书记|主席|省长|市长|区长|县长|州长|旗长|盟长|部长|主任|秘书长|常委|委员长|总理|局长|厅长|院长|检察长))(\p{Script=Han}{2,4})$/u
const PRINCIPAL =
  /^(中共)?\p{Script=Han}{0,8}(省委|市委|区委|县委|州委)书记$|^\p{Script=Han}{0,8}(?<!副)(省长|市长|区长|县长|州长)$/u

/** `省政协主席柏承志；区长方立诚`: the title ends with a post, the name follows it. */
export function readLeaders(text: string): Parts {
  const leaders: Fields[] = []
  if (NOBODY.test(bare(text))) return { value: leaders }
  for (const piece of pieces(text)) {
    const [, title, name] = POST.exec(bare(piece)) ?? []
    const level = title && levelOfTitle(title)
    if (!title || !name || !level) return problem('unknown_leader', LEADER)
    leaders.push({
      leaderName: name,
      leaderTitle: title,
      leaderLevel: level,
      isPrincipal: PRINCIPAL.test(title),
    })
  }
  return { value: leaders }
}

/** The level of an office is that of the body which its title names first. */
function levelOfTitle(title: string): string | null {
  if (/^(全国|国家|中央|中共中央|国务院)|总理|委员长/.test(title)) return 'national'
  const place = /(省|自治区)|(市|州|盟)|(区|县|旗)/.exec(title)
  if (!place) return null
  if (place[1]) return 'province'
  return place[2] ? 'city' : 'district'
}

const pieces = (text: string): string[] => text.split(/[、，,；;\n]/).filter((piece) => piece.trim() !== '')
/** Levels may be parted by spaces alone; what stands in brackets belongs to the one before. */
const levelPieces = (text: string): string[] =>
  pieces(text).flatMap((piece) =>
    piece
      .normalize('NFKC')
      .replace(/\s*\(\s*(.*?)\s*\)/g, '($1)')
      .trim()
      .split(/\s+/),
  )
const bare = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '')
const problem = (code: string, message: Text): Parts => ({ problem: { code, message } })

const LEVEL: Text = {
  zh: '看不出采用层级。请写成“区级、市级（综合）、省级、全国”的样子，每一级只写一次。',
  en: 'The levels of adoption cannot be told. Write them like 区级、市级（综合）, each once.',
}
const LEADER: Text = {
  zh: '看不出批示领导的职务、姓名和层级。请写成“区长方立诚；省政协主席柏承志”的样子，职务写全。',
  en: 'Title, name and level of the leader cannot be told. Write them like 区长方立诚；省政协主席柏承志, titles in full.',
}
