/**
 * The stored sort key of a name: syllables with tone numbers, surname readings (曾 zeng1, 单 shan4), then the name
 * itself, so that equal syllables have one order on every engine.
 */
export async function sortKey(name: string): Promise<string> {
  // Loaded with the first name that is written: the dictionary is large, and reading never needs it.
  const { pinyin } = await import('pinyin-pro')
  const syllables = pinyin(name, { type: 'array', toneType: 'num', surname: 'head', nonZh: 'consecutive' })
  return `${syllables.join(' ')} ${name}`
}
