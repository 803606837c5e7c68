import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { contractRoutes } from '../../src/app.ts'
import { openapiOf } from '../../src/openapi.ts'
import { inEveryWorld } from '../support/world.ts'

/** What the service refuses, the contract refuses: whoever makes a client from it learns the rules there. */

const ID = '0190a2f0-7d3c-7c1e-9b1a-3f5d2c4b6a7f'
const FIRST = { termId: ID, memberNo: '09001', name: '甲', validFrom: '2017-02-20' }

const contract = JSON.parse(JSON.stringify(openapiOf(contractRoutes())))
const ajv = new Ajv2020({ strict: false, allErrors: true })
// biome-ignore lint/suspicious/noExplicitAny: the module's types name its default twice
;(addFormats as any)(ajv)
ajv.addSchema(contract, 'contract')
const byContract = (operationId: string) => {
  for (const [path, methods] of Object.entries<
    Record<string, { operationId: string; requestBody?: { content: object } }>
  >(contract.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (operation.operationId !== operationId) continue
      const [type] = Object.keys(operation.requestBody!.content)
      const at = [path, method, 'requestBody', 'content', type!, 'schema']
      const pointer = at
        .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
        .join('/')
      return ajv.compile({ $ref: `contract#/paths/${pointer}` })
    }
  }
  throw new Error(`There is no operation ${operationId}`)
}
const byService = (operationId: string) => {
  const body = contractRoutes().find((route) => route.operationId === operationId)!.body
  return (value: unknown) => body!.safeParse(value).success
}

describe('the contract and the service agree', () => {
  it.each([
    ['createMember', true, { ...FIRST, phone: '13800000000' }],
    ['createMember', true, { ...FIRST, phone: null }],
    ['createMember', false, { ...FIRST, phone: 'call me' }],
    ['createMember', false, { ...FIRST, gender: 'x' }],
    ['signMemberIn', true, { memberId: ID }],
    ['signMemberIn', false, {}],
    ['signMemberIn', false, { memberId: ID, memberCode: 'x'.repeat(43) }],
    ['inviteToMeeting', true, { memberIds: [ID] }],
    ['inviteToMeeting', false, { memberIds: [ID], rule: { all: true } }],
    ['inviteToMeeting', false, {}],
    ['createExport', true, { kind: 'ranking', format: 'csv', periodId: ID }],
    ['createExport', false, { kind: 'ranking', format: 'csv' }],
    ['createExport', false, { kind: 'ranking', format: 'json', periodId: ID }],
    ['createExport', false, { kind: 'list', format: 'csv', list: '/members', templateId: ID }],
    ['createExport', false, { kind: 'report', format: 'csv', reportId: ID, memberId: ID }],
    ['createExport', true, { kind: 'notice', format: 'pdf', memberId: ID, reportId: ID }],
    ['createExport', true, { kind: 'regulation', format: 'docx', regulationId: ID }],
    ['createExport', false, { kind: 'regulation', format: 'xlsx', regulationId: ID }],
    ['createExport', false, { kind: 'regulation', format: 'pdf' }],
  ] as const)('%s: %s for %j', (operationId, valid, body) => {
    expect([byService(operationId)(body), byContract(operationId)(body)]).toEqual([valid, valid])
  })
})

inEveryWorld('a field that a list never has', (world) => {
  it('is refused by its name, also while the list is empty', async () => {
    const lists = contractRoutes().filter(
      ({ method, path, lists: of }) => method === 'GET' && of && !path.includes(':'),
    )
    expect(lists.length).toBeGreaterThan(20)
    for (const { path, operationId } of lists) {
      const { status, body } = await world.admin.get(`/v1${path}?fields=id,zzUnknown`)
      expect([operationId, status, body.errors?.[0]?.code]).toEqual([operationId, 400, 'unknown_field'])
    }
  })
})
