import type { FolderHandle } from '../../../shared/domain/file-handles.ts'
import { toPickedFolder } from '../file-handles.ts'
import type { HandlerContext, HandlersOf } from '../handler-context.ts'

export function createExportsHandlers({ services, desktop, handles, emit }: HandlerContext): HandlersOf<'exports'> {
  const exports = async () => (await services()).exports
  const running = new Map<string, AbortController>()

  const withPath = <T extends { folder: FolderHandle }>(request: T) => ({
    ...request,
    folder: handles.folders.require(request.folder),
  })
  const written = <T extends { path: string }>(windowId: number, files: readonly T[]) =>
    files.map((file) => ({ ...file, file: handles.written(windowId).give(file.path) }))

  /** If the user stops it, it reports what was done; if its window closes, it reports nothing. */
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
    'exports.measure': async ({ id, options }, { signal }) => ({
      bytes: await (await exports()).measure(id, options, signal),
    }),
    'exports.remembered': async ({ ids }) => ({ remembered: await (await exports()).remembered(ids) }),
    'exports.remember': async ({ ids, remembered }) => (await exports()).remember(ids, remembered),
    'exports.caption': async ({ id, template }) => ({ caption: await (await exports()).caption(id, template) }),
    'exports.run': async ({ runId, ...request }, { windowId, signal }) => {
      const run = withPath(request)
      const result = await stoppable(runId, signal, async (progress) => (await exports()).run(run, progress))
      return { ...result, written: written(windowId, result.written) }
    },
    'exports.sheet': async ({ runId, ...request }, { windowId, signal }) => {
      const run = withPath(request)
      const { paths, ...report } = await stoppable(runId, signal, async (progress) =>
        (await exports()).sheet(run, progress),
      )
      return { ...report, written: written(windowId, filesOf(paths)) }
    },
    'exports.gallery': async ({ runId, ...request }, { windowId, signal }) => {
      const run = withPath(request)
      const { paths, ...report } = await stoppable(runId, signal, async (progress) =>
        (await exports()).gallery(run, progress),
      )
      return { ...report, written: written(windowId, filesOf(paths)) }
    },
    'exports.stop': async ({ runId }) => running.get(runId)?.abort(),
    'exports.chooseFolder': async ({ startIn }, { windowId }) => {
      const path = await desktop.chooseFolder(windowId, startIn === null ? null : handles.folders.require(startIn))
      return { folder: path === null ? null : toPickedFolder(handles, path) }
    },
    'exports.reveal': async ({ file }, { windowId }) => desktop.revealFile(handles.written(windowId).require(file)),
  }
}

const filesOf = (paths: readonly string[]) => paths.map((path) => ({ path }))
