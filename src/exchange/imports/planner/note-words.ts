import { isProxyWord, type Meaning, meaningOfWord } from './legend.ts'

/** What a remark beside a mark says of attendance: `迟到20分钟`, `由驾驶员代签`, `上午请假`. */
type NoteSays = { proxy: boolean; meanings: Meaning[] }

const WORDS = [
  ...['无故缺席', '未参加', '未参会', '未出席', '未到会', '未到', '缺席', '缺勤', '旷会'],
  ...['事假', '病假', '公假', '请假', '迟到', '早退'],
]
const LEFT: Meaning = { status: 'left_early', leaveType: null }
const PROXY =
  /代签|替签|代为签|替会|代会|代开会|代参会|代参加|代为参加|代替(?:其)?(?:参|出|到)|委托.{0,8}(?:参|出|到)|(?:派|由|请).{1,12}(?:代|替)/
const NEGATED = /(?:未|无|没有?|并未|从未|不|非|免)\s*$/

export function noteSays(note: string): NoteSays {
  const text = note.normalize('NFKC').replace(/\s+/g, '')
  const proxy = PROXY.exec(text)
  const meanings: Meaning[] = []
  let rest = text
  const add = (meaning: Meaning) => {
    const same = meanings.find(({ status }) => status === meaning.status)
    if (!same) meanings.push({ ...meaning })
    else same.leaveType ??= meaning.leaveType
  }
  for (const word of WORDS) {
    // Each word is taken out, so that 请假 is not found in what was read already.
    for (let at = rest.indexOf(word); at >= 0; at = rest.indexOf(word, at + 1)) {
      const negated = NEGATED.test(rest.slice(0, at))
      rest = rest.slice(0, at) + '·'.repeat(word.length) + rest.slice(at + word.length)
      if (!negated) add(meaningOfWord(word)!)
    }
  }
  if (/(?:提前|提早|中途)(?:离|退|走)/.test(rest)) add(LEFT)
  const denied = proxy !== null && NEGATED.test(text.slice(0, proxy.index))
  return { proxy: isProxyWord(text) || (proxy !== null && !denied), meanings }
}
