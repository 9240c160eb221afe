import { isProjectFile } from '../../shared/domain/project-format.ts'
import type { ImportReport } from '../../shared/contract/index.ts'
import { toErrorData } from '../../shared/errors/index.ts'
import type { Services } from '../client/index.ts'
import { formatCount } from '../lib/format.ts'
import { goTo } from './go-to.ts'
import type { ShellStore } from './create-shell-store.ts'

export interface ImportActions {
  /** Shows the system's file dialog. */
  choose(then: 'open' | 'stay'): Promise<void>
  files(paths: readonly string[]): Promise<void>
  clipboard(): Promise<void>
}

/** Brings pictures in and says how it went; in the Studio the last one is opened. */
export function createImportActions(services: Services, shell: ShellStore): ImportActions {
  const { client, assets, documents, intents } = services

  async function take(load: () => Promise<ImportReport>, isOpened: boolean): Promise<number> {
    try {
      const report = await load()
      assets.put(report.imported)
      tellFailures(services, report)
      const last = report.imported.at(-1)
      if (last !== undefined && isOpened) intents.send({ do: 'open-in-studio', assetId: last.id })
      else if (report.imported.length > 0) {
        const text = `${formatCount(report.imported.length, 'picture')} imported.`
        intents.send({ do: 'notify', notice: { level: 'done', text } })
      }
      return report.imported.length + report.failed.length
    } catch (error) {
      if (toErrorData(error).code !== 'request/cancelled') intents.send({ do: 'report', error })
      return 1
    } finally {
      shell.setState({ importing: null })
    }
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

  return {
    async choose(then) {
      await take(() => client.call('library.chooseAndImport', {}), then === 'open')
    },
    async files(paths) {
      const projects = paths.filter(isProjectFile)
      const pictures = paths.filter((path) => !isProjectFile(path))
      if (projects.length > 0) await openProjects(projects)
      if (pictures.length > 0) {
        await take(() => client.call('library.importFiles', { paths: pictures }), isInStudio())
      }
    },
    async clipboard() {
      const found = await take(() => client.call('library.importClipboard', {}), isInStudio())
      if (found > 0) return
      intents.send({ do: 'notify', notice: { level: 'info', text: 'There is no picture on the clipboard.' } })
    },
  }
}

function tellFailures({ intents }: Services, { failed }: ImportReport): void {
  const first = failed[0]
  if (first === undefined) return
  const more = failed.length > 1 ? ` ${formatCount(failed.length - 1, 'other file')} could not be imported either.` : ''
  intents.send({ do: 'notify', notice: { level: 'error', text: `${first.file}: ${first.error.message}${more}` } })
}
