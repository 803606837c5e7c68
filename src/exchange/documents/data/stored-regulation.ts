import { AppError } from '../../../core/errors.ts'
import { REGULATION_STATES } from '../../../core/words/reports.ts'
import type { Answer } from '../../../http/operation.ts'
import { loadRegulation } from '../../../scoring/check/load.ts'
import type { getRegulation } from '../../../scoring/regulations/schema.ts'
import type { FieldWords } from '../../../scoring/words/rule-names.ts'
import type { PaperVersion } from './regulation-paper.ts'

/** A stored version as its paper takes it; its cases stay with whoever wrote them. */
export function storedVersion(
  stored: Answer<typeof getRegulation>,
  committee: string,
  words: FieldWords,
): PaperVersion {
  const { name, number, source, sourceHash, state, effectiveFrom, options } = stored
  const loaded = loadRegulation(source)
  if (!loaded.ok) {
    throw new AppError('regulation_invalid', {
      en: `Version ${number} of ${name} cannot be read any more`,
      zh: `${name} 第${number}版的规则文件已无法读取`,
    })
  }
  return {
    regulation: loaded.regulation,
    hash: sourceHash,
    named: `第${number}版（${REGULATION_STATES[state][0]}）`,
    effectiveFrom,
    options,
    cases: null,
    committee,
    words,
  }
}
