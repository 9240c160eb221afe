import { isProjectFile } from '../../shared/domain/project-format.ts'
import type { ImportReport } from '../../shared/contract/index.ts'
import { toErrorData } from '../../shared/errors/index.ts'
import type { Services } from '../client/index.ts'
import { goTo } from './go-to.ts'
import { importWords } from './import-words.ts'
import type { ShellStore } from './create-shell-store.ts'

export interface ImportActions {
  /** Shows the system's file dialog. */
  choose(then: 'open' | 'stay'): Promise<void>
  /** Asks for a folder, and brings in the pictures in it and in its folders. */
  chooseFolder(): Promise<void>
  /** Files and folders. */
  files(paths: readonly string[]): Promise<void>
  clipboard(): Promise<void>
  /** Ends the imports under way; what has come in stays. */
  cancel(): Promise<void>
}

/** Brings pictures in and says how it went; in the Studio the last one is opened. */
export function createImportActions(services: Services, shell: ShellStore): ImportActions {
  const { client, intents } = services

  async function take(load: () => Promise<ImportReport>, isOpened: boolean): Promise<number> {
    try {
      const report = await load()
      const last = report.imported.at(-1)
      const isOpening = isOpened && last !== undefined
      if (isOpening) intents.send({ do: 'open-in-studio', assetId: last })
      tell(intents, shell, report, isOpening)
      return report.imported.length + report.failedCount
    } catch (error) {
      if (toErrorData(error).code !== 'request/cancelled') intents.send({ do: 'report', error })
      return 1
    } finally {
      shell.setState({ importing: null })
    }
  }

  const isInStudio = () => shell.getState().place === 'studio'
  const bring = (paths: readonly string[], isOpened: boolean) =>
    take(() => client.call('library.importFiles', { paths: [...paths] }), isOpened)

  return {
    async choose(then) {
      await take(() => client.call('library.chooseAndImport', {}), then === 'open')
    },
    async chooseFolder() {
      try {
        const { folder } = await client.call('library.chooseFolder', { startIn: null })
        if (folder !== null && (await bring([folder], false)) === 0) tellNothing(intents, folder)
      } catch (error) {
        intents.send({ do: 'report', error })
      }
    },
    async files(paths) {
      const projects = paths.filter(isProjectFile)
      const pictures = paths.filter((path) => !isProjectFile(path))
      if (projects.length > 0) await openProjects(services, shell, projects)
      if (pictures.length > 0 && (await bring(pictures, isInStudio())) === 0) tellNothing(intents, pictures[0]!)
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

function tellNothing(intents: Services['intents'], path: string): void {
  const text = `There are no pictures in ${path}. Atelier opens PNG, JPEG, WebP, AVIF, TIFF and GIF.`
  intents.send({ do: 'notify', notice: { level: 'info', text } })
}

/** Documents open as they are; what could not be opened is told by name. */
async function openProjects(services: Services, shell: ShellStore, paths: readonly string[]): Promise<void> {
  try {
    await services.client.call('canvas.openProjectFiles', { paths: [...paths] })
    await services.documents.load()
    goTo({ services, shell }, 'studio')
  } catch (error) {
    services.intents.send({ do: 'report', error })
  }
}
