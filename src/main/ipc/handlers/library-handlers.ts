import type { ImportReport } from '../../../shared/contract/index.ts'
import type { ProgressOptions } from '../../library/library.ts'
import type { HandlerContext } from '../handler-context.ts'
import type { HandlersOf } from '../handlers.ts'

const nothingImported: ImportReport = { imported: [], failed: [] }

export function createLibraryHandlers({
  services,
  desktop,
  writtenFiles,
  emit,
}: HandlerContext): HandlersOf<'library'> {
  const library = async () => (await services()).library
  const progressOf = (task: 'import' | 'export', signal: AbortSignal): ProgressOptions => ({
    signal,
    onProgress: (done, total) => emit('library.progressed', { task, done, total }),
  })

  return {
    'library.order': async ({ trashed }) => ({ ids: await (await library()).order(trashed) }),
    'library.assets': async ({ ids }) => (await library()).assets(ids),
    'library.children': async ({ id }) => (await library()).children(id),
    'library.chooseAndImport': async (_input, { windowId, signal }) => {
      const paths = await desktop.choosePictures(windowId)
      return paths.length === 0 ? nothingImported : (await library()).importFiles(paths, progressOf('import', signal))
    },
    'library.importFiles': async ({ paths }, { signal }) =>
      (await library()).importFiles(paths, progressOf('import', signal)),
    'library.importClipboard': async (_input, { signal }) => {
      const png = desktop.readClipboardPicture()
      return png === null ? nothingImported : (await library()).importBytes('Pasted picture', png, { signal })
    },
    'library.trash': async ({ ids }) => (await library()).trash(ids),
    'library.restore': async ({ ids }) => (await library()).restore(ids),
    'library.purge': async ({ ids }) => (await library()).purge(ids),
    'library.reveal': async ({ id }) => desktop.revealFile((await (await library()).locate(id, 'original')).path),
    'library.startDrag': async ({ ids }, { windowId }) =>
      desktop.startDrag(windowId, await (await library()).assets(ids)),
    'library.chooseFolder': async ({ startIn }, { windowId }) => ({
      folder: await desktop.chooseFolder(windowId, startIn),
    }),
    'library.exportName': async ({ id, options }) => (await library()).exportName(id, options),
    'library.export': async (request, { signal }) => {
      const report = await (await library()).exportAssets(request, progressOf('export', signal))
      writtenFiles.add(report.written.map(({ path }) => path))
      return report
    },
    'library.revealExport': ({ path }) => desktop.revealFile(writtenFiles.require(path)),
  }
}
