import { act, aMeeting, aMember, post } from '../../support/records.ts'
import type { World } from '../../support/world.ts'

/** People and records that the sheets speak of. */
export async function around(world: World): Promise<Record<string, string>> {
  const ids: Record<string, string> = {}
  const people = { one: '钱一鸣', two: '孙二河', twinA: '李同名', twinB: '李同名' }
  for (const [at, [name, value]] of Object.entries(people).entries()) {
    ids[name] = (await aMember(world, { name: value, memberNo: `098${at + 10}` })).id
  }
  const department = { kind: 'special_committee', code: 'TA', name: '提案委', aliases: ['提案委员会'] }
  ids['department'] = (await post(world, '/v1/organizations', department)).id
  ids['party'] = (
    await post(world, '/v1/organizations', { kind: 'party_group', code: 'MJ', name: '民建区委' })
  ).id
  const days = { startsOn: '2019-02-26', endsOn: '2019-02-28' }
  ids['meeting'] = (await aMeeting(world, { title: '三次会议大会', ...days })).id
  const again = { startsOn: '2019-09-26', endsOn: '2019-09-28' }
  ids['meetingAgain'] = (await aMeeting(world, { title: '三次会议大会', ...again })).id
  const kind = {
    code: 'media_article',
    name: '媒体宣传',
    class: 'outreach',
    fields: [
      { name: 'medium', title: '刊发媒体', type: 'text', required: true },
      { name: 'level', title: '媒体级别', type: 'choice', choices: ['区级', '市级'] },
      { name: 'words', title: '字数', type: 'integer' },
    ],
    evidence: 'none',
    validFrom: '2019-01-01',
  }
  ids['kind'] = (await post(world, '/v1/duty-kinds', kind)).id
  ids['roster'] = (
    await post(world, '/v1/rosters', { code: 'law_team', kind: 'law_service', name: '政协法律服务团' })
  ).id
  ids['studio'] = (
    await post(world, '/v1/places', {
      code: 'studio_01',
      kind: 'studio',
      name: '江畔工作室',
      validFrom: '2019-01-01',
    })
  ).id
  ids['opinion'] = (await post(world, '/v1/opinions', { title: '夜间停车难', authorIds: [ids['one']] })).id
  await act(world, `/v1/opinions/${ids['opinion']}`, 'submit', { submittedOn: '2019-03-01' })
  return ids
}
