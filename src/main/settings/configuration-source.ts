import { access } from 'node:fs/promises'
import { AppError } from '../../shared/errors/index.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import { earlierValuesStay, fileIgnored } from '../../shared/messages/en/configuration.ts'
import { noConfiguration, type Configuration, type ConfiguredSetting } from './configuration/configuration.ts'
import type { ConfigurationRead, ReadOptions } from './configuration/read-configuration.ts'

/** What the configuration commands work with: the YAML parser is large and not loaded at startup. */
export const loadConfigurationTools = () => import('./configuration-tools.ts')
export type ConfigurationTools = Awaited<ReturnType<typeof loadConfigurationTools>>
/** The watcher of `settings.json` and `atelier.yaml`, loaded after the start. */
export const loadFileWatcher = () => import('./watch-files.ts')

/** `atelier.yaml`, which may change while the program runs. */
export interface ConfigurationSource {
  readonly path: string
  /** Reads another file instead from now on: one that the user named. */
  use(path: string): Promise<void>
  /** Reads the file on the first call. Never fails: see `problem`. */
  load(): Promise<Configuration>
  /** What was last read and valid; nothing before the first `load`. */
  get(): Configuration
  /** Why the file as it is now cannot be used; null = it can. */
  problem(): AppError | null
  /** Reads the file again. A file that has become invalid is reported, and its last valid values stay. */
  reload(): Promise<void>
  onChanged(listener: () => void): () => void
}

interface SourceOptions extends Pick<ReadOptions, 'path' | 'isRequired'> {
  readonly parseBaseUrl: () => Promise<ReadOptions['parseBaseUrl']>
  readonly onInvalid: (error: AppError) => void
  /** Called with what has no effect in a file that is valid otherwise. */
  readonly onRemark: (error: AppError) => void
}

/**
 * Limits that cannot be read must not turn into no limits: while a file that mentions them is unusable, nothing is spent.
 * A limit that earlier versions had (`team_limit`) makes a file unusable until it is taken out.
 */
const noSpending: ConfiguredSetting = {
  name: 'settings.spending_limits',
  field: ['capsProblem'],
  value: { copy: null },
  isInitial: false,
}

export function createConfigurationSource(options: SourceOptions): ConfigurationSource {
  const { onInvalid, onRemark } = options
  let { path, isRequired } = options
  const changed = createEmitter()
  let current = noConfiguration
  let problem: AppError | null = null
  let text: string | null | undefined
  let loading: Promise<Configuration> | null = null
  let reading: Promise<void> = Promise.resolve()

  async function readNow(): Promise<void> {
    const found = await readFound({ ...options, path, isRequired })
    if (text !== undefined && found.text === text) return
    const isFirst = text === undefined
    text = found.text
    problem = found.outcome instanceof AppError ? found.outcome : null
    if (found.outcome instanceof AppError) {
      if (isFirst && /spending_limits|team_limit/.test(text ?? ''))
        current = { ...noConfiguration, settings: [noSpending] }
      onInvalid(isFirst ? found.outcome : withValuesKept(found.outcome))
    } else {
      current = found.outcome
    }
    if (found.remark !== null) onRemark(found.remark)
    if (!isFirst) changed.emit()
  }

  function reload(): Promise<void> {
    reading = reading.then(readNow, readNow)
    return reading
  }

  return {
    get path() {
      return path
    },
    use(named) {
      path = named
      isRequired = true
      text = undefined
      current = noConfiguration
      loading = reload().then(() => {
        changed.emit()
        return current
      })
      return loading.then(() => undefined)
    },
    load() {
      loading ??= reload().then(() => current)
      return loading.then(() => current)
    },
    get: () => current,
    problem: () => problem,
    reload,
    onChanged: changed.on,
  }
}

/** Without a file the YAML parser, which is large, is not loaded: the start waits for this. */
async function readFound({ path, isRequired, parseBaseUrl }: SourceOptions): Promise<ConfigurationRead> {
  if (!isRequired && !(await exists(path))) return { text: null, outcome: noConfiguration, remark: null }
  const { readConfiguration } = await import('./configuration/read-configuration.ts')
  return readConfiguration({ path, isRequired, parseBaseUrl: await parseBaseUrl() })
}

function withValuesKept({ code, message, detail }: AppError): AppError {
  return new AppError(code, message.replace(fileIgnored, earlierValuesStay), { detail: detail ?? {} })
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
