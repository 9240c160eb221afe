import type { DroppedHandle } from '../../shared/domain/file-handles.ts'
import { incomingUrl } from '../../shared/domain/picture-url.ts'
import { isProjectFile } from '../../shared/domain/project-format.ts'
import type { ImportReport } from '../../shared/contract/index.ts'
import { toErrorData } from '../../shared/errors/index.ts'
import type { Services } from '../client/index.ts'
import { goTo } from './go-to.ts'
import { importWords } from './import-words.ts'
import { dropUnfiled, noteFiled, type ShellStore } from './create-shell-store.ts'

export interface ImportActions {
  /** Shows the system's file dialog. */
  choose(then: 'open' | 'stay'): Promise<void>
  /** Asks for a folder, and brings in the pictures in it and in its folders. */
  chooseFolder(): Promise<void>
  /** Files and folders. */
  files(files: readonly File[]): Promise<void>
  clipboard(): Promise<void>
  /** Ends the imports under way; what has come in stays. */
  cancel(): Promise<void>
}

/** Brings pictures in and says how it went; in the Studio the last one is opened. */
export function createImportActions(services: Services, shell: ShellStore): ImportActions {
  const { client, intents } = services
  const take = createTaker(services, shell)

  const takeFiles = (find: () => Promise<DroppedHandle[]>, isOpened: boolean): Promise<number> =>
    take(async (show) => {
      const files = await find()
      const [first] = files
      if (first === undefined) return nothingImported
      if (isOpened && files.length === 1) show(first)
      return client.call('library.importFiles', { files })
    }, isOpened)

  const isInStudio = () => shell.getState().place === 'studio'

  return {
    async choose(then) {
      await takeFiles(async () => (await client.call('library.chooseFiles', {})).files, then === 'open')
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
      const projects = files.filter(({ name }) => isProjectFile(name))
      const pictures = files.filter(({ name }) => !isProjectFile(name))
      if (projects.length > 0) await openProjects(services, shell, projects)
      if (pictures.length === 0) return
      const found = await takeFiles(() => client.handlesOf(pictures), isInStudio())
      if (found === 0) tellNothing(intents, pictures[0]!.name)
    },
    async clipboard() {
      const found = await take(() => client.call('library.importClipboard', {}), isInStudio())
      if (found > 0) return
      intents.send({ do: 'notify', notice: { level: 'info', text: 'There is no picture on the clipboard.' } })
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
      const last = report.imported.at(-1)
      const isOpening = isOpened && last !== undefined
      if (isOpening) {
        shell.setState((state) => noteFiled(state, url, last))
        intents.send({ do: 'open-in-studio', assetId: last })
      }
      tell(intents, shell, report, isOpening)
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

/** A picture that opens needs no words. */
function tell(intents: Services['intents'], shell: ShellStore, report: ImportReport, isOpening: boolean): void {
  const { added, alreadyThere, failed, failedCount, notTried } = report
  const [first] = failed
  if (first !== undefined && failedCount === 1 && added + alreadyThere + notTried === 0) {
    return intents.send({ do: 'notify', notice: { level: 'error', text: `${first.file}: ${first.error.message}` } })
  }
  const isPlain = failedCount + notTried === 0
  if (isPlain && (isOpening || added + alreadyThere === 0)) return undefined
  const showFailures = () => shell.setState({ overlay: { is: 'import-failures', report } })
  return intents.send({
    do: 'notify',
    notice: {
      level: isPlain ? 'done' : 'warning',
      text: importWords(report),
      ...(failedCount > 0 && { action: { label: 'Show which', run: showFailures } }),
    },
  })
}

function tellNothing(intents: Services['intents'], name: string): void {
  const text = `There are no pictures in ${name}. Atelier opens PNG, JPEG, WebP, AVIF, TIFF and GIF.`
  intents.send({ do: 'notify', notice: { level: 'info', text } })
}

/** Documents open as they are; what could not be opened is told by name. */
async function openProjects(services: Services, shell: ShellStore, projects: readonly File[]): Promise<void> {
  try {
    const files = await services.client.handlesOf(projects)
    if (files.length === 0) return
    await services.client.call('canvas.openProjectFiles', { files })
    await services.documents.load()
    goTo({ services, shell }, 'studio')
  } catch (error) {
    services.intents.send({ do: 'report', error })
  }
}
