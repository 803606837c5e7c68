import { readFileSync } from 'node:fs'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { sha256 } from '../core/ids.ts'
import { type Context, type Route, route } from './route.ts'

/** The contract as a document and as a page to read: served from here, without a request to anywhere else. */

interface Made {
  text: string
  type: string
  etag: string
}

const madeOf = (text: string, type: string): Made => ({ text, type, etag: `"${sha256(text).slice(0, 16)}"` })

/** `contract` is asked once, when somebody first reads: the start does not wait for it. */
export function docsRoutes(contract: () => Promise<{ json: string; html: string }>): Route[] {
  let made: Promise<Record<'json' | 'html' | 'css', Made>> | undefined
  const pages = () => {
    made ??= contract().then(({ json, html }) => ({
      json: madeOf(json, 'application/json; charset=utf-8'),
      html: madeOf(html, 'text/html; charset=utf-8'),
      css: madeOf(readFileSync(new URL('reference.css', import.meta.url), 'utf8'), 'text/css; charset=utf-8'),
    }))
    return made
  }
  const page = (
    path: string,
    operationId: string,
    summary: string,
    which: 'json' | 'html' | 'css',
    type: string,
  ) =>
    route({
      method: 'GET',
      path,
      root: true,
      operationId,
      summary,
      tag: 'operations',
      permission: 'public',
      versioned: true,
      responseType: type,
      ...(which === 'json' ? { response: z.looseObject({}) } : {}),
      failures: [],
      stream: async (context, reply) => served(context, reply, (await pages())[which]),
    })
  return [
    page('/openapi.json', 'readContract', 'This document', 'json', 'application/json'),
    page('/docs', 'readReference', 'This document as a page', 'html', 'text/html'),
    page('/docs/reference.css', 'readReferenceStyle', 'How the page looks', 'css', 'text/css'),
  ]
}

function served({ headers }: Context, reply: FastifyReply, { text, type, etag }: Made): FastifyReply {
  reply.header('etag', etag).header('cache-control', 'no-cache')
  if (headers['if-none-match'] === etag) return reply.code(304).send()
  return reply.header('content-type', type).send(text)
}
