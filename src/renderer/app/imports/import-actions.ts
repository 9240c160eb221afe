import type { DroppedHandle } from '../../../shared/domain/file-handles.ts'
import { incomingUrl } from '../../../shared/domain/image-url.ts'
import { isProjectFile, openedAtOnceMax } from '../../../shared/domain/project-format.ts'
import type { ImportReport, Output } from '../../../shared/contract/index.ts'
import { toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/window.ts'
import type { Intents, Services } from '../../client/index.ts'
import { goTo, dropUnfiled, noteFiled, type ShellStore } from '../create-shell-store.ts'

export interface ImportActions {
  /** Shows the system's file dialog. */
  choose(then: 'open' | 'stay'): Promise<void>
  /** Asks for a folder and imports the images in it, including subfolders. */
  chooseFolder(): Promise<void>
  /** Files and folders. */
  files(files: readonly File[]): Promise<void>
  /** Takes the pasted files, or else the image on the clipboard. */
  paste(files: readonly File[]): Promise<void>
  /** Cancels the running imports; imported images stay. */
  cancel(): Promise<void>
}

/** Documents are opened directly, images are imported. */
type ChosenFiles = Output<'library.chooseFiles'>

/** Imports files and reports the outcome; in the Studio it opens them. */
export function createImportActions(services: Services, shell: ShellStore): ImportActions {
  const { client, intents } = services
  const take = createTaker(services, shell)
  const isInStudio = () => shell.getState().route === 'studio'

  /** Returns the number of files found. */
  async function takeChosen(find: () => Promise<ChosenFiles>, isOpened: () => boolean): Promise<number> {
    try {
      const { images, documents } = await find()
      if (documents.length > 0) await openDocuments(services, shell, documents)
      const [first] = images
      if (first === undefined) return documents.length
      const found = await take(async (show) => {
        if (isOpened() && images.length === 1) show(first)
        return client.call('library.importFiles', { files: images })
      }, isOpened())
      return found + documents.length
    } catch (error) {
      intents.send({ type: 'report', error })
      return 1
    }
  }

  const toChosenFiles = async (files: readonly File[]): Promise<ChosenFiles> => ({
    images: await client.handlesOf(files.filter(({ name }) => !isProjectFile(name))),
    documents: await client.handlesOf(files.filter(({ name }) => isProjectFile(name))),
  })

  return {
    async choose(then) {
      const isOpened = then === 'open'
      const find = () => client.call('library.chooseFiles', { withDocuments: isOpened })
      await takeChosen(find, () => isOpened)
    },
    async chooseFolder() {
      let folder: string | null = null
      const found = await take(async () => {
        const chosen = await client.call('library.chooseAndImportFolder', {})
        folder = chosen?.name ?? null
        return chosen?.report ?? nothingImported
      }, false)
      if (found === 0 && folder !== null) await reportNothing(intents, folder)
    },
    async files(files) {
      const [first] = files
      if (first === undefined) return
      const found = await takeChosen(() => toChosenFiles(files), isInStudio)
      if (found === 0) await reportNothing(intents, first.name)
    },
    async paste(files) {
      if ((await takeChosen(() => toChosenFiles(files), isInStudio)) > 0) return
      const found = await take(() => client.call('library.importClipboard', {}), isInStudio())
      if (found > 0) return
      intents.send({ type: 'notify', notice: { level: 'info', text: messages.clipboardEmpty } })
    },
    async cancel() {
      await client.call('library.cancelImport', {})
    },
  }
}

/** `show`: displays the file until the canvas shows it, or the import has failed. */
type Load = (show: (file: DroppedHandle) => void) => Promise<ImportReport>

/** Runs an import and reports the outcome; returns the number of images found. */
function createTaker({ intents }: Services, shell: ShellStore) {
  return async (load: Load, isOpened: boolean): Promise<number> => {
    let url: string | null = null
    try {
      const report = await load((file) => {
        url = incomingUrl(file)
        shell.setState({ incoming: { url, assetId: null } })
      })
      const last = isOpened ? report.imported.at(-1) : undefined
      if (last !== undefined) {
        shell.setState((state) => noteFiled(state, url, last))
        const all = [...new Set(report.imported)]
        const isEach = all.length > 1 && all.length <= openedAtOnceMax
        intents.send({ type: 'open-in-studio', assetId: last, ...(isEach && { with: all }) })
      }
      const { showReport } = await import('./report-import.ts')
      showReport(intents, shell, report, last)
      return report.imported.length + report.failedCount
    } catch (error) {
      if (toErrorData(error).code !== 'request/cancelled') intents.send({ type: 'report', error })
      return 1
    } finally {
      shell.setState((state) => dropUnfiled(state, url))
    }
  }
}

const nothingImported: ImportReport = {
  imported: [],
  added: 0,
  alreadyThere: 0,
  dialects: [],
  failed: [],
  failedCount: 0,
  damaged: [],
  damagedCount: 0,
  notTried: 0,
  isCancelled: false,
}

async function reportNothing(intents: Intents, name: string): Promise<void> {
  const { openableFormatNames } = await import('../../../shared/domain/openable-formats.ts')
  intents.send({
    type: 'notify',
    notice: { level: 'info', text: messages.noImagesIn({ name, formats: openableFormatNames }) },
  })
}

/** Main reports the documents that could not be opened. */
async function openDocuments(services: Services, shell: ShellStore, files: DroppedHandle[]): Promise<void> {
  await services.client.call('canvas.openProjectFiles', { files })
  await services.documents.load()
  goTo({ services, shell }, 'studio')
}
