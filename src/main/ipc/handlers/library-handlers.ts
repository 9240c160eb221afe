import type { ImportReport } from '../../../shared/contract/index.ts'
import { droppedFilesMax } from '../../../shared/domain/file-handles.ts'
import { isProjectFile } from '../../../shared/domain/project-format.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { ProgressOptions } from '../../assets/assets.ts'
import { toImportReport } from '../to-import-report.ts'
import type { HandlerContext } from '../handler-context.ts'
import { tooManyFiles } from '../file-handles.ts'
import type { Caller, HandlersOf } from '../handlers.ts'
import { ImportsUnderWay } from '../imports-under-way.ts'

/** More a person does not see, and each wakes the window. */
const progressPauseMs = 80

export function createLibraryHandlers(context: HandlerContext): HandlersOf<'library'> {
  const { services, desktop, handles, emit } = context
  const library = async () => (await services()).assets
  const progressOf = (signal: AbortSignal): ProgressOptions => {
    let toldAtMs = Number.NEGATIVE_INFINITY
    return {
      signal,
      onProgress: (done, total) => {
        const nowMs = performance.now()
        if (done < total && nowMs - toldAtMs < progressPauseMs) return
        toldAtMs = nowMs
        emit('library.progressed', { done, total })
      },
    }
  }
  const imports = new ImportsUnderWay()
  const importPaths = (paths: readonly string[], caller: Caller): Promise<ImportReport> =>
    imports.run(caller, async (signal) =>
      toImportReport(await (await library()).imports.addFiles(paths, progressOf(signal))),
    )

  return {
    'library.assets': async ({ ids }) => (await library()).records.load(ids),
    'library.children': async ({ id }) => (await library()).records.children(id),
    'library.chooseFiles': async ({ withDocuments }, { windowId }) => {
      // A library that cannot be opened is told by the import.
      library().then(
        (opened) => opened.imports.warmUp(),
        () => undefined,
      )
      return chooseFiles(context, windowId, withDocuments)
    },
    'library.chooseAndImportFolder': async (_input, caller) => {
      const path = await desktop.chooseFolder(caller.windowId, null)
      return path === null ? null : { name: path, report: await importPaths([path], caller) }
    },
    'library.importFiles': async ({ files }, caller) => {
      const dropped = handles.dropped(caller.windowId)
      return importPaths(
        files.map((file) => dropped.require(file)),
        caller,
      )
    },
    'library.cancelImport': async (_input, { windowId }) => imports.cancel(windowId),
    'library.importClipboard': async (_input, caller) => {
      const png = desktop.readClipboardPicture()
      if (png === null) return importPaths([], caller)
      const { windowId, signal } = caller
      if (!desktop.takePaste(windowId) && !(await desktop.confirmPaste(windowId))) throw AppError.cancelled()
      return toImportReport(await (await library()).imports.addBytes('Pasted image', png, { signal }))
    },
    'library.trash': async ({ ids }) => (await library()).trash.add(ids),
    'library.restore': async ({ ids }) => (await library()).trash.restore(ids),
    'library.purge': async ({ ids }) => (await library()).trash.purge(ids),
    'library.copyPicture': async ({ id }) => desktop.copyPicture(await (await library()).records.require(id)),
    'library.reveal': async ({ id }) => desktop.revealFile((await (await library()).files.locate(id, 'original')).path),
    'library.startDrag': async ({ ids }, { windowId }) =>
      desktop.startDrag(windowId, await (await library()).records.load(ids)),
  }
}

async function chooseFiles({ desktop, handles }: HandlerContext, windowId: number, withDocuments: boolean) {
  const paths = await desktop.chooseFiles(windowId, withDocuments)
  if (paths.length > droppedFilesMax) throw tooManyFiles()
  const dropped = handles.dropped(windowId)
  // Without them a document is imported, and refused by name.
  const isDocument = (path: string) => withDocuments && isProjectFile(path)
  return {
    images: paths.filter((path) => !isDocument(path)).map((path) => dropped.give(path)),
    documents: paths.filter(isDocument).map((path) => dropped.give(path)),
  }
}
