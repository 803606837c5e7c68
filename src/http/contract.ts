import type { Schema } from './json-schema.ts'

/** The contract as a document (OpenAPI 3.1): `openapi.yaml`, `/openapi.json`, and the page that is made of it. */

export interface OpenApi {
  openapi: string
  info: { title: string; version: string; description?: string }
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, Schema>
    parameters: Record<string, Parameter>
    responses: Record<string, Response>
    [kind: string]: Record<string, Extended>
  }
}

/** Whatever else is written, such as `x-codes`. */
interface Extended {
  [extension: string]: unknown
}

export interface Operation extends Extended {
  operationId: string
  summary: string
  description?: string
  tags: string[]
  parameters?: (Parameter | Reference)[]
  requestBody?: { content: Content; required: boolean }
  responses: Record<string, Response | Reference>
  'x-permission': string
}

/** What is said once, below `components`. */
export interface Reference extends Extended {
  $ref: string
}

export interface Parameter extends Extended {
  name: string
  in: string
  required?: boolean
  description?: string
  schema?: Schema
}

export interface Response extends Extended {
  description: string
  content?: Content
  headers?: Record<string, Schema>
}

/** By media type. */
export type Content = Record<string, { schema?: Schema; example?: unknown }>

export const isReference = (node: Extended): node is Reference => typeof node.$ref === 'string'
