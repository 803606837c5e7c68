import { AppError } from '../core/errors.ts'
import { TRADE_WORDS } from './password-words.ts'

/**
 * Whether a new password stands up to guessing: not by what it is composed of (ASVS 5.0 6.2.5), but by how many tries a
 * guesser needs who knows common passwords, keyboards, dates, and the words of the account itself (6.2.4, 6.2.11).
 */

/** Eight random letters and digits are just enough; `zhengxie2024` falls in some ten thousand. */
const GUESSES_MIN = 5e7
/** Shorter words of an account are in everything that one writes. */
const WORD_MIN = 3

type Judge = (password: string, words: string[]) => { guesses: number; ownWords: boolean }

let judge: Promise<Judge> | undefined

/** Loaded with the first password that is set: its dictionaries take 30 MB, and a login never needs them. */
async function loadJudge(): Promise<Judge> {
  const [{ ZxcvbnFactory }, common] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ])
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, trade: [...TRADE_WORDS] },
    graphs: common.adjacencyGraphs,
  })
  return (password, words) => {
    const { guesses, sequence } = zxcvbn.check(password, words)
    const ownWords = sequence.some((part) => part.dictionaryName === 'userInputs')
    return { guesses, ownWords }
  }
}

/**
 * Refuses a password that is guessed too soon. `own` are the names of the account: login, person, committee; Chinese
 * ones count in pinyin too, as people type them.
 */
export async function refuseGuessable(
  password: string,
  own: readonly (string | null)[],
  pointer: string,
): Promise<void> {
  judge ??= loadJudge()
  const names = own.filter((name) => name !== null)
  const words = (await Promise.all(names.map(spellings))).flat().filter((word) => word.length >= WORD_MIN)
  const { guesses, ownWords } = (await judge)(password, words)
  if (guesses >= GUESSES_MIN) return
  throw ownWords ? tooNear(pointer) : tooCommon(pointer)
}

const CHINESE = /\p{Script=Han}/u

/** A name as it is, its parts, and in pinyin: whole, without the first syllable, and by first letters. */
async function spellings(name: string): Promise<string[]> {
  const parts = [name, ...name.split(/[\s.\-_@·]+/)]
  if (!CHINESE.test(name)) return parts
  const { pinyin } = await import('pinyin-pro')
  const syllables = pinyin(name, { type: 'array', toneType: 'none', nonZh: 'removed' }).filter(Boolean)
  return [...parts, syllables.join(''), syllables.slice(1).join(''), ...syllables]
}

const refusal = (pointer: string, en: string, zh: string) =>
  new AppError(
    'validation_failed',
    { en: `${pointer}: ${en}`, zh },
    { errors: [{ pointer, code: 'common_password', detail: en }] },
  )

const tooCommon = (pointer: string) =>
  refusal(
    pointer,
    'is one of the first that anybody guesses; take a longer one, such as four words that do not belong together',
    '密码太常见，容易被猜中；请换一个更长的，例如把四个互不相干的词连在一起',
  )

const tooNear = (pointer: string) =>
  refusal(
    pointer,
    'is made of names that belong to the account; take words that have nothing to do with you or the committee',
    '密码含有登录名、姓名或单位名称，容易被猜中；请用与本人和单位无关的词，例如四个互不相干的词',
  )
