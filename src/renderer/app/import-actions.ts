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
  const { client, documents, intents } = services

  async function take(load: () => Promise<ImportReport>, isOpened: boolean): Promise<number> {
    try {
      const report = await load()
      const last = report.imported.at(-1)
      const isOpening = isOpened && last !== undefined
      if (isOpening) intents.send({ do: 'open-in-studio', assetId: last })
      tell(report, isOpening)
      return report.imported.length + report.failedCount
    } catch (error) {
      if (toErrorData(error).code !== 'request/cancelled') intents.send({ do: 'report', error })
      return 1
    } finally {
      shell.setState({ importing: null })
    }
  }

  /** A picture that opens needs no words. */
  function tell(report: ImportReport, isOpening: boolean): void {
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

  /** Documents open as they are; what could not be opened is told by name. */
  async function openProjects(paths: readonly string[]): Promise<void> {
    try {
      await client.call('canvas.openProjectFiles', { paths: [...paths] })
      await documents.load()
      goTo({ services, shell }, 'studio')
    } catch (error) {
      intents.send({ do: 'report', error })
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
        if (folder !== null && (await bring([folder], false)) === 0) tellNothing(folder)
      } catch (error) {
        intents.send({ do: 'report', error })
      }
    },
    async files(paths) {
      const projects = paths.filter(isProjectFile)
      const pictures = paths.filter((path) => !isProjectFile(path))
      if (projects.length > 0) await openProjects(projects)
      if (pictures.length > 0 && (await bring(pictures, isInStudio())) === 0) tellNothing(pictures[0]!)
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

  function tellNothing(path: string): void {
    const text = `There are no pictures in ${path}. Atelier opens PNG, JPEG, WebP, AVIF, TIFF and GIF.`
    intents.send({ do: 'notify', notice: { level: 'info', text } })
  }
}
