import type { HandlerContext } from '../handler-context.ts'
import type { HandlersOf } from '../handlers.ts'

export function createExportsHandlers({
  services,
  desktop,
  writtenFiles,
  emit,
}: HandlerContext): HandlersOf<'exports'> {
  const exports = async () => (await services()).exports
  const running = new Map<string, AbortController>()

  /** Stopped by the person it tells what it did; cancelled with its window it tells nobody. */
  async function stoppable<T>(
    runId: string,
    signal: AbortSignal,
    work: (progress: { signal: AbortSignal; onProgress: (done: number, total: number) => void }) => Promise<T>,
  ): Promise<T> {
    const stop = new AbortController()
    running.set(runId, stop)
    try {
      return await work({
        signal: AbortSignal.any([signal, stop.signal]),
        onProgress: (done, total) => emit('exports.progressed', { runId, done, total }),
      })
    } finally {
      running.delete(runId)
    }
  }

  return {
    'exports.example': async ({ id, options }) => (await exports()).example(id, options),
    'exports.caption': async ({ id, template }) => ({ caption: await (await exports()).caption(id, template) }),
    'exports.run': async ({ runId, ...request }, { signal }) => {
      const report = await stoppable(runId, signal, async (progress) => (await exports()).run(request, progress))
      writtenFiles.add(report.written.map(({ path }) => path))
      return report
    },
    'exports.sheet': async ({ runId, ...request }, { signal }) => {
      const report = await stoppable(runId, signal, async (progress) => (await exports()).sheet(request, progress))
      writtenFiles.add(report.paths)
      return report
    },
    'exports.gallery': async ({ runId, ...request }, { signal }) => {
      const report = await stoppable(runId, signal, async (progress) => (await exports()).gallery(request, progress))
      writtenFiles.add(report.paths)
      return report
    },
    'exports.stop': async ({ runId }) => running.get(runId)?.abort(),
    'exports.reveal': ({ path }) => desktop.revealFile(writtenFiles.require(path)),
  }
}
