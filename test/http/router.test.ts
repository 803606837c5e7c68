import { describe, expect, it } from 'vitest'
import { routerOf } from '../../src/http/router.ts'

describe('the router', () => {
  const find = routerOf([
    { method: 'GET', path: '/things', target: 'list' },
    { method: 'GET', path: '/things/:id', target: 'read' },
    { method: 'POST', path: '/things/similar', target: 'similar' },
    { method: 'GET', path: '/things/:id/parts/:partId', target: 'part' },
    { method: 'GET', path: '/things/new/parts/:number', target: 'new part' },
  ])

  it.each([
    ['GET', '/things', 'list', {}],
    ['GET', '/things/7', 'read', { id: '7' }],
    ['POST', '/things/similar', 'similar', {}],
    ['GET', '/things/similar', 'read', { id: 'similar' }],
    ['GET', '/things/7/parts/8', 'part', { id: '7', partId: '8' }],
    ['GET', '/things/new/parts/8', 'new part', { number: '8' }],
    ['GET', '/things/', 'read', { id: '' }],
    ['GET', `/things/${'x'.repeat(5_000)}`, 'read', { id: 'x'.repeat(5_000) }],
  ])('%s %s is %s', (method, path, target, params) => {
    expect(find(method, path)).toEqual({ target, params })
  })

  it.each([
    ['GET', '/things/%E4%BD%A0%2F%25', '%E4%BD%A0%2F%25'],
    ['GET', '/things/%ZZ', '%ZZ'],
    ['GET', '/things/7?trial=true', '7?trial=true'],
    ['GET', '/things/7#part', '7#part'],
  ])('%s %s keeps the part as it was sent', (method, path, id) => {
    expect(find(method, path)).toEqual({ target: 'read', params: { id } })
  })

  it.each([
    ['POST', '/things'],
    ['FOO', '/things'],
    ['__proto__', '/things'],
    ['GET', '/%74hings'],
    ['GET', '/things?limit=1'],
    ['GET', '/Things'],
    ['GET', '/things//'],
    ['GET', 'things'],
    ['GET', 'http://host/things'],
    ['GET', ''],
  ])('%s %s is none', (method, path) => {
    expect(find(method, path)).toBeUndefined()
  })
})
