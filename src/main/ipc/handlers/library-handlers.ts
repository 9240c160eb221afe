import { type ImportReport, failuresListed } from '../../../shared/contract/index.ts'
import type { MetadataDialect } from '../../../shared/domain/metadata-dialect.ts'
import { droppedFilesMax } from '../../../shared/domain/file-handles.ts'
import { isProjectFile } from '../../../shared/domain/project-format.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { pastedImage } from '../../../shared/messages/en/dialogs.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import type { ImportOutcome } from '../../assets/assets.ts'
import { tooManyFiles } from '../file-handles.ts'
import type { HandlerContext, Caller, HandlersOf } from '../handler-context.ts'

export function createLibraryHandlers(context: HandlerContext): HandlersOf<'library'> {
  const { services, desktop, handles, imports } = context
  const library = async () => (await services()).assets
  const importPaths = (paths: readonly string[], caller: Caller): Promise<ImportReport> =>
    imports.run(caller, async (progress) => toImportReport(await (await library()).imports.addFiles(paths, progress)))

  return {
    'library.assets': async ({ ids }) => (await library()).records.load(ids),
    'library.children': async ({ id }) => (await library()).records.children(id),
    'library.chooseFiles': async ({ withDocuments }, { windowId }) => {
      // The import itself reports a library that cannot be opened.
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
    'library.cancelImport': async () => imports.cancel(),
    'library.importClipboard': (_input, caller) =>
      imports.run(caller, async (progress) => {
        const { windowId } = caller
        // A large image takes seconds to be read: the key press counts from before, and the window says that it reads.
        const isPressed = desktop.takePaste(windowId)
        if (isPressed) progress.onProgress?.(0, 1)
        const png = await desktop.readClipboardImage()
        throwIfAborted(progress.signal)
        const { imports: into } = await library()
        if (png === null) return toImportReport(await into.addFiles([], progress))
        if (!isPressed && !(await desktop.confirmPaste(windowId))) throw AppError.cancelled()
        return toImportReport(await into.addBytes(pastedImage, png, progress))
      }),
    'library.trash': async ({ ids }) => (await library()).trash.add(ids),
    'library.restore': async ({ ids }) => (await library()).trash.restore(ids),
    'library.purge': async ({ ids }) => (await library()).trash.purge(ids),
    'library.copyImage': async ({ id }) => desktop.copyImage(await (await library()).records.require(id)),
    'library.reveal': async ({ id }) => desktop.revealFile((await (await library()).files.locateFile(id)).path),
    'library.startDrag': async ({ ids }, { windowId }) =>
      desktop.startDrag(windowId, await (await library()).records.load(ids)),
  }
}

async function chooseFiles({ desktop, handles }: HandlerContext, windowId: number, withDocuments: boolean) {
  const paths = await desktop.chooseFiles(windowId, withDocuments)
  if (paths.length > droppedFilesMax) throw tooManyFiles()
  const dropped = handles.dropped(windowId)
  // Otherwise a document is imported like an image, and rejected by name.
  const isDocument = (path: string) => withDocuments && isProjectFile(path)
  return {
    images: paths.filter((path) => !isDocument(path)).map((path) => dropped.give(path)),
    documents: paths.filter(isDocument).map((path) => dropped.give(path)),
  }
}

/** The window's report of an import: ids and numbers, not ten thousand records. */
function toImportReport(outcome: ImportOutcome): ImportReport {
  const { imported, alreadyThere, failed, arrived, notTried, isCancelled } = outcome
  const damaged = imported.filter(({ isDamaged }) => isDamaged).map(({ name }) => name)
  return {
    imported: imported.map(({ id }) => id),
    added: arrived - alreadyThere,
    alreadyThere,
    dialects: countDialects(outcome),
    failed: failed.slice(0, failuresListed),
    failedCount: failed.length,
    damaged: damaged.slice(0, failuresListed),
    damagedCount: damaged.length,
    notTried,
    isCancelled,
  }
}

function countDialects({ imported }: ImportOutcome): ImportReport['dialects'] {
  const counts = new Map<MetadataDialect, number>()
  for (const { dialect } of imported) if (dialect) counts.set(dialect, (counts.get(dialect) ?? 0) + 1)
  return [...counts].map(([dialect, count]) => ({ dialect, count })).toSorted((a, b) => b.count - a.count)
}

export function createImportsHandlers({ services, desktop }: HandlerContext): HandlersOf<'imports'> {
  const watched = async () => (await services()).watched
  return {
    'imports.folders': async () => (await watched()).list(),
    'imports.chooseAndWatch': async (_input, { windowId }) => {
      const path = await desktop.chooseFolder(windowId, null)
      return path === null ? null : (await watched()).add(path)
    },
    'imports.setOn': async ({ id, isOn }) => (await watched()).setOn(id, isOn),
    'imports.unwatch': async ({ id }) => (await watched()).remove(id),
  }
}
