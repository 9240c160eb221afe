import type { DroppedHandle } from '../../shared/domain/file-handles.ts'
import { incomingUrl } from '../../shared/domain/picture-url.ts'
import { isProjectFile, openedAtOnceMax } from '../../shared/domain/project-format.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { ImportReport, Output } from '../../shared/contract/index.ts'
import { toErrorData } from '../../shared/errors/index.ts'
import type { Intents, Notice, Services } from '../client/index.ts'
import { goTo } from './go-to.ts'
import { importWords } from './import-words.ts'
import { dropUnfiled, noteFiled, type ShellStore } from './create-shell-store.ts'

export interface ImportActions {
  /** Shows the system's file dialog. */
  choose(then: 'open' | 'stay'): Promise<void>
  /** Asks for a folder, and brings in the images in it and in its folders. */
  chooseFolder(): Promise<void>
  /** Files and folders. */
  files(files: readonly File[]): Promise<void>
  /** The files that came with the paste, or else the image on the clipboard. */
  paste(files: readonly File[]): Promise<void>
  /** Ends the imports under way; what has come in stays. */
  cancel(): Promise<void>
}

/** Documents open as they are, images are imported. */
type Given = Output<'library.chooseFiles'>

/** Brings files in and says how it went; in the Studio they are opened. */
export function createImportActions(services: Services, shell: ShellStore): ImportActions {
  const { client, intents } = services
  const take = createTaker(services, shell)
  const isInStudio = () => shell.getState().place === 'studio'

  /** Returns how many files it found. */
  async function takeGiven(find: () => Promise<Given>, isOpened: () => boolean): Promise<number> {
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
      intents.send({ do: 'report', error })
      return 1
    }
  }

  const given = async (files: readonly File[]): Promise<Given> => ({
    images: await client.handlesOf(files.filter(({ name }) => !isProjectFile(name))),
    documents: await client.handlesOf(files.filter(({ name }) => isProjectFile(name))),
  })

  return {
    async choose(then) {
      const isOpened = then === 'open'
      const find = () => client.call('library.chooseFiles', { withDocuments: isOpened })
      await takeGiven(find, () => isOpened)
    },
    async chooseFolder() {
      let folder: string | null = null
      const found = await take(async () => {
        const chosen = await client.call('library.chooseAndImportFolder', {})
        folder = chosen?.name ?? null
        return chosen?.report ?? nothingImported
      }, false)
      if (found === 0 && folder !== null) tellNothing(intents, folder)
    },
    async files(files) {
      const [first] = files
      if (first === undefined) return
      const found = await takeGiven(() => given(files), isInStudio)
      if (found === 0) tellNothing(intents, first.name)
    },
    async paste(files) {
      if ((await takeGiven(() => given(files), isInStudio)) > 0) return
      const found = await take(() => client.call('library.importClipboard', {}), isInStudio())
      if (found > 0) return
      intents.send({ do: 'notify', notice: { level: 'info', text: 'There is no image on the clipboard.' } })
    },
    async cancel() {
      await client.call('library.cancelImport', {})
    },
  }
}

/** `show`: the file is shown until the canvas shows it, or the import has failed. */
type Load = (show: (file: DroppedHandle) => void) => Promise<ImportReport>

/** Runs an import and says how it went; returns how many pictures it found. */
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
        intents.send({ do: 'open-in-studio', assetId: last, ...(isEach && { with: all }) })
      }
      tell(intents, shell, report, last)
      return report.imported.length + report.failedCount
    } catch (error) {
      if (toErrorData(error).code !== 'request/cancelled') intents.send({ do: 'report', error })
      return 1
    } finally {
      shell.setState((state) => ({ importing: null, ...dropUnfiled(state, url) }))
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
  notTried: 0,
  isCancelled: false,
}

/** Images that are seen need no message. `last`: the one that is opened. */
function tell(intents: Intents, shell: ShellStore, report: ImportReport, last: AssetId | undefined): void {
  const { added, alreadyThere, failed, failedCount, notTried } = report
  const notify = (notice: Notice) => intents.send({ do: 'notify', notice })
  const [first] = failed
  if (first !== undefined && failedCount === 1 && added + alreadyThere + notTried === 0) {
    return notify({ level: 'error', text: `${first.file}: ${first.error.message}` })
  }
  const text = importWords(report)
  if (failedCount > 0) {
    const showFailures = () => shell.setState({ overlay: { is: 'import-failures', report } })
    return notify({ level: 'warning', text, action: { label: 'Show which', run: showFailures } })
  }
  if (last !== undefined && new Set(report.imported).size > openedAtOnceMax) {
    return notify(showingLast(text, last, intents))
  }
  if (notTried > 0) return notify({ level: 'warning', text })
  return last === undefined && added + alreadyThere > 0 ? notify({ level: 'done', text }) : undefined
}

/** Of more images than are opened at once. */
export function showingLast(text: string, last: AssetId, intents: Intents): Notice {
  const showAll = () => intents.send({ do: 'show-in-gallery', assetId: last })
  return { level: 'done', text: `${text} · showing the last`, action: { label: 'Show all', run: showAll } }
}

function tellNothing(intents: Intents, name: string): void {
  const text = `No images in ${name}. Atelier opens PNG, JPEG, WebP, AVIF, TIFF, GIF, PSD, ORA and .atelier files.`
  intents.send({ do: 'notify', notice: { level: 'info', text } })
}

/** Documents that could not be opened are named by main. */
async function openDocuments(services: Services, shell: ShellStore, files: DroppedHandle[]): Promise<void> {
  await services.client.call('canvas.openProjectFiles', { files })
  await services.documents.load()
  goTo({ services, shell }, 'studio')
}
