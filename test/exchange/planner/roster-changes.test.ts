import { describe, expect, test } from 'vitest'
import { COMMITTEE, heldMember, outcomes, roster, warned } from './small-roster.ts'

const of = async (text: string) => outcomes(await roster(text, COMMITTEE))

describe('what a roster would change', () => {
  test('another word for a body, and one of several, are no changes', async () => {
    const head = '委员编号,姓名,界别,专委会\n0105,阿里木·热合曼'
    expect(await of(`${head},民族界,社法委`)).toEqual(['same 0105'])
    expect(await of(`${head},少数民族,提案委`)).toEqual(['same 0105'])
    expect(await of(`${head},工会界,经济委`)).toEqual([
      'update 0105; sector: 少数民族界 > 总工会; committee: 提案委员会、社会和法制委员会 > 经济委员会',
    ])
    const plan = await roster(`${head},妇联,提案 委员会`, COMMITTEE)
    expect(plan.newNames).toEqual({ sectors: ['妇联'], committees: [], groups: [] })
  })

  test('offices are added and never ended, and what is not done is said', async () => {
    const head = '委员编号,姓名,政协职务\n0105,阿里木·热合曼'
    const fewer = await roster(`${head},委员`, COMMITTEE)
    expect(outcomes(fewer)).toEqual(['same 0105'])
    expect(warned(fewer)).toEqual(['office_kept C2'])
    expect(fewer.warnings[0]!.message.zh).toContain('常务委员')
    const more = await roster(`${head},委员 常委 副主席 秘书`, COMMITTEE)
    expect(outcomes(more)).toEqual(['update 0105; offices: 委员 常务委员 > 委员 常务委员 副主席'])
    expect(warned(more)).toEqual(['office_unknown C2'])
  })

  test('the code point of a middle dot and the way a phone is written are noise', async () => {
    expect(await of('委员编号,姓名,手机\n0105,阿里木•热合曼,13000000105')).toEqual(['same 0105'])
  })

  test('unit and post in one cell: what is known is nothing new, a new post is read, the rest is left and told', async () => {
    const head = '委员编号,姓名,单位及职务\n0105,阿里木·热合曼'
    expect(await of(`${head},清河文化馆馆长`)).toEqual(['same 0105'])
    expect(await of(`${head},清河文化馆`)).toEqual(['same 0105'])
    expect(await of(`${head},清河文化馆 书记`)).toEqual(['update 0105; post: 馆长 > 书记'])
    const other = await roster(`${head},清河博物馆馆长`, COMMITTEE)
    expect(outcomes(other)).toEqual(['same 0105'])
    expect(warned(other)).toEqual(['unit_not_split C2'])
    expect(other.warnings[0]).toMatchObject({ mustBeAccepted: true, detail: { refs: ['C2'] } })
    const bracketed = await roster(
      '委员编号,姓名,单位名称（及职务）\n0105,阿里木·热合曼,清河文化馆馆长',
      COMMITTEE,
    )
    expect(outcomes(bracketed)).toEqual(['same 0105'])
    expect(await of('委员编号,姓名,工作单位,单位职务\n0103,韩小满,清河一小,校长')).toEqual([
      'update 0103; post: null > 校长',
    ])
  })

  test('a mobile has eleven digits', async () => {
    const head = '委员编号,姓名,手机\n'
    const lines = ['130000001050', '1300000010', '13000000105', '0577-60000001', '00852-61234567']
    const plan = await roster(head + lines.map((phone, at) => `020${at},新一人,${phone}`).join('\n'))
    expect(plan.rows.map(({ errors }) => errors.map(({ ref, code }) => `${ref} ${code}`).join())).toEqual([
      'C2 bad_phone',
      'C3 bad_phone',
      '',
      '',
      '',
    ])
    expect(plan.rows[0]!.errors[0]!.message.zh).toContain('12 位')
  })

  test('four affiliations are refused, because three are kept', async () => {
    const plan = await roster('委员编号,姓名,政治面貌\n0105,阿里木·热合曼,民建、民盟、民进、群众', {
      ...COMMITTEE,
      members: [heldMember('0105', '阿里木·热合曼')],
    })
    expect(plan.rows[0]!.errors).toMatchObject([{ ref: 'C2', code: 'too_many' }])
  })
})
