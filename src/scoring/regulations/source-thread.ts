import { parentPort } from 'node:worker_threads'
import type { Vocabulary } from '../check/vocabulary.ts'
import { type CheckedSource, checkSource, type TriedCases, tryCases } from './source.ts'

/** Reads rules files away from the thread that answers requests. */

export type SourceTask =
  | { kind: 'check'; source: string; options: Record<string, string>; vocabulary: Vocabulary }
  | { kind: 'cases'; source: string; cases: string; vocabulary: Vocabulary }

export type SourceAnswer = CheckedSource | TriedCases

parentPort!.on('message', (task: SourceTask) => {
  const { source, vocabulary } = task
  parentPort!.postMessage(
    task.kind === 'check'
      ? checkSource(source, task.options, vocabulary)
      : tryCases(source, task.cases, vocabulary),
  )
})
