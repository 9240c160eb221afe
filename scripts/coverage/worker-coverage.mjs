import { Session } from 'node:inspector/promises'
import { pathToFileURL } from 'node:url'
import { projectRoot } from '../setup/project.mjs'
import { letChildrenWrite } from './let-children-write.mjs'

const session = new Session()
const sources = pathToFileURL(`${projectRoot}/src/`).href
let isStarted = false

/** Starts counting in this process; the tests of the next file go on with it. */
export async function startInWorker() {
  if (isStarted) return
  isStarted = true
  letChildrenWrite()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
}

/**
 * Returns what sources were reached since the last time.
 * @param {ReadonlyMap<string, { startOffset?: number }>} [modules] how long what Vitest puts before each module is
 */
export async function takeInWorker(modules) {
  const { result } = await session.post('Profiler.takePreciseCoverage')
  return result
    .filter(({ url }) => url.startsWith(sources))
    .map(({ url, functions }) => {
      const path = decodeURIComponent(new URL(url).pathname)
      return { url, functions: shifted(functions, modules?.get(path)?.startOffset ?? 0) }
    })
}

/**
 * @param {import('node:inspector').Profiler.FunctionCoverage[]} functions
 * @param {number} by
 */
function shifted(functions, by) {
  return functions.map(({ ranges }) => ({
    ranges: ranges.map(({ startOffset, endOffset, count }) => ({
      startOffset: startOffset - by,
      endOffset: endOffset - by,
      count,
    })),
  }))
}
